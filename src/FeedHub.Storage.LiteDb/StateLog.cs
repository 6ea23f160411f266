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

    private readonly Dictionary<FeedId, Last> _last = [];
    private readonly Dictionary<long, int> _liveCount = [];
    private readonly Queue<(long Commit, FeedId Feed)> _order = new();

    public bool IsEmpty => _last.Count == 0;

    /// <summary>Takes note of a commit that is on disk; the commits whose documents nobody needs any more.</summary>
    /// <param name="commit">Its number.</param>
    /// <param name="feeds">Feeds whose states it holds: what was written of them before is needless.</param>
    /// <param name="claimed">Feeds that it claims. A claim says only when, so that the state before it is needed on.</param>
    public List<long> Add(long commit, IReadOnlyCollection<FeedId> feeds, IReadOnlyCollection<FeedId> claimed)
    {
        var needless = new List<long>();
        foreach (var feed in feeds)
        {
            var last = _last.GetValueOrDefault(feed);
            Release(last.State, needless);
            Release(last.Claim, needless);
            _last[feed] = new Last(commit, null);
            _order.Enqueue((commit, feed));
        }

        foreach (var feed in claimed)
        {
            var last = _last.GetValueOrDefault(feed);
            Release(last.Claim, needless);
            _last[feed] = last with { Claim = commit };
            _order.Enqueue((commit, feed));
        }

        if (feeds.Count + claimed.Count > 0)
        {
            _liveCount[commit] = feeds.Count + claimed.Count;
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

            if (IsNewest(commit, feed))
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
            if (_last.Remove(feed, out var last))
            {
                Release(last.State, needless);
                Release(last.Claim, needless);
            }
        }

        Trim();
        return needless;
    }

    public void Clear()
    {
        _last.Clear();
        _liveCount.Clear();
        _order.Clear();
    }

    private void Release(long? commit, List<long> needless)
    {
        if (commit is { } number && --_liveCount[number] == 0)
        {
            _liveCount.Remove(number);
            needless.Add(number);
        }
    }

    private void Trim()
    {
        while (_order.TryPeek(out var first) && !IsNewest(first.Commit, first.Feed))
        {
            _order.Dequeue();
        }
    }

    private bool IsNewest(long commit, FeedId feed) => _last.TryGetValue(feed, out var last) && (last.Claim ?? last.State) == commit;

    /// <summary>The commits that hold what is newest of a feed.</summary>
    /// <param name="State">Where its state is; null: in its own document.</param>
    /// <param name="Claim">Where it was claimed since; null: it was not.</param>
    private readonly record struct Last(long? State, long? Claim);
}
