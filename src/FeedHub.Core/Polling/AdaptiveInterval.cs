namespace FeedHub.Polling;

/// <summary>
/// When a feed is asked again, from when it published: often where much is expected, just after its hour where it has one, rarely where it
/// is silent. Why it is done so, and how well it does: docs/polling.md.
/// </summary>
public static class AdaptiveInterval
{
    private const double HalfLife = 14 * 24; // hours
    private const double AloneHours = 2; // entries nearer to each other tell less of the feed's hours than of a burst
    private const double FullShare = 0.9; // AP-4
    private const int MaxUnproven = 3;
    private const int NewestCount = 8;
    private static readonly TimeSpan _together = TimeSpan.FromMinutes(3);

    /// <summary>Learns from a visit that read the feed or found it unchanged.</summary>
    /// <param name="before">What was known before it; null: nothing.</param>
    /// <param name="newEntryDates">The dates of the entries that were new, in any order; null: an entry has none. On a first visit all are new.</param>
    /// <param name="windowCount">How many entries the document holds; for one that is unchanged, as many as before.</param>
    /// <param name="previousVisitAt">When the feed was last visited with success; null: never.</param>
    /// <param name="now">The moment of the visit.</param>
    public static PostingRhythm Observe(
        PostingRhythm? before, IReadOnlyList<DateTimeOffset?> newEntryDates, int windowCount, DateTimeOffset? previousVisitAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(newEntryDates);
        var isAllNew = newEntryDates.Count > 0 && newEntryDates.Count >= windowCount * FullShare;
        var isFull = isAllNew && previousVisitAt is not null;
        var moments = EntryMoments.Of(newEntryDates, isAllNew, previousVisitAt, now);
        var isUnproven = isFull && !moments.AreProven;
        var times = isUnproven ? [.. moments.Times.TakeLast(1)] : moments.Times; // new ids for old entries: something happened, once
        before ??= new PostingRhythm { ObservedAt = times.Count > 0 ? times[0] : now, WindowCount = windowCount };

        var faded = Faded(before.ObservedAt, now);
        var week = new WeekProfile(before.Week, before.WeekUnit);
        week.Fade(faded);
        var gaps = times.Count > 0 ? new Gaps(before.GapCounts, before.GapHours) : null; // most visits teach nothing of them
        var newest = before.Newest.Where(time => time <= now).ToList(); // a clock that was wrong once
        var last = newest.Count > 0 ? newest[^1] : DateTimeOffset.MinValue;
        var (run, longest) = (before.Run, before.LongestRun);
        foreach (var time in times)
        {
            var gap = Math.Max(0, (time - last).TotalHours);
            week.Add(time, Faded(time, now) * Math.Min(1, gap / AloneHours));
            if (newest.Count > 0)
            {
                gaps!.Add(gap);
                run = Gaps.IsShort(gap) ? run + 1 : 1;
                longest = Math.Max(longest, run);
            }

            if (newest.Count == 0 || time - newest[^1] > _together)
            {
                newest.Add(time);
            }

            last = time > last ? time : last;
        }

        week.Fade(1);
        return new PostingRhythm
        {
            ObservedAt = now,
            WindowCount = windowCount,
            EntryWeight = Math.Round((before.EntryWeight * faded) + times.Sum(time => Faded(time, now)), 3),
            WatchedHours = Math.Round((before.WatchedHours * faded) + ((1 - faded) * HalfLife / Math.Log(2)), 2),
            Week = week.Week == before.Week ? before.Week : week.Week,
            WeekUnit = Math.Round(week.Unit, 3),
            GapCounts = gaps?.Counts ?? before.GapCounts,
            GapHours = gaps?.Hours ?? before.GapHours,
            Newest = newest.Count == before.Newest.Count && times.Count == 0 ? before.Newest : [.. newest.TakeLast(NewestCount)],
            Run = run,
            LongestRun = longest,
            Hurry = isFull ? (now - previousVisitAt) / 2 : null,
            UnprovenCount = isUnproven ? before.UnprovenCount + 1 : 0,
        };
    }

    /// <summary>The next visit, and why then, in words for the operator.</summary>
    /// <param name="rhythm">What is known of the feed.</param>
    /// <param name="floor">The shortest wait.</param>
    /// <param name="max">The longest wait, but never less than <paramref name="floor"/>.</param>
    /// <param name="now">The moment to count from: that of the visit.</param>
    public static (DateTimeOffset DueAt, string Reason) Next(PostingRhythm rhythm, TimeSpan floor, TimeSpan max, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rhythm);
        if (rhythm.UnprovenCount >= MaxUnproven)
        {
            const string Churn = "nearly all its entries look new at every visit, and no date proves it: its ids cannot be trusted";
            return Due(floor * Math.Pow(2, Math.Min(rhythm.UnprovenCount - MaxUnproven, 10)), floor, max / 4, Churn, now);
        }

        var forecast = new Forecast(rhythm, now);
        var beat = Beat.Of(rhythm.Newest, now);
        var (wait, reason) = forecast.WorthWaiting(floor, max, onBeat: beat is not null);
        if (beat is not null)
        {
            var next = beat.NextVisit(forecast.Week, floor, now) - now;
            (wait, reason) = next < wait ? (next, beat.Words) : (wait, $"{beat.Words}, and some between");
        }

        if (forecast.BurstLimit is { } limit && limit < wait)
        {
            (wait, reason) = (limit, $"a burst of {rhythm.LongestRun} entries came once: its window of {rhythm.WindowCount} must not overflow");
        }

        if (rhythm.Hurry is { } hurry && hurry < wait)
        {
            (wait, reason) = (hurry, "90 % of its window was new: asking twice as often, entries may have been lost");
        }

        return Due(wait, floor, max, reason, now);
    }

    private static (DateTimeOffset DueAt, string Reason) Due(TimeSpan wait, TimeSpan floor, TimeSpan max, string reason, DateTimeOffset now)
    {
        wait = wait > max ? max : wait;
        wait = wait < floor ? floor : wait;
        return (DateTimeOffset.FromUnixTimeMilliseconds((now + wait).ToUnixTimeMilliseconds()), reason);
    }

    private static double Faded(DateTimeOffset from, DateTimeOffset to) => Math.Pow(2, -Math.Max(0, (to - from).TotalHours) / HalfLife);
}
