namespace FeedHub.Storage.LiteDb;

/// <summary>
/// All feeds in memory, the pollable ones by origin and due time: a claim looks once at each origin that has something due, however many
/// feeds wait there. Belongs to the store's thread.
/// </summary>
internal sealed class FeedBook
{
    private static readonly Comparer<Due> ByTime = Comparer<Due>.Create((one, other) =>
        one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Name, other.Name));

    private readonly SortedDictionary<string, FeedState> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<Due>> _dueFeeds = new(StringComparer.Ordinal);
    private readonly SortedSet<Due> _dueOrigins = new(ByTime);

    public IReadOnlyList<FeedState> All => [.. _byId.Values];

    public FeedState? Find(FeedId id) => _byId.GetValueOrDefault(id.Value);

    /// <summary>Those due, longest overdue first, one of each free origin.</summary>
    public IReadOnlyList<FeedState> FindDue(DateTimeOffset now, int limit, Func<string, bool> isFree)
    {
        var found = new List<FeedState>();
        foreach (var (dueAt, origin) in _dueOrigins)
        {
            if (dueAt > now || found.Count >= limit)
            {
                break;
            }

            if (isFree(origin))
            {
                found.Add(_byId[_dueFeeds[origin].Min.Name]);
            }
        }

        return found;
    }

    public void Put(IEnumerable<FeedState> feeds)
    {
        foreach (var feed in feeds)
        {
            if (_byId.TryGetValue(feed.Id.Value, out var old) && old.IsPollable)
            {
                Change(old.Origin, due => due.Remove(new Due(old.DueAt, old.Id.Value)));
            }

            _byId[feed.Id.Value] = feed;
            if (feed.IsPollable)
            {
                Change(feed.Origin, due => due.Add(new Due(feed.DueAt, feed.Id.Value)));
            }
        }
    }

    public void Replace(IEnumerable<FeedState> feeds)
    {
        _byId.Clear();
        _dueFeeds.Clear();
        _dueOrigins.Clear();
        Put(feeds);
    }

    private void Change(string origin, Func<SortedSet<Due>, bool> change)
    {
        if (!_dueFeeds.TryGetValue(origin, out var due))
        {
            _dueFeeds[origin] = due = new SortedSet<Due>(ByTime);
        }
        else
        {
            _dueOrigins.Remove(new Due(due.Min.At, origin));
        }

        change(due);
        if (due.Count > 0)
        {
            _dueOrigins.Add(new Due(due.Min.At, origin));
        }
        else
        {
            _dueFeeds.Remove(origin);
        }
    }

    /// <summary>When a feed, or the first feed of an origin, is due.</summary>
    private readonly record struct Due(DateTimeOffset At, string Name);
}
