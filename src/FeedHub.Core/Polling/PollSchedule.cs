using System.Globalization;

namespace FeedHub.Polling;

/// <summary>
/// Decides when a feed is visited next, and says why: the latest of its interval and all that its publisher wishes, after successes and
/// failures alike (PP-9).
/// </summary>
public static class PollSchedule
{
    private const double MaxJitterShare = 0.1;
    private static readonly TimeSpan MaxJitter = TimeSpan.FromMinutes(5);

    /// <summary>Shorter intervals are only for origins of the operator's own, which are asked as often as he says.</summary>
    private static readonly TimeSpan AdaptiveFrom = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(24);
    private static readonly TimeSpan DeadBackoff = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(7);

    /// <summary>The shortest time between two scheduled visits of a feed.</summary>
    public static TimeSpan FloorOf(FeedSource source, PollSpacing spacing)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(spacing);
        var floor = source.Every ?? (source.Cron is null ? spacing.Interval : spacing.MinInterval);
        return floor < spacing.MinInterval ? spacing.MinInterval : floor;
    }

    /// <summary>The next visit after one that read the feed or found it unchanged.</summary>
    /// <param name="state">The state with the moment of its last request.</param>
    /// <param name="code">The outcome's short name.</param>
    /// <param name="outcome">What the visit came to.</param>
    /// <param name="spacing">The settings.</param>
    /// <param name="nextByCron">The next moment of the feed's cron expression after now; null: it is visited by interval.</param>
    /// <param name="jitter">From 0 to 1; only ever lengthens.</param>
    /// <param name="now">The end of the visit.</param>
    public static FeedState AfterSuccess(
        FeedState state, string code, FetchOutcome outcome, PollSpacing spacing, DateTimeOffset? nextByCron, double jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(spacing);
        var visitedAt = state.LastRequestAt ?? now;
        var byFloor = new NextVisit(visitedAt + state.Floor, $"its interval is {NextVisit.Words(state.Floor)}");
        var visit = nextByCron is { } cron ? byFloor.NotBefore(cron, "by its cron expression")
            : state.Rhythm is { } rhythm && state.Floor >= AdaptiveFrom ? ByRhythm(rhythm, state.Floor, spacing, visitedAt)
            : byFloor;
        if (spacing.UnvalidatedInterval is { } unvalidated && state.Validators is null)
        {
            visit = visit.NotBefore(visitedAt + unvalidated, $"it offers no validators, so it is asked every {NextVisit.Words(unvalidated)}");
        }

        visit = Jittered(visit, nextByCron is null ? jitter : 0, visitedAt);
        visit = PublisherWishes.Heed(visit, state.Profile, outcome, visitedAt);
        return state with
        {
            DueAt = Milliseconds(visit.DueAt),
            DueReason = visit.Reason,
            LastSuccessAt = now,
            LastOutcome = code,
            LastError = null,
            NotModifiedCount = state.NotModifiedCount + (outcome is FetchOutcome.NotModified ? 1 : 0),
            FailureCount = 0,
            FailingSince = null,
            BlockedUntil = outcome.RetryAt,
        };
    }

    /// <summary>
    /// The next visit after one that failed: an hour later, then twice as long each time up to a day, and a week once it has failed for 90
    /// days (PP-11, PP-12).
    /// </summary>
    /// <param name="state">The state before the failure, with the moment of its last request.</param>
    /// <param name="code">The failure's short name.</param>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="outcome">What the visit came to; null: it broke off by a mistake of FeedHub's own.</param>
    /// <param name="jitter">From 0 to 1; only ever lengthens.</param>
    /// <param name="now">The end of the visit.</param>
    public static FeedState AfterFailure(
        FeedState state, string code, string message, FetchOutcome? outcome, double jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var count = state.FailureCount + 1;
        var failingSince = state.FailingSince ?? now;
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(count - 1, 10));
        var longest = now - failingSince >= FeedLifeRule.DeadAfter ? DeadBackoff : MaxBackoff;
        backoff = now - failingSince >= FeedLifeRule.FailingAfter || backoff > longest ? longest : backoff;
        backoff = backoff < state.Floor ? state.Floor : backoff;

        // Whoever asks for rest without saying how long gets all the jitter upward, for the whole origin where it was 429 (PP-11).
        var isThrottled = outcome is FetchOutcome.Throttled { RetryAt: null };
        var dueAt = now + backoff + (jitter * (isThrottled ? 1 : MaxJitterShare) * backoff);
        var visit = new NextVisit(dueAt, string.Create(
            CultureInfo.InvariantCulture, $"{count} failed in a row, last {code}: backing off {NextVisit.Words(backoff)}"));
        outcome = outcome?.RetryAt > now + MaxRetryAfter ? outcome with { RetryAt = now + MaxRetryAfter } : outcome;
        visit = PublisherWishes.Heed(visit, state.Profile, outcome, now);
        return state with
        {
            DueAt = Milliseconds(visit.DueAt),
            DueReason = visit.Reason,
            LastOutcome = code,
            LastError = message,
            FailureCount = count,
            FailingSince = failingSince,
            BlockedUntil = outcome?.RetryAt ?? (outcome is FetchOutcome.Throttled { Status: 429 } ? Milliseconds(dueAt) : null),
        };
    }

    /// <summary>
    /// The next visit after one that failed together with all others: FeedHub's own connection is suspected, and the failure counts for
    /// nothing (F-3, F-19).
    /// </summary>
    /// <param name="before">The state before the visit.</param>
    /// <param name="code">The failure's short name.</param>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="visitedAt">The moment of the request; null: none was sent.</param>
    /// <param name="now">The end of the visit.</param>
    public static FeedState AfterSuspectFailure(
        FeedState before, string code, string message, DateTimeOffset? visitedAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        var last = visitedAt ?? before.LastRequestAt;
        return before with
        {
            LastRequestAt = last,
            DueAt = Milliseconds(now + before.Floor),
            DueReason = $"many origins fail alike ({code}): FeedHub's own connection is suspected, and nothing is held against the feed",
            LastOutcome = EgressSuspect,
            LastError = message,
        };
    }

    /// <summary>The outcome of a visit that failed together with all others.</summary>
    public const string EgressSuspect = "egress-suspect";

    /// <summary>Why a command that visits every feed must leave this one out now; null: it may be visited.</summary>
    public static string? ReasonToSkip(FeedState state, PollSpacing spacing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(spacing);
        return state.IsGone ? "gone: the publisher asked for no more visits (410)"
            : state.IsPaused ? "paused"
            : state.BlockedUntil is { } until && until > now ? $"the origin asked for rest until {until:u}"
            : state.LastRequestAt is { } last && last + spacing.MinInterval > now
                ? $"visited at {last:u}, less than {NextVisit.Words(spacing.MinInterval)} ago"
                : null;
    }

    private static NextVisit ByRhythm(PostingRhythm rhythm, TimeSpan floor, PollSpacing spacing, DateTimeOffset visitedAt)
    {
        var (dueAt, reason) = AdaptiveInterval.Next(rhythm, floor, spacing.MaxInterval > floor ? spacing.MaxInterval : floor, visitedAt);
        return new NextVisit(dueAt, reason);
    }

    private static NextVisit Jittered(NextVisit visit, double jitter, DateTimeOffset visitedAt)
    {
        var span = (visit.DueAt - visitedAt) * MaxJitterShare;
        return visit with { DueAt = visit.DueAt + (jitter * (span > MaxJitter ? MaxJitter : span)) };
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
