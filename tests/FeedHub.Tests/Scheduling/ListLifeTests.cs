using FeedHub.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>What the list's changes mean to the feeds on it, in virtual time against a real server.</summary>
public sealed class ListLifeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private OriginServer? _origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        foreach (var id in (string[])["one", "two", "three"])
        {
            _origin.Serve("/" + id, OriginDocument.Of(
                $"<rss version='2.0'><channel><title>{id}</title><item><guid>urn:example:{id}</guid><title>{id} tells</title></item></channel></rss>"));
        }
    }

    public ValueTask DisposeAsync() => _origin!.DisposeAsync();

    [Fact]
    public async Task F_52_A_hundred_changes_in_ten_seconds_end_in_the_last_one_and_ask_nobody_again()
    {
        await using var hub = await StartAsync();
        for (var change = 1; change <= 100; change++)
        {
            // In turns it leaves, is paused, returns, and has another interval.
            await hub.ReloadAsync((change % 4) switch
            {
                0 => [Feed("one"), Feed("two")],
                1 => [Feed("two")],
                2 => [new { url = UrlOf("one"), id = "one", paused = true }, Feed("two")],
                _ => [new { url = UrlOf("one"), id = "one", every = $"{change}h" }, Feed("two")],
            });
            await hub.VisitDueAsync(all: false);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(["/one", "/two"], _origin!.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
        Assert.All(await hub.Store.ReadFeedsAsync(Cancellation), state => Assert.True(state.IsPollable));
    }

    [Fact]
    public async Task F_53_A_feed_that_leaves_and_returns_goes_on_with_its_history_ids_and_validators()
    {
        await using var hub = await StartAsync();
        var before = await ArticleIdsAsync(hub);
        Assert.Equal(2, before.Count);
        await hub.ReloadAsync(Feed("two"));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(3));
        Assert.False((await StateAsync(hub, "one")).IsFollowed);

        await hub.ReloadAsync(Feed("one"), Feed("two"));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddSeconds(5)); // a tick after so long may have spread what is due

        Assert.Equal([200, 304], _origin!.Requests.Where(request => request.Path == "/one").Select(request => request.Status));
        Assert.Equal(before, await ArticleIdsAsync(hub));
        Assert.Equal(2, (await hub.Store.ReadJournalAsync(new FeedId("one"), Cancellation)).Count);
        Assert.Equal((2, 1), ((await StateAsync(hub, "one")).VisitCount, (await StateAsync(hub, "one")).EntryCount));
    }

    [Fact]
    public async Task F_54_What_a_crash_left_between_list_and_schedule_is_made_good_at_the_start()
    {
        await using var hub = await StartAsync();
        hub.WriteList(Feed("two"), Feed("three"));
        var file = hub.Services.GetRequiredService<FeedListFile>();
        await file.CheckAsync(Cancellation);
        Assert.Equal(FeedListCheck.Applied, await file.CheckAsync(Cancellation));
        Assert.True((await StateAsync(hub, "one")).IsFollowed); // the list is applied, and the schedule does not know yet

        await hub.KillAsync();
        await hub.VisitDueAsync(all: false);

        Assert.Equal(
            ["three", "two"],
            (await hub.Store.ReadFeedsAsync(Cancellation)).Where(state => state.IsFollowed).Select(state => state.Id.Value).Order(StringComparer.Ordinal));
        Assert.Equal(["/one", "/three", "/two"], _origin!.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task F_56_HARD_5_A_secret_that_is_missing_holds_up_its_feed_alone_and_a_new_one_counts_from_the_next_visit()
    {
        const string variable = "FEEDHUB_TEST_F_56";
        Environment.SetEnvironmentVariable(variable, null);
        await using var hub = await StartAsync(new { url = UrlOf("one"), id = "one", auth = new { tokenEnv = variable } }, Feed("two"));

        Assert.Equal("credentials", (await StateAsync(hub, "one")).LastOutcome);
        Assert.Contains("environment variable", (await StateAsync(hub, "one")).LastError, StringComparison.Ordinal);
        Assert.Equal("ok", (await StateAsync(hub, "two")).LastOutcome);
        Assert.Equal("/two", Assert.Single(_origin!.Requests).Path);
        foreach (var secret in (string[])["first", "second"])
        {
            Environment.SetEnvironmentVariable(variable, secret);
            await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(3));
            Assert.Equal($"Bearer {secret}", _origin.Requests.Last(request => request.Path == "/one").Headers.Authorization.ToString());
        }

        Assert.All(_origin.Requests.Where(request => request.Path == "/two"), request => Assert.Equal(0, request.Headers.Authorization.Count));
    }

    private string UrlOf(string id) => _origin!.UrlOf("/" + id).AbsoluteUri;

    private object Feed(string id) => new { url = UrlOf(id), id };

    private async Task<SimulatedHub> StartAsync(params object[] feeds)
    {
        var hub = await SimulatedHub.StartAsync(_clock, feeds.Length > 0 ? feeds : [Feed("one"), Feed("two")]);
        await hub.VisitDueAsync(all: false);
        return hub;
    }

    private static async Task<FeedState> StateAsync(SimulatedHub hub, string id) =>
        Assert.Single(await hub.Store.ReadFeedsAsync(Cancellation), state => state.Id.Value == id);

    private static async Task<IReadOnlyList<string>> ArticleIdsAsync(SimulatedHub hub) =>
        [.. (await hub.Store.ReadLatestAsync(10, Cancellation)).Select(led => led.Article.Id)];
}
