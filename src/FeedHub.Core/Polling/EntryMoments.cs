namespace FeedHub.Polling;

/// <summary>When the entries that a visit found were published, as far as it can be believed (AP-5).</summary>
/// <param name="Times">Oldest first, in whole milliseconds, none later than the visit.</param>
/// <param name="AreProven">Most of them stand on dates that fit: not all alike, and not from before the last visit, which did not see them.</param>
internal sealed record EntryMoments(IReadOnlyList<DateTimeOffset> Times, bool AreProven)
{
    private const int MaxCount = 100; // of one visit: an archive that is let out at once is no habit
    private static readonly DateTimeOffset _earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _publishingTime = TimeSpan.FromHours(1); // dated when written, shown when a cache expired

    public static EntryMoments Of(
        IReadOnlyList<DateTimeOffset?> dates, bool isAllNew, DateTimeOffset? previousVisitAt, DateTimeOffset now)
    {
        var from = previousVisitAt > now ? now : previousVisitAt;
        var earliest = from - _publishingTime ?? _earliest;
        var believed = dates.OfType<DateTimeOffset>().Where(date => date >= earliest && date <= now).ToList();
        if (isAllNew && believed.Count > 1 && believed.TrueForAll(date => date == believed[0]))
        {
            believed.Clear();
        }

        var doubted = dates.Count - believed.Count;
        var spread = Math.Min(doubted, MaxCount);
        // On the first visit, what has no date may be of any age. Later it appeared since the visit before: evenly, for want of better.
        var times = from is not { } start ? believed : believed.Select(date => date < start ? start : date)
            .Concat(Enumerable.Range(1, spread).Select(n => start + ((now - start) * (n / (spread + 1.0)))));
        return new EntryMoments(
            [.. times.Order().TakeLast(MaxCount).Select(time => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()))],
            believed.Count > doubted);
    }
}
