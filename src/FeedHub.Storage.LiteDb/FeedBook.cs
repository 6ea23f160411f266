namespace FeedHub.Storage.LiteDb;

/// <summary>All feeds in memory, the pollable ones in the order of their due times. Belongs to the store's thread.</summary>
internal sealed class FeedBook
{
    private readonly SortedDictionary<string, FeedState> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset DueAt, string Id)> _due =
        new(Comparer<(DateTimeOffset DueAt, string Id)>.Create((one, other) =>
            one.DueAt != other.DueAt ? one.DueAt.CompareTo(other.DueAt) : string.CompareOrdinal(one.Id, other.Id)));

    public IReadOnlyList<FeedState> All => [.. _byId.Values];

    public FeedState? Find(FeedId id) => _byId.GetValueOrDefault(id.Value);

    /// <summary>Those due, longest overdue first, one of each free origin.</summary>
    public IReadOnlyList<FeedState> FindDue(DateTimeOffset now, int limit, Func<string, bool> isFree)
    {
        var found = new List<FeedState>();
        var origins = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (dueAt, id) in _due)
        {
            if (dueAt > now || found.Count >= limit)
            {
                break;
            }

            var feed = _byId[id];
            if (!origins.Contains(feed.Origin) && isFree(feed.Origin))
            {
                origins.Add(feed.Origin);
                found.Add(feed);
            }
        }

        return found;
    }

    public void Put(IEnumerable<FeedState> feeds)
    {
        foreach (var feed in feeds)
        {
            if (_byId.TryGetValue(feed.Id.Value, out var old))
            {
                _due.Remove((old.DueAt, old.Id.Value));
            }

            _byId[feed.Id.Value] = feed;
            if (feed.IsPollable)
            {
                _due.Add((feed.DueAt, feed.Id.Value));
            }
        }
    }

    public void Replace(IEnumerable<FeedState> feeds)
    {
        _byId.Clear();
        _due.Clear();
        Put(feeds);
    }
}
