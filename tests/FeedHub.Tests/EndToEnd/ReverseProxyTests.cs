using System.Net;

namespace FeedHub.EndToEnd;

/// <summary>Behind nginx, with the configuration in <c>deploy</c>, readers get what FeedHub serves, and nothing of what operators see.</summary>
public sealed class ReverseProxyTests
{
    // The last is answered as it is, by whoever does not press a coding on it.
    private static readonly string[] _accepted = ["identity", "gzip", "br", "identity, gzip;q=0.5"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_keep_their_bytes_codings_and_tags_and_what_operators_see_stays_out_of_reach()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/feed", new GrowingFeed("blog").AnswerAsync);
        using var bench = new Workbench();
        bench.WriteList(origin.UrlOf("/feed").AbsoluteUri);
        bench.Environment["FeedHub__PublicUrl"] = Nginx.Url.AbsoluteUri;
        bench.Environment["FeedHub__TrustedProxies__0"] = "127.0.0.0/8";
        var operators = bench.ListenToOperators();
        await using var nginx = await Nginx.StartAsync(bench.Folder, bench.Port);
        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("the feed is read", async () => (await Published.LatestItemsAsync(bench.Url)).Count > 0);

        using var direct = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = bench.Url };
        foreach (var (path, accepted) in from path in (string[])["latest.atom", "latest.json", "bot", "style.css"] from accepted in _accepted select (path, accepted))
        {
            using var expected = await AskAsync(direct, path, accepted);
            using var answer = await AskAsync(nginx.Client, path, accepted);
            using var again = await AskAsync(nginx.Client, path, accepted, expected.Headers.ETag!.Tag);

            Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
            Assert.Equal(expected.Headers.ETag, answer.Headers.ETag);
            Assert.Equal(expected.Content.Headers.ContentEncoding, answer.Content.Headers.ContentEncoding);
            Assert.Equal(accepted is "gzip" or "br" ? [accepted] : [], answer.Content.Headers.ContentEncoding);
            Assert.Equal(expected.Content.Headers.LastModified, answer.Content.Headers.LastModified);
            Assert.Equal(expected.Headers.Vary, answer.Headers.Vary);
            Assert.Equal(await expected.Content.ReadAsByteArrayAsync(Cancellation), await answer.Content.ReadAsByteArrayAsync(Cancellation));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(expected.Headers.ETag, again.Headers.ETag);
        }

        using var page = await AskAsync(nginx.Client, "", "br");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.ETag!.IsWeak);
        Assert.Equal("max-age=31536000", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));

        using var moved = await nginx.Client.GetAsync(new Uri("http://feeds.example.org/latest.atom"), Cancellation);
        Assert.Equal((HttpStatusCode.MovedPermanently, new Uri(Nginx.Url, "latest.atom")), (moved.StatusCode, moved.Headers.Location));

        foreach (var path in (string[])["api/v1/feeds", "openapi/v1.json", "metrics", "health/ready"])
        {
            using var within = await RunningProgram.AskAsync(new Uri(operators, path));
            using var outside = await AskAsync(nginx.Client, path, "identity");
            Assert.NotEqual(HttpStatusCode.NotFound, within.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        }
    }

    [Fact]
    public async Task FeedHub_hears_who_asks_and_not_what_they_claim()
    {
        await using var behind = await OriginServer.StartAsync(OriginDocument.Of("<rss version='2.0'/>"));
        using var bench = new Workbench();
        await using var nginx = await Nginx.StartAsync(bench.Folder, behind.FeedUrl.Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, OriginServer.FeedPath);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"tag\"");

        using var answer = await nginx.Client.SendAsync(request, Cancellation);

        var heard = Assert.Single(behind.Requests).Headers;
        Assert.Equal("127.0.0.1", heard["X-Forwarded-For"]);
        Assert.Equal(Nginx.Url.Host, heard.Host);
        Assert.Equal("\"tag\"", heard.IfNoneMatch);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string path, string accepted, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = client.DefaultRequestVersion };
        request.Headers.AcceptEncoding.ParseAdd(accepted);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return await client.SendAsync(request, Cancellation);
    }
}
