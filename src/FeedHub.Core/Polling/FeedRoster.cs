namespace FeedHub.Polling;

/// <summary>Brings the states of the store in line with the list.</summary>
public static class FeedRoster
{
    private const double MaxSpreadSeconds = 600;

    /// <summary>
    /// The states that must be saved so that the store follows exactly the feeds of the list: new feeds are due at once, feeds that left or
    /// are paused rest with all their history, and due times that no clock could have meant are brought back (F-26 to F-28).
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="states">All states of the store.</param>
    /// <param name="spacing">The settings.</param>
    /// <param name="notBefore">No feed unknown to the store is visited earlier, since a lost store may have visited it; null: at once.</param>
    /// <param name="now">The moment of the comparison.</param>
    public static IReadOnlyList<FeedState> Reconcile(
        FeedList list, IReadOnlyList<FeedState> states, PollSpacing spacing, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(spacing);
        var known = states.ToDictionary(state => state.Id);
        var changed = new List<FeedState>();
        foreach (var source in list.Feeds)
        {
            var floor = PollSchedule.FloorOf(source, spacing);
            var before = known.GetValueOrDefault(source.Id);
            known.Remove(source.Id);
            var after = before is null ? Joining(source, floor, notBefore, now) : Following(before, source, floor, spacing, now);
            if (after != before)
            {
                changed.Add(after);
            }
        }

        changed.AddRange(known.Values.Where(state => state.IsFollowed).Select(state => state with { IsFollowed = false }));
        return changed;
    }

