using System.Globalization;

namespace FeedHub.Reading;

/// <summary>
/// Our reader against <c>SyndicationFeed.Load</c> over the documents of <see cref="ReaderBenchmarks"/>, one after the other in pairs: a machine
/// whose speed drifts between two benchmarks drifts for both of a pair.
/// </summary>
internal static class ReaderPairs
{
    private const int WarmupCount = 80;
    private const double Goal = 1.5;

    /// <param name="args">Pairs (500).</param>
    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var benchmarks = new ReaderBenchmarks();
        List<(double Load, double Own)> pairs = [];
        for (var pair = -WarmupCount; pair < count; pair++)
        {
            var times = (Measure(benchmarks.SyndicationFeedLoad), Measure(benchmarks.FeedHubReader));
            if (pair >= 0)
            {
                pairs.Add(times);
            }
        }

        var ratio = Median(pairs.Select(pair => pair.Load / pair.Own));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} pairs: SyndicationFeed.Load {Median(pairs.Select(pair => pair.Load)):0.00} ms, our reader {Median(pairs.Select(pair => pair.Own)):0.00} ms (medians); median of the ratios {ratio:0.00} (at least {Goal:0.00})"));
        return ratio >= Goal ? 0 : 1;
    }

    private static double Measure(Func<int> read)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        read();
        return TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
