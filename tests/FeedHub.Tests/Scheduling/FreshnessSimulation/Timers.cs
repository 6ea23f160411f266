using FeedHub.Polling;

namespace FeedHub.Scheduling.FreshnessSimulation;

/// <summary>What a timer learns from a visit: the dates of what is new, and how many entries the document holds.</summary>
internal sealed record Visit(IReadOnlyList<DateTimeOffset?> NewEntryDates, int WindowCount, DateTimeOffset? PreviousAt, DateTimeOffset At);

/// <summary>Decides for one feed when it is visited next; it remembers what it wants to.</summary>
internal delegate DateTimeOffset Timer(Visit visit);

/// <summary>The timers to compare with, each made anew for every feed.</summary>
internal static class Timers
{
    public static Func<Timer> Fixed(TimeSpan interval) => () => visit => visit.At + interval;

    /// <summary>Ours, up to a day, as it is called by the program.</summary>
    public static Func<Timer> Adaptive(TimeSpan floor) => () =>
    {
        PostingRhythm? rhythm = null;
        return visit =>
        {
            rhythm = AdaptiveInterval.Observe(rhythm, visit.NewEntryDates, visit.WindowCount, visit.PreviousAt, visit.At);
            return AdaptiveInterval.Next(rhythm, floor, TimeSpan.FromDays(1), visit.At).DueAt;
        };
    };

    /// <summary>Seven days, divided by the entries of the last seven; from 5 minutes to 24 hours. As Miniflux's "entry frequency".</summary>
    public static Timer WeeklyCount()
    {
        var known = new List<DateTimeOffset>();
        return visit =>
        {
            known.AddRange(visit.NewEntryDates.Select(date => date ?? visit.At));
            known.RemoveAll(date => date <= visit.At.AddDays(-7));
            return visit.At + Clamp(TimeSpan.FromDays(7) / Math.Max(known.Count, 1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        };
    }

    /// <summary>Half of the mean gap between the entries of the document; from 5 minutes to 1 hour. As CommaFeed.</summary>
    public static Timer HalfMeanGap()
    {
        var window = new List<DateTimeOffset>();
        return visit =>
        {
            window.AddRange(visit.NewEntryDates.Select(date => date ?? visit.At));
            window.RemoveRange(0, Math.Max(0, window.Count - visit.WindowCount));
            var gap = window.Count < 2 ? TimeSpan.FromDays(1) : (window.Max() - window.Min()) / (window.Count - 1);
            return visit.At + Clamp(gap / 2, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
        };
    }

    private static TimeSpan Clamp(TimeSpan span, TimeSpan low, TimeSpan high) => span < low ? low : span > high ? high : span;
}
