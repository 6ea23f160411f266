using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FeedHub.EndToEnd;

namespace FeedHub.Serving;

/// <summary>What the public listener answers, asked as browsers and readers ask (RFC 9110).</summary>
public sealed partial class ServedDocumentsTests : IAsyncLifetime
{
    private readonly Workbench _bench = new();
    private RunningProgram? _service;
    private OriginServer? _origin;
    private HttpClient? _http;
    private Uri? _admin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await OriginServer.StartAsync();
        _origin.Answer("/feed", new GrowingFeed("blog").AnswerAsync);
        _bench.WriteList(_origin.UrlOf("/feed").AbsoluteUri);
        _admin = _bench.ListenToOperators();
        _service = await _bench.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _bench.Url };
        await Eventually.HoldsAsync("the feed is read", async () => (await Published.LatestItemsAsync(_bench.Url)).Count > 0);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _service!.DisposeAsync();
        await _origin!.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Documents_are_served_conditionally_compressed_and_safely()
    {
        // One service for all of it: starting one is what costs time.
        using var plain = await AskAsync("latest.atom");
        Assert.Equal("application/atom+xml", plain.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(plain.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("nosniff", Assert.Single(plain.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("Accept-Encoding", plain.Headers.Vary);
        Assert.False(plain.Headers.ETag!.IsWeak);
        Assert.False(plain.Headers.Contains("Server"));

        using var gzip = await AskAsync("latest.atom", request => request.Headers.AcceptEncoding.ParseAdd("gzip, br;q=0.5"));
        using var brotli = await AskAsync("latest.atom", request => request.Headers.AcceptEncoding.ParseAdd("gzip, br"));
        using var refused = await AskAsync("latest.atom", request => request.Headers.AcceptEncoding.ParseAdd("gzip;q=0, *;q=0"));
        Assert.Equal("gzip", Assert.Single(gzip.Content.Headers.ContentEncoding));
        Assert.Equal("br", Assert.Single(brotli.Content.Headers.ContentEncoding));
        Assert.Empty(refused.Content.Headers.ContentEncoding);
        Assert.Equal(3, new[] { plain, gzip, brotli }.Select(answer => answer.Headers.ETag!.Tag).Distinct().Count());

        foreach (var tag in new[] { plain.Headers.ETag.Tag, $"W/{plain.Headers.ETag.Tag}", $"\"other\", {plain.Headers.ETag.Tag}", "*" })
        {
            using var current = await AskAsync("latest.atom", request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
            Assert.Equal(HttpStatusCode.NotModified, current.StatusCode);
            Assert.Equal(plain.Headers.ETag, current.Headers.ETag);
            Assert.Contains("Accept-Encoding", current.Headers.Vary);
        }

        var since = plain.Content.Headers.LastModified;
        using var unmodified = await AskAsync("latest.atom", request => request.Headers.IfModifiedSince = since);
        using var older = await AskAsync("latest.atom", request => request.Headers.IfModifiedSince = since - TimeSpan.FromSeconds(1));
        using var tagWins = await AskAsync("latest.atom", request =>
        {
            request.Headers.IfModifiedSince = since;
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""));
        });
        Assert.Equal(HttpStatusCode.NotModified, unmodified.StatusCode);
        Assert.Equal(HttpStatusCode.OK, older.StatusCode);
        Assert.Equal(HttpStatusCode.OK, tagWins.StatusCode);

        using var head = await AskAsync("latest.atom", request => request.Method = HttpMethod.Head);
        Assert.Equal(plain.Headers.ETag, head.Headers.ETag);
        Assert.Equal(plain.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));

        using var post = await AskAsync("latest.atom", request => request.Method = HttpMethod.Post);
        using var query = await AskAsync("latest.atom?cache=buster");
        using var missing = await AskAsync("<script>alert(1)</script>");
        using var live = await AskAsync("health/live");
        using var commands = await AskAsync("status");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(plain.Headers.ETag, query.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("Not found\n", await missing.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, commands.StatusCode); // by the socket only

        using var page = await AskAsync("");
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
        foreach (var path in new[] { "bot", "style.css", "favicon.svg", "feeds.opml", "feeds.schema.json", "top-stories.rss", "latest.json" })
        {
            using var answer = await AskAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task BAD_64_No_address_leads_to_a_file_that_it_names()
    {
        foreach (var path in (string[])
        [
            "stories/..%2f..%2ffeedhub.db", "stories/%2e%2e%2ffeedhub.db", "stories/..%5cfeedhub.db", "stories/C:%5cfeedhub.db", "stories//feedhub.db",
            "stories/00000000-0000-4000-8000-000000000000%2f..%2f..%2ffeedhub.db", "archive/..%2ffeedhub.db", "archive/2026-11%2f..%2f..%2ffeedhub.db",
            "channels/..%2f..%2ffeedhub.db", "channels/all/..%2f..%2ffeedhub.db", "feedhub.db", "feedhub.lock", "stories/x%00", $"stories/{new string('a', 3_000)}",
        ])
        {
            using var answer = await AskAsync(path);
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.DoesNotContain("LiteDB", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_socket_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");

        var mode = new FileInfo(Path.Combine(_bench.DataPath, "feedhub.sock")).UnixFileMode;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.Equal(0, (await _bench.RunAsync("top")).ExitCode);
    }

    [Fact]
    public async Task What_is_published_is_answered_by_the_thread_that_hears_of_the_request_and_all_else_by_workers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Windows has no such threads.");
        const int count = 1_000;

        Assert.InRange(await WorkOfAsync("latest.atom"), 0, count / 2);
        Assert.InRange(await WorkOfAsync("nothing"), count, int.MaxValue);

        // How much the thread pool was given to do while the service was asked, each time after the answer before.
        async Task<long> WorkOfAsync(string path)
        {
            var before = await CountAsync();
            for (var number = 0; number < count; number++)
            {
                using var answer = await AskAsync(path);
            }

            var after = before;
            await Eventually.HoldsAsync("the metrics are of now", async () => (after = await CountAsync()) != before); // a scrape is kept for a moment
            return after - before;
        }

        async Task<long> CountAsync() => long.Parse(
            WorkItems.Match(await _http!.GetStringAsync(new Uri(_admin!, "metrics"), Cancellation)).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        prepare?.Invoke(request);
        return await _http!.SendAsync(request, Cancellation);
    }

    [GeneratedRegex(@"^dotnet_thread_pool_work_item_count\w*(?:\{[^}]*\})? ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex WorkItems { get; }
}
