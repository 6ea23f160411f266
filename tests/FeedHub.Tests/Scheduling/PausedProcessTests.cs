using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.EndToEnd;

namespace FeedHub.Scheduling;

/// <summary>The process is stopped for a while and goes on (SIGSTOP, a suspended machine): all clocks have moved, and nothing has run.</summary>
public sealed class PausedProcessTests
{
    private const int FeedCount = 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F_31_What_fell_due_in_a_pause_is_spread_and_asked_once()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(FeedCount));
        foreach (var address in origin.Addresses)
        {
            origin.Serve("/feed", OriginDocument.Of("<rss version='2.0'><channel><title>Blog</title></channel></rss>"), address);
        }

        using var bench = new Workbench();
        bench.WriteList(origin.Addresses.Select(address => (object)new { url = origin.UrlOf("/feed", address).AbsoluteUri, every = "5m" }));
        var clock = new PausableClock();
        var settings = new HubSettings(
            bench.ListPath,
            bench.DataPath,
            $"http://127.0.0.1:{bench.Port}",
            new Dictionary<string, string?>
            {
                ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
                ["FeedHub:Admin:Url"] = "",
                ["FeedHub:Polling:Interval"] = "00:05:00",
                ["FeedHub:Polling:MaxInterval"] = "00:05:00",
            });
        await using var hub = await HubHost.CreateServiceAsync(settings, null, clock, Cancellation);
        await hub.StartAsync(Cancellation);
        await origin.WaitForRequestsAsync(FeedCount, Cancellation);
        await Eventually.HoldsAsync("every first visit is over", async () =>
            (await StatesAsync(hub)).All(state => state.VisitCount == 1));

        clock.PassOver(TimeSpan.FromMinutes(10));

        await origin.WaitForRequestsAsync(2 * FeedCount, Cancellation);
        await Eventually.HoldsAsync("every second visit is over", async () => (await StatesAsync(hub)).All(state => state.VisitCount == 2));
        Assert.Equal(2 * FeedCount, origin.Requests.Count);
        var after = origin.Requests.Skip(FeedCount).Select(request => request.At).ToList();
        Assert.True(after.Max() - after.Min() > TimeSpan.FromSeconds(1.5), $"{after.Max() - after.Min()}"); // over ten seconds, drawn at random
    }

    private static async Task<IReadOnlyList<FeedState>> StatesAsync(HubHost hub) =>
        await ((Storage.IFeedStore)hub.Services.GetService(typeof(Storage.IFeedStore))!).ReadFeedsAsync(Cancellation);

    /// <summary>The system's clock, wall and monotonic, that can leave out a while.</summary>
    private sealed class PausableClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void PassOver(TimeSpan pause) => Interlocked.Add(ref _ticks, pause.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _ticks);
    }
}
