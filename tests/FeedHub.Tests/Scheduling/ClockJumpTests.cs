using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.EndToEnd;

namespace FeedHub.Scheduling;

/// <summary>The wall clock jumps while the service runs; the monotonic clock does not.</summary>
public sealed class ClockJumpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1)]
    [InlineData(-365 * 24)]
    [InlineData(24)]
    [InlineData(10 * 365 * 24)]
    public async Task F_26_F_27_Polling_goes_on_whatever_the_wall_clock_does(int jumpHours)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/feed", new GrowingFeed("blog").AnswerAsync);
        using var bench = new Workbench();
        bench.WriteList(new { url = origin.UrlOf("/feed").AbsoluteUri, every = "1s" });
        var clock = new WallClock();
        var settings = new HubSettings(
            bench.ListPath,
            bench.DataPath,
            $"http://127.0.0.1:{bench.Port}",
            new Dictionary<string, string?>
            {
                ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
                ["FeedHub:Admin:Url"] = "",
                ["FeedHub:Polling:MinInterval"] = "00:00:01",
                ["FeedHub:Polling:OriginGap"] = "00:00:00",
            });
        await using var hub = await HubHost.CreateServiceAsync(settings, null, clock, Cancellation);
        await hub.StartAsync(Cancellation);
        await origin.WaitForRequestsAsync(2, Cancellation);

        DateTimeOffset? published = null;
        await Eventually.HoldsAsync("a feed is published", async () => (published = await LastModifiedAsync(bench)) is not null);

        clock.Offset = TimeSpan.FromHours(jumpHours);
        var count = origin.Requests.Count;
        await Eventually.HoldsAsync("three more visits", () => Task.FromResult(origin.Requests.Count >= count + 3));

        var gaps = origin.Requests.Zip(origin.Requests.Skip(1), (one, next) => next.At - one.At);
        Assert.All(gaps, gap => Assert.True(gap >= TimeSpan.FromSeconds(1), $"{gap}"));
        Assert.All(gaps, gap => Assert.True(gap < TimeSpan.FromSeconds(20), $"{gap}"));

        // What has been said of the time of a document is not taken back.
        var items = (await Published.LatestItemsAsync(bench.Url)).Count;
        await Eventually.HoldsAsync("what is new is published", async () => (await Published.LatestItemsAsync(bench.Url)).Count > items);
        Assert.True(await LastModifiedAsync(bench) >= published);
    }

    private static async Task<DateTimeOffset?> LastModifiedAsync(Workbench bench)
    {
        using var answer = await RunningProgram.AskAsync(new Uri(bench.Url, "latest.atom"));
        return answer.Content.Headers.LastModified;
    }

    /// <summary>The system's clock with a wall that can be moved.</summary>
    private sealed class WallClock : TimeProvider
    {
        private long _offsetTicks;

        public TimeSpan Offset
        {
            set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
    }
}
