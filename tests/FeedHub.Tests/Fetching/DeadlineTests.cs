using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Fetching;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task F_11_An_origin_that_never_answers_is_left_after_the_time_for_its_header()
    {
        var clock = new FakeTimeProvider();
        using var harness = new FetchingHarness(clock: clock);
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Hang());

        var visit = harness.FetchAsync(origin.FeedUrl);
        await origin.WaitForRequestsAsync(1, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(visit.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        var failed = FetchingHarness.AssertFailed("timeout", await visit);
        Assert.Equal((1, TimeSpan.FromSeconds(10)), (failed.Trace.RequestCount, failed.Trace.Duration));
    }

    [Fact]
    public async Task F_11_A_header_that_never_ends_is_left_however_busily_it_comes()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], HeaderTimeout = Short });
        using var origin = RawOrigin.Start(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellationToken);
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (await drip.WaitForNextTickAsync(cancellationToken))
            {
                await stream.WriteAsync("X: y\r\n"u8.ToArray(), cancellationToken);
            }
        });

        FetchingHarness.AssertFailed("timeout", await harness.FetchAsync(origin.Url));
    }

    [Fact]
    public async Task BAD_24_A_body_that_pauses_too_long_is_left()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], IdleTimeout = Short });
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.HangInBody());

        var failed = FetchingHarness.AssertFailed("timeout", await harness.FetchAsync(origin.FeedUrl));

        Assert.Equal((5L, 200), (failed.Trace.ReceivedBytes, failed.Trace.Status));
    }

    [Fact]
    public async Task BAD_24_F_10_A_body_that_drips_ends_with_the_visit()
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
    public async Task F_5_An_address_that_swallows_all_packets_is_left_after_the_time_for_a_connection()
    {
        using var harness = new FetchingHarness(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], ConnectTimeout = Short });
        using var hole = BlackHole.Start(IPAddress.Loopback);

        var failed = FetchingHarness.AssertFailed("connect-timeout", await harness.FetchAsync(new Uri($"http://{hole.EndPoint}/feed.xml")));

        Assert.Equal((0, null), (failed.Trace.RequestCount, failed.Trace.RequestAt));
        Assert.InRange(new FetchOptions().ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_left()
    {
        using var harness = new FetchingHarness(
            new FetchOptions { ConnectTimeout = Short }, resolve: (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        FetchingHarness.AssertFailed("connect-timeout", await harness.FetchAsync(new Uri("http://feeds.example/feed.xml")));
    }

    [Fact]
    public async Task F_2_A_resolver_that_does_not_answer_is_left()
    {
        using var harness = new FetchingHarness(
            new FetchOptions { ResolveTimeout = Short }, resolve: (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        FetchingHarness.AssertFailed("dns", await harness.FetchAsync(new Uri("http://feeds.example/feed.xml")));
        Assert.InRange(new FetchOptions().ResolveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
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