    /// <summary>
    /// The states to save at the start of the service so that what fell due while it was down is not asked for all at once: spread over a
    /// second for each feed, at most ten minutes (PP-8). A feed that was never visited is not kept waiting.
    /// </summary>
    /// <param name="states">The states in line with the list.</param>
    /// <param name="jitter">From 0 to 1, drawn anew for each feed.</param>
    /// <param name="now">The moment of the start.</param>
    public static IReadOnlyList<FeedState> Spread(IReadOnlyList<FeedState> states, Func<double> jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jitter);
        var overdue = states.Where(state => state.IsPollable && state.DueAt <= now && state.LastRequestAt is not null).ToList();
        var window = TimeSpan.FromSeconds(Math.Min(MaxSpreadSeconds, overdue.Count));
        return [.. overdue.Select(state => state with
        {
            DueAt = DateTimeOffset.FromUnixTimeMilliseconds((now + (window * jitter())).ToUnixTimeMilliseconds()),
            DueReason = "it fell due while FeedHub was down or stopped, and those are spread",
        })];
    }

    /// <summary>
    /// The states of feeds that failed only because FeedHub's own connection did: nothing is held against them, and they are due again as soon
    /// as their floors allow, spread like those of a start (F-3).
    /// </summary>
    /// <param name="states">All states of the store.</param>
    /// <param name="before">The states before the visits that failed.</param>
    /// <param name="jitter">From 0 to 1, drawn anew for each feed.</param>
    /// <param name="now">The moment of the recovery.</param>
    public static IReadOnlyList<FeedState> Acquit(
        IReadOnlyList<FeedState> states, IReadOnlyList<FeedState> before, Func<double> jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(jitter);
        var unjust = before.ToDictionary(state => state.Id);
        var window = TimeSpan.FromSeconds(Math.Min(MaxSpreadSeconds, before.Count));
        return [.. states
            .Where(state => state.LastError is not null && state.IsPollable && unjust.ContainsKey(state.Id))
            .Select(state => (State: state, Before: unjust[state.Id]))
            .Select(pair => pair.State with
            {
                FailureCount = pair.Before.FailureCount,
                FailingSince = pair.Before.FailingSince,
                DueAt = Later(
                    DateTimeOffset.FromUnixTimeMilliseconds((now + (window * jitter())).ToUnixTimeMilliseconds()),
                    pair.State.LastRequestAt + pair.State.Floor),
                DueReason = "it failed together with all others, and that is over",
            })];
    }

    /// <summary>The states after a jump of the clock: what was planned by the old time moves along.</summary>
    public static IReadOnlyList<FeedState> Shift(IReadOnlyList<FeedState> states, TimeSpan jump)
    {
        jump = TimeSpan.FromMilliseconds(Math.Round(jump.TotalMilliseconds));
        return [.. states.Select(state => state with
        {
            DueAt = state.DueAt + jump,
            LastRequestAt = state.LastRequestAt + jump,
            BlockedUntil = state.BlockedUntil + jump,
            FailingSince = state.FailingSince + jump,
            LastDocumentAt = state.LastDocumentAt + jump,
            Move = state.Move is null ? null : state.Move with { FirstSeenAt = state.Move.FirstSeenAt + jump },
            Report = state.Report with { LastSentAt = state.Report.LastSentAt + jump },
        })];
    }

    private static DateTimeOffset Later(DateTimeOffset moment, DateTimeOffset? other) => other > moment ? other.Value : moment;

    private static FeedState Joining(FeedSource source, TimeSpan floor, DateTimeOffset? notBefore, DateTimeOffset now) => new()
    {
        Id = source.Id,
        Url = source.Url,
        IsFollowed = !source.Paused,
        DueAt = notBefore > now ? notBefore.Value : now,
        DueReason = notBefore > now ? "the store was damaged and may have visited it before" : "never visited",
        Floor = floor,
    };

    private static FeedState Following(FeedState state, FeedSource source, TimeSpan floor, PollSpacing spacing, DateTimeOffset now)
    {
        if (state.Url != source.Url)
        {
            state = Moved(state, source.Url, state.LastRequestAt + spacing.MinInterval, now) with { Floor = floor };
        }

        if (floor != state.Floor)
        {
            var dueAt = state.LastRequestAt + floor ?? now;
            state = state with { Floor = floor, DueAt = state.FailureCount > 0 ? state.DueAt : dueAt, DueReason = "its interval changed" };
        }

        // The store was begun again: its texts are missed, so the wait is the shortest that there is.
        if (state.StoreEpoch > 0 && state.FirstVisitAt is null && state.FailureCount == 0
            && state.LastRequestAt + spacing.MinInterval is { } earliest && earliest < state.DueAt)
        {
            state = state with { DueAt = earliest };
        }

        // Only a clock that was wrong when they were stored can have put them there.
        var clockWasWrong = state.LastRequestAt > now + spacing.MaxInterval;
        if (clockWasWrong)
        {
            state = state with { LastRequestAt = null, BlockedUntil = null };
        }

        var latest = now + LongestWait(state, isByCron: source.Cron is not null && !clockWasWrong, spacing);
        if (state.DueAt > latest)
        {
            state = state with { DueAt = latest, DueReason = "its due time lay beyond the longest wait: the clock was wrong once" };
        }

        return state with { IsFollowed = !source.Paused };
    }

    /// <summary>A new address under the old id is a new representation: its validators, rests and failures are its own.</summary>
    private static FeedState Moved(FeedState state, Uri url, DateTimeOffset? notBefore, DateTimeOffset now) => state with
    {
        Url = url,
        Validators = null,
        EarlierValidators = [],
        BodyHash = null,
        Move = null,
        Notice = null,
        IsGone = false,
        BlockedUntil = null,
        FailureCount = 0,
        FailingSince = null,
        LastError = null,
        DueAt = notBefore > now ? notBefore.Value : now, // however often the list is edited
        DueReason = "its address changed",
    };

    private static TimeSpan LongestWait(FeedState state, bool isByCron, PollSpacing spacing)
    {
        // Cron expressions run up to a year; rests that are asked for, skipped days and the wait of the dead up to seven days.
        var floor = state.Floor > spacing.MaxInterval ? state.Floor : spacing.MaxInterval;
        var isPatient = state.BlockedUntil is not null || state.FailingSince is not null || state.Profile is { SkipDays.Count: > 0 } or { SkipHours.Count: > 0 };
        return isByCron ? TimeSpan.FromDays(366)
            : isPatient ? TimeSpan.FromDays(7) + floor
            : floor + (floor * 0.2);
    }
}
