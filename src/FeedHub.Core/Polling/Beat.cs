using System.Globalization;

namespace FeedHub.Polling;

/// <summary>The rule of a feed that publishes like a clock (AP-3).</summary>
/// <param name="Last">When it last published.</param>
/// <param name="Period">From one time to the next.</param>
/// <param name="Spread">How far off it was at most.</param>
internal sealed record Beat(DateTimeOffset Last, TimeSpan Period, TimeSpan Spread)
{
    private const int MinCount = 4;
    private const int MaxMissed = 5; // a weekend is two
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _maxSpread = TimeSpan.FromMinutes(45);

    /// <summary>The beat of these moments, oldest first; null: they have none, or it has been missed too often.</summary>
    public static Beat? Of(IReadOnlyList<DateTimeOffset> moments, DateTimeOffset now)
    {
        if (moments.Count < MinCount)
        {
            return null;
        }

        TimeSpan[] gaps = [.. moments.Zip(moments.Skip(1), (one, next) => next - one)];
        var period = gaps.Order().ElementAt(gaps.Length / 2);
        var tolerance = period * 0.12 < _maxSpread ? period * 0.12 : _maxSpread;
        var spread = gaps.Max(gap => (gap - (period * Math.Max(1, Math.Round(gap / period)))).Duration());
        var isOver = now - moments[^1] > period * MaxMissed;
        return !isOver && spread <= tolerance && gaps.Count(gap => gap < period * 1.5) >= gaps.Length * 0.6 ? new Beat(moments[^1], period, spread) : null;
    }

    /// <summary>
    /// When to ask: just after it should publish. If it has not, again after as long as it is late by then, so that one
    /// that is left out costs few visits.
    /// </summary>
    /// <param name="week">The feed's hours: a daily one may rest on weekends.</param>
    /// <param name="floor">The shortest wait.</param>
    /// <param name="now">The end of the visit.</param>
    public DateTimeOffset NextVisit(WeekProfile week, TimeSpan floor, DateTimeOffset now)
    {
        DateTimeOffset? missed = null;
        var beats = Math.Max(1, Math.Floor((now - Last - Spread - _margin) / Period)); // the last one that is over
        for (var due = Last + (Period * beats); ; due += Period)
        {
            if (Period > TimeSpan.FromHours(12) && Period < TimeSpan.FromHours(36) && week.IsQuiet(due))
            {
                continue;
            }

            if (due + Spread + _margin <= now)
            {
                missed = due;
                continue;
            }

            var again = missed is { } late ? now + (now - late > floor ? now - late : floor) : DateTimeOffset.MaxValue;
            return again < due + Spread + _margin ? again : due + Spread + _margin;
        }
    }

    /// <summary>In words for the operator.</summary>
    public string Words => Math.Round(Period.TotalHours) switch
    {
        168 => string.Create(CultureInfo.InvariantCulture, $"an entry every {Last.UtcDateTime:dddd HH:mm} UTC"),
        24 => string.Create(CultureInfo.InvariantCulture, $"an entry every day at {Last.UtcDateTime:HH:mm} UTC"),
        > 1 and var hours => string.Create(CultureInfo.InvariantCulture, $"an entry every {hours} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"an entry every {Period.TotalMinutes:0} minutes"),
    };
}
