namespace FeedHub.Scheduling.FreshnessSimulation;

/// <summary>
/// A month in virtual time. Every timer begins with the same first visit, within the first hour, and is charged for it; what stands in the
/// first document is history and does not count. From then on every entry counts, while the timer is still learning too. A last visit at
/// the end of the month closes the account for all alike. The delay is from the moment the entry appeared to the visit that found it; what
/// left the document between two visits is lost.
/// </summary>
internal static class Simulation
{
    public static Figures Run(IReadOnlyList<Trace> traces, Func<Timer> timer) =>
        new([.. traces.AsParallel().AsOrdered().Select(trace => Follow(trace, timer()))]);

    /// <summary>The fixed timer that makes this many requests.</summary>
    public static Func<Timer> FixedWithRequests(IReadOnlyList<Trace> traces, int requestCount) => Timers.Fixed(
        TimeSpan.FromSeconds(traces.Sum(trace => (double)(TraceGenerator.End - trace.FirstVisitAt)) / (requestCount - (1.5 * traces.Count))));

    private static FeedFigures Follow(Trace trace, Timer timer)
    {
        var (seen, requests, lost) = (0, 0, 0);
        var delays = new List<double>();
        DateTimeOffset? previous = null;
        var at = DateTimeOffset.FromUnixTimeSeconds(trace.FirstVisitAt);
        var end = DateTimeOffset.FromUnixTimeSeconds(TraceGenerator.End);
        while (true)
        {
            requests++;
            var published = CountPublished(trace, seen, at);
            var first = Math.Max(seen, published - trace.WindowCount);
            if (previous is not null)
            {
                lost += first - seen;
                delays.AddRange(trace.PublishedAt[first..published].Select(entry => at.ToUnixTimeMilliseconds() / 60_000.0 - (entry / 60.0)));
            }

            if (at == end)
            {
                return new FeedFigures(trace.Kind, requests, lost, delays);
            }

            var next = timer(new Visit(trace.Dates[first..published], Math.Min(published, trace.WindowCount), previous, at));
            Assert.True(next > at);
            (seen, previous, at) = (published, at, next < end ? next : end);
        }
    }

    private static int CountPublished(Trace trace, int from, DateTimeOffset at)
    {
        var now = at.ToUnixTimeSeconds();
        while (from < trace.PublishedAt.Length && trace.PublishedAt[from] <= now)
        {
            from++;
        }

        return from;
    }
}

/// <summary>What a timer did for one feed. Delays are in minutes.</summary>
internal sealed record FeedFigures(FeedKind Kind, int RequestCount, int LostCount, IReadOnlyList<double> Delays);

/// <summary>What a timer did for all feeds, every entry counting alike. Delays are in minutes.</summary>
internal sealed record Figures(IReadOnlyList<FeedFigures> Feeds)
{
    private readonly double[] _delays = [.. Feeds.SelectMany(feed => feed.Delays).Order()];

    public int RequestCount => Feeds.Sum(feed => feed.RequestCount);

    public double MeanDelay => _delays.Average();

    public double MedianDelay => _delays[_delays.Length / 2];

    public double P95Delay => _delays[_delays.Length * 95 / 100];

    public double RequestsPerEntry => RequestCount / (double)EntryCount;

    /// <summary>All that appeared, found or not.</summary>
    public int EntryCount => _delays.Length + LostCount;

    public int LostCount => Feeds.Sum(feed => feed.LostCount);

    public double Coverage => _delays.Length / (double)EntryCount;

    public Figures Of(FeedKind kind) => new([.. Feeds.Where(feed => feed.Kind == kind)]);

    /// <summary>Feeds that lose entries here and none there.</summary>
    public int LosingWhereComplete(Figures other) => Feeds.Zip(other.Feeds).Count(pair => pair.First.LostCount > 0 && pair.Second.LostCount == 0);
}
