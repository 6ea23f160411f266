using System.Runtime.InteropServices;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// All feeds in memory, the pollable ones by origin and due time: a claim looks once at each origin that has something due, however many
/// feeds wait there. Belongs to the store's thread.
/// </summary>
internal sealed class FeedBook
{
    private static readonly Comparer<Due> ByTime = Comparer<Due>.Create((one, other) =>
        one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Name, other.Name));

    private readonly Dictionary<string, FeedState> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private bool _isInOrder = true; // of the ids
    private readonly Dictionary<string, SortedSet<Due>> _dueFeeds = new(StringComparer.Ordinal);
    private readonly SortedSet<Due> _dueOrigins = new(ByTime);

    /// <summary>By id.</summary>
    public IReadOnlyList<FeedState> All
    {
        get
        {
            if (!_isInOrder)
            {
                _ids.Sort(StringComparer.Ordinal);
                _isInOrder = true;
            }

            return [.. _ids.Select(id => _byId[id])];
        }
    }

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
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, feed.Id.Value, out var isKnown);
            var old = place;
            place = feed;
            if (!isKnown)
            {
                _ids.Add(feed.Id.Value);
                _isInOrder = false;
            }

            var (from, before) = PlaceOf(old);
            var (to, after) = PlaceOf(feed);
            if (from == to)
            {
                Change(to, before, after);
            }
            else
            {
                Change(from, before, null);
                Change(to, null, after);
            }
        }
    }

    public void Replace(IEnumerable<FeedState> feeds)
    {
        _byId.Clear();
        _ids.Clear();
        _dueFeeds.Clear();
        _dueOrigins.Clear();
        Put(feeds);
    }

    /// <summary>Where a feed waits; null: it does not.</summary>
    private static (string? Origin, Due? Due) PlaceOf(FeedState? feed) =>
        feed is { IsPollable: true } ? (feed.Origin, new Due(feed.DueAt, feed.Id.Value)) : (null, null);

    /// <summary>Changes when one feed of an origin is due.</summary>
    private void Change(string? origin, Due? before, Due? after)
    {
        if (origin is null || before == after)
        {
            return;
        }

        if (!_dueFeeds.TryGetValue(origin, out var due))
        {
            _dueFeeds[origin] = due = new SortedSet<Due>(ByTime);
        }

        DateTimeOffset? first = due.Count > 0 ? due.Min.At : null;
        if (before is { } gone)
        {
            due.Remove(gone);
        }

        if (after is { } come)
        {
            due.Add(come);
        }

        DateTimeOffset? next = due.Count > 0 ? due.Min.At : null;
        if (first is { } past && next != past)
        {
            _dueOrigins.Remove(new Due(past, origin));
        }

        if (next is null)
        {
            _dueFeeds.Remove(origin);
        }
        else if (next != first)
        {
            _dueOrigins.Add(new Due(next.Value, origin));
        }
    }

    /// <summary>When a feed, or the first feed of an origin, is due.</summary>
    private readonly record struct Due(DateTimeOffset At, string Name);
}
