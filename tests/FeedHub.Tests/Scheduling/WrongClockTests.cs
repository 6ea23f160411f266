using FeedHub.Commands;
using FeedHub.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>What a clock that says something impossible may not do.</summary>
public sealed class WrongClockTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _hour = TimeSpan.FromMinutes(61);

    private readonly WallClock _clock = new(_start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1970)]
    [InlineData(2106)]
    public async Task F_28_Started_by_a_clock_that_cannot_be_right_it_visits_and_serves_and_removes_nothing(int year)
    {
        await using var origin = await OriginServer.StartAsync(clock: _clock);
        await using var hub = await StartAsync(origin);
        Assert.Null((await StatusAsync(hub)).ClockNotice);

        _clock.Set(new DateTimeOffset(year, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await hub.RestartAsync();
        await hub.VisitDueAsync(all: true);
        Assert.Equal(2, origin.Requests.Count);
        await ReadRetentionAsync(hub, times: 4);

        Assert.NotEmpty(await hub.Store.ReadLatestAsync(10, Cancellation));
        var status = await StatusAsync(hub);
        Assert.Contains($"{year}", status.ClockNotice, StringComparison.Ordinal);
        Assert.False(status.IsWell);

        // The clock is set while it runs.
        _clock.Set(_start.AddDays(1));
        var now = hub.Services.GetRequiredService<HubClock>();
        now.TakeJump();
        hub.Services.GetRequiredService<ClockDoubt>().Check(now.GetUtcNow());
        Assert.Null((await StatusAsync(hub)).ClockNotice);
    }

    [Fact]
    public async Task F_26_After_a_jump_ahead_nothing_is_removed_until_two_readings_an_hour_apart_agree()
    {
        await using var origin = await OriginServer.StartAsync(clock: _clock);
        await using var hub = await StartAsync(origin);
        await ReadRetentionAsync(hub, times: 2);

        _clock.Set(_clock.GetUtcNow().AddYears(10));
        hub.Services.GetRequiredService<HubClock>().TakeJump();
        for (var minute = 0; minute < 60; minute += 10)
        {
            await hub.Services.GetRequiredService<RemoveOldTexts>().RunAsync(Cancellation);
            Assert.NotEmpty(await hub.Store.ReadLatestAsync(10, Cancellation));
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        // Nobody sets it back: it is right.
        await ReadRetentionAsync(hub, times: 2);
        Assert.Empty(await hub.Store.ReadLatestAsync(10, Cancellation));
    }

    private async Task ReadRetentionAsync(SimulatedHub hub, int times)
    {
        for (var reading = 0; reading < times; reading++)
        {
            await hub.Services.GetRequiredService<RemoveOldTexts>().RunAsync(Cancellation);
            _clock.Advance(_hour);
        }
    }

    private static async Task<StatusView> StatusAsync(SimulatedHub hub) => await StatusView.OfAsync(
        hub.Store, hub.Services.GetRequiredService<FollowedFeeds>().List, [], null, hub.Services.GetRequiredService<ClockDoubt>().Notice,
        hub.Clock.GetUtcNow(), withJournal: false, Cancellation);

    private async Task<SimulatedHub> StartAsync(OriginServer origin)
    {
        origin.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0'><channel><title>Blog</title><item><guid>urn:example:1</guid><title>One</title></item></channel></rss>"));
        var hub = await SimulatedHub.StartAsync(_clock, [new { url = origin.UrlOf("/feed").AbsoluteUri }]);
        await hub.VisitDueAsync(all: false);
        return hub;
    }

    /// <summary>Its wall can be moved; its monotonic time, and all timers, know nothing of that.</summary>
    private sealed class WallClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private TimeSpan _offset;

        public void Set(DateTimeOffset wall) => _offset = wall - base.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
