namespace FeedHub.Polling;

/// <summary>Tells how a feed lives from what is known of its visits (PP-12, PP-13).</summary>
public static class FeedLifeRule
{
    /// <summary>A feed that has failed for so long is asked once a day.</summary>
    public static readonly TimeSpan FailingAfter = TimeSpan.FromDays(14);

    /// <summary>A feed that has failed for so long is asked once a week.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromDays(90);

    /// <summary>The life of a feed at <paramref name="now"/>.</summary>
    public static FeedLife Of(FeedState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var failingFor = now - state.FailingSince;
        return state.IsGone ? FeedLife.Gone
            : state.IsPaused ? FeedLife.Paused
            : state.LastOutcome is null ? FeedLife.New
            : state.LastOutcome == PollSchedule.EgressSuspect ? FeedLife.EgressSuspect
            : failingFor >= DeadAfter ? FeedLife.Dead
            : failingFor >= FailingAfter ? FeedLife.Failing
            : failingFor is null ? (state.Move is { IsConfirmed: true } ? FeedLife.Moved : FeedLife.Active)
            : state.LastOutcome is "http-401" or "http-403" or "credentials" ? FeedLife.Unauthorized
            : state.LastOutcome is "html" or "not-a-feed" or "empty" or "invalid-json" ? FeedLife.NotAFeed
            : FeedLife.Slow;
    }
}
