using System.Globalization;

namespace FeedHub.Polling.Freshness;

/// <summary>How fresh a timer keeps 500 feeds for how many requests. The table is in docs/polling.md.</summary>
public sealed class FreshnessTests
{
    private const ulong TuningSeed = 20260302;
    private const ulong OtherSeed = 7_654_321;

    [Theory]
    [InlineData(TuningSeed)]
    [InlineData(OtherSeed)]
    public void A_fixed_timer_finds_an_entry_after_half_its_interval(ulong seed)
    {
        var traces = TraceGenerator.Generate(seed);
        var hourly = Simulation.Run(traces, Timers.Fixed(TimeSpan.FromHours(1)));
        Print(
            $"seed {seed}, {hourly.Feeds.Sum(feed => feed.Delays.Count + feed.LostCount)} entries",
            ("fixed, 60 min", hourly),
            ("7 days / entries of the week", Simulation.Run(traces, Timers.WeeklyCount)),
            ("half the mean gap", Simulation.Run(traces, Timers.HalfMeanGap)));
        Assert.InRange(hourly.MeanDelay, 29, 32);
        Assert.Equal(hourly.RequestCount, Simulation.Run(traces, Simulation.FixedWithRequests(traces, hourly.RequestCount)).RequestCount, hourly.RequestCount * 0.001);
    }

    [Fact]
    public void The_same_seed_gives_the_same_feeds_for_ever()
    {
        var traces = TraceGenerator.Generate(TuningSeed);
        Assert.Equal(500, traces.Count);
        Assert.Equal((173_492, 246_918_894L), (traces.Sum(trace => trace.PublishedAt.Length), traces.Sum(trace => trace.PublishedAt.Sum() % 1_000_003)));
    }

    private static void Print(string title, params (string Name, Figures Figures)[] rows)
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine(title);
        output.WriteLine("| timer | mean, min | median | p95 | requests | per entry | coverage |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, figures) in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {figures.MeanDelay:0.0} | {figures.MedianDelay:0.0} | {figures.P95Delay:0.0} | {figures.RequestCount} | {figures.RequestsPerEntry:0.00} | {figures.Coverage:0.00 %} |"));
        }
    }
}
