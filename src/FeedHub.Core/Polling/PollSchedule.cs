using System.Globalization;

namespace FeedHub.Polling;

/// <summary>How visits are spaced, from the settings.</summary>
/// <param name="Interval">First interval and floor of a feed, where the list says nothing else.</param>
/// <param name="MinInterval">No feed is visited more often, whatever the list or a command says.</param>
/// <param name="MaxInterval">A healthy feed is visited at least so often.</param>
public sealed record PollSpacing(TimeSpan Interval, TimeSpan MinInterval, TimeSpan MaxInterval);

/// <summary>Decides when a feed is visited next, and says why.</summary>
public static class PollSchedule
{
    private const double MaxJitterShare = 0.1;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(24);
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
    /// <param name="nextByCron">The next moment of the feed's cron expression after now; null: it is visited by interval.</param>
    /// <param name="jitter">From 0 to 1; only ever lengthens.</param>
    /// <param name="now">The end of the visit.</param>
    public static FeedState AfterSuccess(FeedState state, DateTimeOffset? nextByCron, double jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var earliest = (state.LastRequestAt ?? now) + state.Floor;
        var (dueAt, reason) = nextByCron is { } cron
            ? (cron > earliest ? cron : earliest, "by its cron expression")
            : (earliest + (jitter * MaxJitterShare * state.Floor), $"its interval is {Words(state.Floor)}");
        return state with
        {
            DueAt = Milliseconds(dueAt),
            DueReason = reason,
            LastSuccessAt = now,
            LastError = null,
            FailureCount = 0,
            FailingSince = null,
            BlockedUntil = null,
        };
    }

    /// <summary>The next visit after one that failed: an hour later, then twice as long each time, at most a day.</summary>
    /// <param name="state">The state before the failure, with the moment of its last request.</param>
    /// <param name="code">The failure's short name.</param>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="retryAt">When the origin asked to be left alone until; null: it did not.</param>
    /// <param name="jitter">From 0 to 1; only ever lengthens.</param>
    /// <param name="now">The end of the visit.</param>
    public static FeedState AfterFailure(
        FeedState state, string code, string message, DateTimeOffset? retryAt, double jitter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var count = state.FailureCount + 1;
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(count - 1, 10));
        backoff = backoff > MaxBackoff ? MaxBackoff : backoff;
        backoff = backoff < state.Floor ? state.Floor : backoff;
        var dueAt = now + backoff + (jitter * MaxJitterShare * backoff);
        var reason = string.Create(CultureInfo.InvariantCulture, $"{count} failed in a row, last {code}: backing off {Words(backoff)}");
        if (retryAt is { } asked)
        {
            asked = asked > now + MaxRetryAfter ? now + MaxRetryAfter : asked;
            retryAt = asked;
            if (asked > dueAt)
            {
                (dueAt, reason) = (asked, "the origin asked for rest until then (Retry-After)");
            }
        }

        return state with
        {
            DueAt = Milliseconds(dueAt),
            DueReason = reason,
            LastOutcome = code,
            LastError = message,
            FailureCount = count,
            FailingSince = state.FailingSince ?? now,
            BlockedUntil = retryAt,
        };
    }

    /// <summary>Why a command that visits every feed must leave this one out now; null: it may be visited.</summary>
    public static string? ReasonToSkip(FeedState state, PollSpacing spacing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(spacing);
        return state.IsGone ? "gone: the publisher asked for no more visits (410)"
            : !state.IsFollowed ? "paused"
            : state.BlockedUntil is { } until && until > now ? $"the origin asked for rest until {until:u}"
            : state.LastRequestAt is { } last && last + spacing.MinInterval > now
                ? $"visited at {last:u}, less than {Words(spacing.MinInterval)} ago"
                : null;
    }

    private static string Words(TimeSpan span) =>
        span.TotalDays >= 1 && span.TotalHours % 24 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d")
        : span.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.##} h")
        : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.##} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s");

    private static DateTimeOffset Milliseconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
