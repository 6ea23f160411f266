namespace FeedHub.Polling.Freshness;

/// <summary>What a timer learns from a visit: the dates of what is new, and how many entries the document holds.</summary>
internal sealed record Visit(IReadOnlyList<DateTimeOffset?> NewEntryDates, int WindowCount, DateTimeOffset? PreviousAt, DateTimeOffset At);

/// <summary>Decides for one feed when it is visited next; it remembers what it wants to.</summary>
internal delegate DateTimeOffset Timer(Visit visit);

/// <summary>The timers to compare with, each made anew for every feed.</summary>
internal static class Timers
{
    public static Func<Timer> Fixed(TimeSpan interval) => () => visit => visit.At + interval;

    /// <summary>Seven days, divided by the entries of the last seven; from 5 minutes to 24 hours. As Miniflux's "entry frequency".</summary>
    public static Timer WeeklyCount()
    {
        var known = new List<DateTimeOffset>();
        return visit =>
        {
            known.AddRange(visit.NewEntryDates.Select(date => date ?? visit.At));
            var count = known.Count(date => date > visit.At.AddDays(-7));
            return visit.At + Clamp(TimeSpan.FromDays(7) / Math.Max(count, 1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        };
    }

    /// <summary>Half of the mean gap between the entries of the document; from 5 minutes to 1 hour. As CommaFeed.</summary>
    public static Timer HalfMeanGap()
    {
        var known = new List<DateTimeOffset>();
        return visit =>
        {
            known.AddRange(visit.NewEntryDates.Select(date => date ?? visit.At));
            var window = known.TakeLast(visit.WindowCount).ToList();
            var gap = window.Count < 2 ? TimeSpan.FromDays(1) : (window.Max() - window.Min()) / (window.Count - 1);
            return visit.At + Clamp(gap / 2, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
        };
    }

    private static TimeSpan Clamp(TimeSpan span, TimeSpan low, TimeSpan high) => span < low ? low : span > high ? high : span;
}
