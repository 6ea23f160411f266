namespace FeedHub.Storage.LiteDb;

/// <summary>What one commit changed about feeds.</summary>
/// <param name="Feeds">States as they are since.</param>
/// <param name="Claimed">Feeds that were claimed.</param>
/// <param name="SendBy">Until when their requests will have been sent; null: none was claimed.</param>
internal sealed record RecentStates(IReadOnlyList<FeedState>? Feeds, IReadOnlyList<FeedId>? Claimed, DateTimeOffset? SendBy)
{
    /// <summary>The state of a feed that is claimed: a visit at that moment, so that not even a kill breaks a floor.</summary>
    public static FeedState Claim(FeedState feed, DateTimeOffset sendBy) => feed with
    {
        LastRequestAt = sendBy,
        DueAt = sendBy + feed.Floor,
        DueReason = "the visit under way was not finished",
    };
}

/// <summary>
/// Which states of feeds stand only in the documents of recent commits, and not yet in the feed's own. A commit writes one document however
/// many feeds it touches; each feed's own is written later, a few at a time, and only once for many visits. Belongs to the store's thread.
/// </summary>
internal sealed class StateLog
{
    private const int MaxFoldsAtOnce = 100;

    private readonly Dictionary<FeedId, long> _lastCommit = [];
    private readonly Dictionary<long, int> _liveCount = [];
    private readonly Queue<(long Commit, FeedId Feed)> _order = new();

    public bool IsEmpty => _lastCommit.Count == 0;

    /// <summary>Takes note of a commit that is on disk; the commits whose documents nobody needs any more.</summary>
    public List<long> Add(long commit, IReadOnlyCollection<FeedId> feeds)
    {
        var needless = new List<long>();
        foreach (var feed in feeds)
        {
            if (_lastCommit.TryGetValue(feed, out var earlier) && --_liveCount[earlier] == 0)
            {
                _liveCount.Remove(earlier);
                needless.Add(earlier);
            }

            _lastCommit[feed] = commit;
            _order.Enqueue((commit, feed));
        }

        if (feeds.Count > 0)
        {
            _liveCount[commit] = feeds.Count;
        }

        Trim();
        return needless;
    }

    /// <summary>Feeds whose own documents it is time to write, the longest waiting first.</summary>
    public IReadOnlyList<FeedId> NextToFold(bool all)
    {
        var next = new List<FeedId>();
        foreach (var (commit, feed) in _order)
        {
            if (!all && next.Count == MaxFoldsAtOnce)
            {
                break;
            }

            if (_lastCommit.GetValueOrDefault(feed) == commit)
            {
                next.Add(feed);
            }
        }

        return next;
    }

    /// <summary>Takes note that these feeds' own documents are on disk; the commits whose documents nobody needs any more.</summary>
    public List<long> Folded(IReadOnlyCollection<FeedId> feeds)
    {
        var needless = new List<long>();
        foreach (var feed in feeds)
        {
            if (_lastCommit.Remove(feed, out var commit) && --_liveCount[commit] == 0)
            {
                _liveCount.Remove(commit);
                needless.Add(commit);
            }
        }

        Trim();
        return needless;
    }

    public void Clear()
    {
        _lastCommit.Clear();
        _liveCount.Clear();
        _order.Clear();
    }

    private void Trim()
    {
        while (_order.TryPeek(out var first) && _lastCommit.GetValueOrDefault(first.Feed, -1) != first.Commit)
        {
            _order.Dequeue();
        }
    }
}
