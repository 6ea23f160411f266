using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Fetching;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task An_origin_that_never_answers_is_left_after_the_time_for_its_header()
    {
        var clock = new FakeTimeProvider();
        using var harness = new FetchingHarness(clock: clock);
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Hang());

        var visit = harness.FetchAsync(origin.FeedUrl);
        await origin.WaitForRequestsAsync(1, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(20));

        var failed = FetchingHarness.AssertFailed("timeout", await visit);
        Assert.Equal((1, TimeSpan.FromSeconds(20)), (failed.Trace.RequestCount, failed.Trace.Duration));
    }

    [Fact]
    public async Task A_body_that_pauses_too_long_is_left()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], IdleTimeout = Short });
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.HangInBody());

        var failed = FetchingHarness.AssertFailed("timeout", await harness.FetchAsync(origin.FeedUrl));

        Assert.Equal((5L, 200), (failed.Trace.ReceivedBytes, failed.Trace.Status));
    }

    [Fact]
    public async Task A_body_that_drips_ends_with_the_visit()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], Timeout = Short });
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, async context =>
        {
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await drip.WaitForNextTickAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

        FetchingHarness.AssertFailed("timeout", await harness.FetchAsync(origin.FeedUrl));
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_left()
    {
        using var harness = new FetchingHarness(
            new FetchOptions { ConnectTimeout = Short }, resolve: (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        FetchingHarness.AssertFailed("connect-timeout", await harness.FetchAsync(new Uri("http://feeds.example/feed.xml")));
    }

    [Fact]
    public async Task A_resolver_that_does_not_answer_is_left()
    {
        using var harness = new FetchingHarness(
            new FetchOptions { ResolveTimeout = Short }, resolve: (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        FetchingHarness.AssertFailed("dns", await harness.FetchAsync(new Uri("http://feeds.example/feed.xml")));
    }

    [Fact]
    public async Task A_hop_whose_origin_stays_busy_ends_with_the_visit()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], Timeout = TimeSpan.FromSeconds(1) });
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        var target = origin.UrlOf("/end", origin.Addresses[1]);
        origin.Answer("/a", Answers.Redirect(target.AbsoluteUri));
        using var other = harness.Gate.TryEnter(FeedSource.OriginOf(target));

        FetchingHarness.AssertFailed("origin-busy", await harness.FetchAsync(origin.UrlOf("/a")));
    }
}
