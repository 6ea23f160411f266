using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Fetching;

/// <summary>Answers that are HTTP, and want more of a client than to be read.</summary>
public sealed class StrangeAnswerTests : IDisposable
{
    private const string Sound = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<rss/>";

    private readonly FetchingHarness _harness = new(new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], HeaderTimeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task BAD_87_Ten_thousand_headers_are_too_many()
    {
        using var origin = RawOrigin.Start(
            "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 10_000).Select(number => $"X-{number}: y\r\n")) + "Content-Length: 6\r\n\r\n<rss/>");

        FetchingHarness.AssertFailed("header-too-large", await _harness.FetchAsync(origin.Url));
    }

    [Fact]
    public async Task BAD_87_A_validator_that_tries_to_bring_a_header_of_its_own_brings_none()
    {
        using var first = RawOrigin.Start(
            "HTTP/1.1 200 OK\r\nETag: \"v1\"\rX-Injected: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var validators = (await _harness.FetchAsync(first.Url) as FetchOutcome.Modified)?.Validators;
        using var second = RawOrigin.Start(Sound);

        await _harness.FetchAsync(second.Url, validators is null ? null : validators with { Url = second.Url.AbsoluteUri });

        var lines = (await second.Request).Split('\r', '\n');
        Assert.DoesNotContain(lines, line => line.StartsWith("X-Injected", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task BAD_88_What_comes_before_the_answer_is_passed_over()
    {
        using var origin = RawOrigin.Start(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nSet-Cookie: a=1\r\n\r\n" + Sound);

        var modified = Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(origin.Url));

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(modified.Body.Span));
    }

    [Fact]
    public async Task BAD_88_A_flood_of_interim_answers_counts_as_one_header_without_measure()
    {
        using var origin = RawOrigin.Start(async (stream, cancellationToken) =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        });

        FetchingHarness.AssertFailed("header-too-large", await _harness.FetchAsync(origin.Url));
    }

    [Fact]
    public async Task BAD_88_A_switch_of_protocols_is_not_made()
    {
        using var origin = RawOrigin.Start("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n<rss/>");

        FetchingHarness.AssertFailed("http-101", await _harness.FetchAsync(origin.Url));
    }

    [Fact]
    public async Task BAD_88_What_an_origin_asks_browsers_to_remember_changes_no_later_request()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Body(
            "<rss/>"u8.ToArray(), ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"), ("Set-Cookie", "id=1; Path=/"),
            ("Alt-Svc", "h3=\":1\"; ma=86400"), ("Refresh", "0; url=/other"), ("Accept-CH", "Sec-CH-UA"), ("Clear-Site-Data", "\"*\"")));

        Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(origin.FeedUrl));
        Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(origin.FeedUrl));

        Assert.Equal([OriginServer.FeedPath, OriginServer.FeedPath], origin.Requests.Select(request => request.Path));
        Assert.Equal(origin.Requests[0].Headers.Keys.Order(), origin.Requests[1].Headers.Keys.Order());
    }

    [Fact]
    public async Task BAD_89_Headers_that_trail_the_body_are_not_believed()
    {
        using var origin = RawOrigin.Start(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: ETag\r\nConnection: close\r\n\r\n6\r\n<rss/>\r\n0\r\nETag: \"late\"\r\nContent-Type: text/html\r\n\r\n");

        var modified = Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(origin.Url));

        Assert.Equal((null, null), (modified.Validators, modified.ContentType));
    }

    [Fact]
    public async Task BAD_89_An_origin_that_speaks_HTTP_3_alone_is_not_reached()
    {
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        FetchingHarness.AssertFailed("refused", await _harness.FetchAsync(new Uri($"http://{datagrams.LocalEndPoint}/feed.xml")));

        Assert.Equal(0, datagrams.Available);
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate")]
    [InlineData(407, "Proxy-Authenticate")]
    public async Task BAD_90_No_challenge_is_answered(int status, string header)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Append(header, new(["NTLM", "Negotiate", "Digest realm=\"x\", nonce=\"1\", qop=\"auth\"", "Basic realm=\"x\""]));
            return Task.CompletedTask;
        });
        Environment.SetEnvironmentVariable("FEEDHUB_TEST_CHALLENGED", "canary");
        var source = FetchingHarness.SourceOf(origin.FeedUrl);

        FetchingHarness.AssertFailed($"http-{status}", await _harness.FetchAsync(source));
        FetchingHarness.AssertFailed($"http-{status}", await _harness.FetchAsync(source with { Auth = new FeedCredentials(null, null, "FEEDHUB_TEST_CHALLENGED") }));

        Assert.Equal(["", "Bearer canary"], origin.Requests.Select(request => request.Headers.Authorization.ToString()));
    }

    public void Dispose() => _harness.Dispose();
}
