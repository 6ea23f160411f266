using System.Net;

namespace FeedHub.Fetching;

public sealed class ValidatorsTests : IDisposable
{
    private readonly FetchingHarness harness = new();

    [Theory]
    [InlineData("\"v1\"", "Wed, 01 Jan 2025 12:00:00 GMT")]
    [InlineData("W/\"v1\"", null)]
    [InlineData("no-quotes at all, with a comma", "yesterday")]
    [InlineData("\"\"", "0")]
    [InlineData("\"caf\u00e9\u0080\"", "Wed,  01-Jan-25 12:00:00 +0000")]
    [InlineData(null, "Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task PP_1_PP_2_Validators_are_kept_and_sent_back_byte_for_byte(string? etag, string? lastModified)
    {
        var header = (etag is null ? "" : $"ETag: {etag}\r\n") + (lastModified is null ? "" : $"Last-Modified: {lastModified}\r\n");
        using var first = RawOrigin.Start($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n{header}\r\n");
        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(first.Url));
        Assert.Equal(new Validators(first.Url.AbsoluteUri, etag, lastModified), modified.Validators);

        using var second = RawOrigin.Start("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        var sent = modified.Validators! with { Url = second.Url.AbsoluteUri };
        var notModified = Assert.IsType<FetchOutcome.NotModified>(await harness.FetchAsync(second.Url, sent));

        Assert.Equal(sent, notModified.Validators);
        var lines = (await second.Request).Split("\r\n");
        Assert.Equal(etag is not null, lines.Contains($"If-None-Match: {etag}"));
        Assert.Equal(lastModified is not null, lines.Contains($"If-Modified-Since: {lastModified}"));
    }

    [Fact]
    public async Task PP_1_A_validator_of_8_KiB_goes_back_as_it_came()
    {
        var etag = $"\"{new string('x', 8190)}\"";
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>") with { ETag = etag });

        var first = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.FeedUrl));
        Assert.IsType<FetchOutcome.NotModified>(await harness.FetchAsync(origin.FeedUrl, first.Validators));

        Assert.Equal(etag, origin.Requests[1].Headers.IfNoneMatch.ToString());
    }

    [Fact]
    public async Task PP_1_BAD_87_A_validator_with_control_characters_or_over_8_KiB_is_not_kept()
    {
        using var origin = RawOrigin.Start(
            $"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \"{new string('x', 8192)}\"\r\nLast-Modified: a\x01" + "b\r\n\r\n");

        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.Url));

        Assert.Null(modified.Validators);
    }

    [Fact]
    public async Task PP_5_Validators_of_another_address_are_not_sent()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>") with { ETag = "\"v1\"" });
        var other = new Validators(origin.UrlOf("/other").AbsoluteUri, "\"v1\"", null);

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.FeedUrl, other));

        Assert.Equal(0, origin.Requests[0].Headers.IfNoneMatch.Count);
    }

    [Fact]
    public async Task PP_5_A_redirect_gets_the_validators_that_belong_to_where_it_leads()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/old", Answers.Redirect("/new", 301));
        origin.Serve("/new", OriginDocument.Of("<rss/>"));
        var first = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.UrlOf("/old")));

        Assert.IsType<FetchOutcome.NotModified>(await harness.FetchAsync(origin.UrlOf("/old"), first.Validators));

        Assert.Equal([0, 0, 0, 1], origin.Requests.Select(request => request.Headers.IfNoneMatch.Count));
    }

    [Fact]
    public async Task PP_4_A_304_renews_the_fields_that_it_carries()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, context =>
        {
            context.Response.StatusCode = 304;
            context.Response.Headers.ETag = "\"v2\"";
            return Task.CompletedTask;
        });
        var known = new Validators(origin.FeedUrl.AbsoluteUri, "\"v1\"", "Wed, 01 Jan 2025 12:00:00 GMT");

        var outcome = Assert.IsType<FetchOutcome.NotModified>(await harness.FetchAsync(origin.FeedUrl, known));

        Assert.Equal(known with { ETag = "\"v2\"" }, outcome.Validators);
    }

    [Fact]
    public async Task BAD_89_A_304_that_nobody_asked_for_is_a_failure()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Status((int)HttpStatusCode.NotModified));

        FetchingHarness.AssertFailed("unsolicited-304", await harness.FetchAsync(origin.FeedUrl));
    }

    public void Dispose() => harness.Dispose();
}
