using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Fetching;

public sealed class FeedFetcherTests : IDisposable
{
    private readonly FetchingHarness harness = new();

    [Fact]
    public async Task PP_1_A_first_visit_is_unconditional_and_brings_the_document_with_its_validators()
    {
        await using var origin = await OriginServer.StartAsync(
            OriginDocument.Of("<rss/>") with { ETag = "\"v1\"", ContentType = "application/rss+xml; charset=utf-8" });

        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.FeedUrl));

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(modified.Body.Span));
        Assert.Equal(origin.FeedUrl, modified.EffectiveUrl);
        Assert.Equal(new Validators(origin.FeedUrl.AbsoluteUri, "\"v1\"", "Wed, 01 Jan 2025 12:00:00 GMT"), modified.Validators);
        Assert.Equal("application/rss+xml; charset=utf-8", modified.ContentType);
        Assert.Equal((1, 6L, 200), (modified.Trace.RequestCount, modified.Trace.ReceivedBytes, modified.Trace.Status));
        Assert.Equal(0, modified.Trace.RequestAt!.Value.Ticks % TimeSpan.TicksPerMillisecond);
        var request = Assert.Single(origin.Requests);
        Assert.Equal(0, request.Headers.IfNoneMatch.Count);
        Assert.Equal(0, request.Headers.IfModifiedSince.Count);
    }

    [Fact]
    public async Task PP_1_A_second_visit_with_the_validators_of_the_first_is_answered_304()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        var first = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.FeedUrl));

        var second = Assert.IsType<FetchOutcome.NotModified>(await harness.FetchAsync(origin.FeedUrl, first.Validators));

        Assert.Equal(first.Validators, second.Validators);
        Assert.Equal(304, second.Trace.Status);
    }

    [Fact]
    public async Task PP_16_PP_17_PP_18_PP_19_BAD_88_Headers_are_what_a_polite_reader_sends_and_nothing_else()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(
            OriginServer.FeedPath, Answers.Body([], ("Set-Cookie", "id=1"), ("Alt-Svc", "h3=\":443\""), ("Refresh", "0; url=/x")));
        using var activity = new Activity("poll").Start(); // the stack would tell the origin of it

        await harness.FetchAsync(origin.FeedUrl);
        await harness.FetchAsync(origin.FeedUrl);

        var headers = origin.Requests[1].Headers;
        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("FeedHub/0.1.0 (+https://github.com/feedhub/feedhub; feed aggregator)", headers.UserAgent.ToString());
        Assert.Equal("gzip, br", headers.AcceptEncoding.ToString());
        Assert.Equal(
            "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, "
            + "text/xml;q=0.7, application/json;q=0.5, */*;q=0.1",
            headers.Accept.ToString());
    }

    [Fact]
    public async Task PP_17_The_contact_address_goes_into_the_user_agent()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        using var other = new FetchingHarness(
            new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], ContactUrl = "https://hub.example/bot" });

        await other.FetchAsync(origin.FeedUrl);

        Assert.Contains("(+https://hub.example/bot; ", origin.Requests[0].Headers.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(206)]
    [InlineData(300)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(451)]
    [InlineData(500)]
    public async Task PP_12_BAD_89_A_status_without_a_document_is_a_failure_named_by_it(int status)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Status(status));

        var failed = FetchingHarness.AssertFailed($"http-{status}", await harness.FetchAsync(origin.FeedUrl));

        Assert.Equal(status, failed.Trace.Status);
        Assert.Single(origin.Requests); // no challenge is answered, nothing is tried again
    }

    [Fact]
    public async Task A_226_brings_a_document_as_200_does()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, context =>
        {
            context.Response.StatusCode = 226;
            return context.Response.WriteAsync("<feed/>");
        });

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.FeedUrl));
    }

    [Fact]
    public async Task PP_13_A_410_is_gone()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Status(410));

        Assert.IsType<FetchOutcome.Gone>(await harness.FetchAsync(origin.FeedUrl));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task PP_11_An_origin_that_asks_for_rest_is_blocked_until_the_time_it_names(int status)
    {
        var clock = new FakeTimeProvider();
        using var quiet = new FetchingHarness(clock: clock);
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Status(status, retryAfter: "120"));

        var throttled = Assert.IsType<FetchOutcome.Throttled>(await quiet.FetchAsync(origin.FeedUrl));

        var until = clock.GetUtcNow() + TimeSpan.FromSeconds(120);
        Assert.Equal((status, until), (throttled.Status, throttled.RetryAt));
        Assert.Equal(until, quiet.Gate.BlockedUntil(FeedSource.OriginOf(origin.FeedUrl)));
    }

    [Fact]
    public async Task A_429_without_a_time_blocks_nothing_by_itself()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Status(429));

        var throttled = Assert.IsType<FetchOutcome.Throttled>(await harness.FetchAsync(origin.FeedUrl));

        Assert.Null(throttled.RetryAt);
        Assert.Null(harness.Gate.BlockedUntil(FeedSource.OriginOf(origin.FeedUrl)));
    }

    [Fact]
    public async Task Cancellation_by_the_caller_travels()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Hang());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var visit = harness.Fetcher.FetchAsync(FetchingHarness.SourceOf(origin.FeedUrl), origin.FeedUrl, [], static () => { }, stop.Token);
        await origin.WaitForRequestsAsync(1, TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visit);
    }

    [Fact]
    public async Task F_4_A_closed_port_is_refused_and_counts_as_no_request()
    {
        Uri url;
        await using (var origin = await OriginServer.StartAsync())
        {
            url = origin.FeedUrl;
        }

        var failed = FetchingHarness.AssertFailed("refused", await harness.FetchAsync(url));

        Assert.Equal((0, null), (failed.Trace.RequestCount, failed.Trace.RequestAt));
    }

    [Fact]
    public async Task A_connection_broken_off_before_the_answer_is_a_reset()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Reset());

        FetchingHarness.AssertFailed("reset", await harness.FetchAsync(origin.FeedUrl));

        Assert.Single(origin.Requests); // the schedule is the retry
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/feed.xml")]
    [InlineData("http://user:secret@127.0.0.1/feed.xml")]
    [InlineData("http://127.0.0.1:22/")]
    [InlineData("http://127.0.0.1:6379/")]
    public async Task BAD_1_BAD_12_BAD_14_What_is_no_address_of_a_feed_is_not_visited(string url) =>
        FetchingHarness.AssertFailed("url-blocked", await harness.FetchAsync(new Uri(url)));

    [Fact]
    public async Task PP_16_HARD_5_Credentials_of_the_environment_go_to_the_feeds_origin()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        Environment.SetEnvironmentVariable("FEEDHUB_TEST_USER", "reader");
        Environment.SetEnvironmentVariable("FEEDHUB_TEST_PASSWORD", "s3crét");
        Environment.SetEnvironmentVariable("FEEDHUB_TEST_BEARER", "t0ken");
        var source = FetchingHarness.SourceOf(origin.FeedUrl);

        await harness.FetchAsync(source with { Auth = new FeedCredentials("FEEDHUB_TEST_USER", "FEEDHUB_TEST_PASSWORD", null) });
        await harness.FetchAsync(source with { Auth = new FeedCredentials(null, null, "FEEDHUB_TEST_BEARER") });

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:s3crét"));
        Assert.Equal($"Basic {basic}", origin.Requests[0].Headers.Authorization.ToString());
        Assert.Equal("Bearer t0ken", origin.Requests[1].Headers.Authorization.ToString());
    }

    [Fact]
    public async Task F_56_HARD_5_A_feed_whose_credentials_are_missing_is_not_visited()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        var source = FetchingHarness.SourceOf(origin.FeedUrl) with { Auth = new FeedCredentials(null, null, "FEEDHUB_TEST_NOT_SET") };

        FetchingHarness.AssertFailed("credentials", await harness.FetchAsync(source));

        Assert.Empty(origin.Requests);
    }

    public void Dispose() => harness.Dispose();
}
