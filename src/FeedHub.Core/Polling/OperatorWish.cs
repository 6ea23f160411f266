namespace FeedHub.Polling;

/// <summary>What the operator changes about a feed while the service runs, beside the list.</summary>
public static class OperatorWish
{
    /// <summary>No more visits until it is resumed.</summary>
    public static FeedState Pause(FeedState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { PausedAt = state.PausedAt ?? now };
    }

    /// <summary>Visits go on, also to a feed that was gone; the last request and the shortest interval of all still count.</summary>
    /// <param name="state">The feed.</param>
    /// <param name="minInterval">No feed is visited more often.</param>
    /// <param name="now">The moment of the wish.</param>
    public static FeedState Resume(FeedState state, TimeSpan minInterval, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.PausedAt is null && !state.IsGone
            ? state
            : state with { PausedAt = null, IsGone = false, DueAt = Earliest(state, minInterval, now), DueReason = "the operator resumed it" };
    }

    /// <summary>The origin need not rest any longer: a feed that waited for that is due again.</summary>
    /// <param name="state">The feed.</param>
    /// <param name="minInterval">No feed is visited more often.</param>
    /// <param name="now">The moment of the wish.</param>
    public static FeedState Unblock(FeedState state, TimeSpan minInterval, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.BlockedUntil is null || state.BlockedUntil <= now
            ? state
            : state with { BlockedUntil = null, DueAt = Earliest(state, minInterval, now), DueReason = "the operator ended the rest of its origin" };
    }

    private static DateTimeOffset Earliest(FeedState state, TimeSpan minInterval, DateTimeOffset now) =>
        state.LastRequestAt + minInterval is { } earliest && earliest > now ? earliest : now;
}
