using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using FeedHub.EndToEnd;

namespace FeedHub.Serving;

/// <summary>The pages that are made for each request: sources, search, rating, errors.</summary>
public sealed partial class LivePagesTests : IAsyncLifetime
{
    private readonly Workbench _bench = new();
    private RunningProgram? _service;
    private OriginServer? _origin;
    private HttpClient? _http;
    private string _rate = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await OriginServer.StartAsync();
        _origin.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0'><channel><title>A blog</title><link>http://blog.example/</link><item><guid isPermaLink='false'>1</guid>"
            + "<title>A blog is rated</title><link>http://blog.example/1</link><description>By its readers</description>"
            + $"<pubDate>{TimeProvider.System.GetUtcNow().AddMinutes(-1):R}</pubDate></item></channel></rss>"));
        _bench.WriteList(_origin.UrlOf("/feed").AbsoluteUri);
        _bench.Environment["FeedHub__TrustedProxies__0"] = "127.0.0.0/8";
        _service = await _bench.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _bench.Url };
        await Eventually.HoldsAsync("a story has a page", async () => Story.Match(await _http.GetStringAsync("", Cancellation)) is { Success: true } story
            && (_rate = story.Value + "/rate").Length > 0);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _service!.DisposeAsync();
        await _origin!.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task The_page_of_the_sources_tells_how_they_are_and_names_the_feeds_Atom_first()
    {
        using var answer = await _http!.GetAsync("feeds", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=60, stale-if-error=86400", answer.Headers.CacheControl!.ToString());
        using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancellation), Cancellation);
        Assert.Equal("Sources", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Well", page.QuerySelector(".feeds .health")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("application/atom+xml", page.QuerySelector("head > link[rel=alternate]")!.GetAttribute("type"));
        Assert.Null(page.QuerySelector(".turner"));

        using var again = new HttpRequestMessage(HttpMethod.Get, "feeds") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await _http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        foreach (var other in (string[])["feeds/", "feeds/0", "feeds/1", "feeds/2", "feeds/+1", "feeds/x", "feeds/99999999999"])
        {
            using var none = await _http.GetAsync(other, Cancellation);
            Assert.Equal((other, HttpStatusCode.NotFound), (other, none.StatusCode));
        }
    }

    [Fact]
    public async Task Votes_count_once_for_a_network_and_are_shown()
    {
        var token = await TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await VoteAsync(token, "5", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.Conflict, await VoteAsync(await TokenAsync(), "1", "203.0.113.99")); // the same network
        Assert.Equal(HttpStatusCode.Conflict, await VoteAsync(token, "1", "198.51.100.7")); // the same form
        Assert.Equal(HttpStatusCode.OK, await VoteAsync(await TokenAsync(), "2", "192.0.2.1, 198.51.100.7"));
        Assert.Equal(HttpStatusCode.BadRequest, await VoteAsync(await TokenAsync(), "6", "2001:db8::1"));
        Assert.Equal(HttpStatusCode.BadRequest, await VoteAsync("forged", "3", "2001:db8::1"));

        await Eventually.HoldsAsync("the mean is shown", async () =>
            (await _http!.GetStringAsync("", Cancellation)).Contains("rated 3.5 of 5 by 2 readers", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(_bench.DataPath, "rating.key")));
    }

    [Fact]
    public async Task Only_a_small_form_of_our_own_page_is_read_and_nothing_is_kept()
    {
        using var form = await _http!.GetAsync(_rate, Cancellation);
        Assert.Equal("no-store", form.Headers.CacheControl!.ToString());
        Assert.Contains("form-action 'self'", Assert.Single(form.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        using var big = await PostAsync(_rate, new FormUrlEncodedContent([new("token", new string('x', 4_000))]));
        using var other = await PostAsync(_rate, new StringContent("{}"));
        using var strange = await PostAsync(_rate, new FormUrlEncodedContent([new("stars", "5")]), ("Sec-Fetch-Site", "cross-site"));
        Assert.All((HttpResponseMessage[])[big, other, strange], answer => Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.ConnectionClose)));
        using var huge = await PostAsync(_rate, new FormUrlEncodedContent([new("token", new string('x', 20_000))]));
        using var elsewhere = await PostAsync("feeds", new StringContent("{}"));
        Assert.Equal([(HttpStatusCode.BadRequest, true), (HttpStatusCode.MethodNotAllowed, true)], [Ended(huge), Ended(elsewhere)]);
        (HttpStatusCode, bool?) Ended(HttpResponseMessage answer) => (answer.StatusCode, answer.Headers.ConnectionClose);

        using var nobody = await _http.GetAsync("stories/00000000-0000-4000-8000-000000000000/rate", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        using var front = await _http.GetAsync("feeds", Cancellation);
        Assert.Contains("form-action 'none'", Assert.Single(front.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archive_is_compressed_and_asked_for_again_like_what_lies_ready()
    {
        await Eventually.HoldsAsync("it is archived", async () => (await _http!.GetStringAsync("archive", Cancellation)).Contains(">1 article<", StringComparison.Ordinal));
        var month = ArchiveMonth.Match(await _http!.GetStringAsync("archive", Cancellation)).Value;
        foreach (var path in (string[])["archive", month, ArchiveDay.Match(await _http.GetStringAsync(month, Cancellation)).Value])
        {
            using var first = await SendAsync(path, null);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal(["gzip"], first.Content.Headers.ContentEncoding);
            Assert.EndsWith("-gz\"", first.Headers.ETag!.Tag, StringComparison.Ordinal);
            Assert.Null(first.Content.Headers.LastModified);
            using var again = await SendAsync(path, first.Headers.ETag.Tag);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
            using var post = await PostAsync(path, new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        }

        async Task<HttpResponseMessage> SendAsync(string path, string? tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip" } } };
            if (tag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            return await _http.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task HARD_3_Who_votes_without_rest_is_asked_to_wait()
    {
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 40; number++)
        {
            using var answer = await _http!.GetAsync(_rate, Cancellation);
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task A_search_says_what_it_was_asked_as_text_and_looks_at_nothing_else()
    {
        using var found = await _http!.GetAsync("search?q=blog&page=-1&limit=1000000000&q=zzz", Cancellation);
        var page = await found.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal("no-store", found.Headers.CacheControl!.ToString());
        Assert.Contains("class=\"hits\"", page, StringComparison.Ordinal);

        var hostile = await _http.GetStringAsync("search?q=" + Uri.EscapeDataString("\"><script>alert(1)</script>{{x}}\0\u202e" + new string('x', 500)), Cancellation);
        Assert.DoesNotContain("<script", hostile, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\0', hostile);
        Assert.Contains("{{x}}", hostile, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 200), hostile, StringComparison.Ordinal);

        using var post = await PostAsync("search", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task BAD_82_An_error_is_a_page_for_people_and_a_word_for_programs_and_returns_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "no/such/%3Cscript%3E?x=%3Cscript%3E");
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");
        using var page = await _http!.SendAsync(request, Cancellation);
        using var word = await _http.GetAsync("no/such", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        var text = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("There is nothing here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("no/such", text, StringComparison.Ordinal);
        Assert.Equal("Not found\n", await word.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task HARD_2_Answers_of_every_kind_carry_the_headers_that_keep_browsers_safe()
    {
        foreach (var (method, path, status) in ((string, string, int)[])
        [
            ("GET", "", 200), ("HEAD", "", 200), ("GET", "latest.atom", 200), ("HEAD", "latest.rss", 200), ("GET", "latest.json", 200), ("GET", "feeds.opml", 200),
            ("GET", "style.css", 200), ("GET", "favicon.svg", 200), ("GET", "search?q=x", 200), ("GET", "archive", 200), ("POST", "archive", 405), ("GET", "health/live", 200), ("GET", _rate, 200), ("POST", _rate, 400),
            ("PUT", _rate, 405), ("GET", "nowhere", 404), ("POST", "", 405), ("DELETE", "latest.atom", 405), ("POST", "search", 405), ("OPTIONS", "latest.atom", 204),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await _http!.SendAsync(request, Cancellation);
            Assert.True((int)answer.StatusCode == status, $"{method} {path}: {answer.StatusCode}");
            AssertSafe(answer, $"{method} {path}");
        }

        foreach (var path in (string[])["", "latest.atom"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
            using var current = await _http!.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.NotModified, current.StatusCode);
            AssertSafe(current, $"304 of {path}");
        }
    }

    private static void AssertSafe(HttpResponseMessage answer, string what)
    {
        Assert.True(answer.Headers.TryGetValues("X-Content-Type-Options", out var sniff) && sniff.SequenceEqual(["nosniff"]), what);
        Assert.True(answer.Headers.TryGetValues("Referrer-Policy", out var referrer) && referrer.SequenceEqual(["no-referrer"]), what);
        Assert.False(answer.Headers.Contains("Server"), what);
        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action '", policy, StringComparison.Ordinal);
        }
    }

    private async Task<string> TokenAsync() => Token.Match(await _http!.GetStringAsync(_rate, Cancellation)).Groups[1].Value;

    private async Task<HttpStatusCode> VoteAsync(string token, string stars, string from)
    {
        using var answer = await PostAsync(_rate, new FormUrlEncodedContent([new("token", token), new("stars", stars)]), ("X-Forwarded-For", from));
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _http!.SendAsync(request, Cancellation);
    }

    [GeneratedRegex("stories/[0-9a-f-]{36}")]
    private static partial Regex Story { get; }

    [GeneratedRegex("(?<=href=\")/archive/[0-9]{4}/[0-9]{2}(?=\")")]
    private static partial Regex ArchiveMonth { get; }

    [GeneratedRegex("(?<=href=\")/archive/[0-9]{4}/[0-9]{2}/[0-9]{2}(?=\")")]
    private static partial Regex ArchiveDay { get; }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token { get; }
}
