namespace FeedHub.Fetching;

public sealed class RedirectTests : IDisposable
{
    private readonly FetchingHarness harness = new();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task PP_14_A_redirect_is_followed_and_the_address_that_answered_is_told(int status)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/a", Answers.Redirect("b?x=1#part", status));
        origin.Serve("/b", OriginDocument.Of("<rss/>"));

        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.UrlOf("/a")));

        Assert.Equal(origin.UrlOf("/b?x=1"), modified.EffectiveUrl);
        Assert.Equal(modified.EffectiveUrl.AbsoluteUri, modified.Validators!.Url);
        Assert.Equal(2, modified.Trace.RequestCount);
        Assert.Equal(["/a", "/b?x=1"], origin.Requests.Select(request => request.Path));
        Assert.False(origin.Requests[1].Headers.ContainsKey("Referer"));
    }

    [Fact]
    public async Task PP_14_BAD_13_Five_hops_are_followed_and_the_sixth_is_not()
    {
        await using var origin = await OriginServer.StartAsync();
        for (var hop = 0; hop < 10; hop++)
        {
            origin.Answer($"/{hop}", Answers.Redirect($"/{hop + 1}"));
        }

        origin.Serve("/10", OriginDocument.Of("<rss/>"));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.UrlOf("/5")));
        FetchingHarness.AssertFailed("redirect-limit", await harness.FetchAsync(origin.UrlOf("/4")));
    }

    [Fact]
    public async Task PP_14_BAD_13_A_circle_ends_at_once()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/a", Answers.Redirect("/b"));
        origin.Answer("/b", Answers.Redirect("/a"));

        FetchingHarness.AssertFailed("redirect-loop", await harness.FetchAsync(origin.UrlOf("/a")));
        Assert.Equal(2, origin.Requests.Count);
    }

    [Theory]
    [InlineData("http://feeds.example/a", "/b", "http://feeds.example/b")]
    [InlineData("http://feeds.example/a/", "b c", "http://feeds.example/a/b%20c")]
    [InlineData("http://feeds.example/a", "https://feeds.example/a", "https://feeds.example/a")]
    [InlineData("http://feeds.example/a", "//other.example/b", "http://other.example/b")]
    [InlineData("http://feeds.example/a", "http://other.example:8080/b", "http://other.example:8080/b")]
    [InlineData("http://feeds.example/a", "http://b\u00fccher.example/", "http://b\u00fccher.example/")]
    [InlineData("http://feeds.example:81/a", "http://feeds.example:81/b", "http://feeds.example:81/b")]
    [InlineData("https://feeds.example/a", "http://feeds.example/a", null)]
    [InlineData("http://feeds.example/a", null, null)]
    [InlineData("http://feeds.example/a", "", null)]
    [InlineData("http://feeds.example/a", "file:///etc/passwd", null)]
    [InlineData("http://feeds.example/a", "FTP://feeds.example/a", null)]
    [InlineData("http://feeds.example/a", " file:///etc/passwd", null)]
    [InlineData("http://feeds.example/a", "gopher://feeds.example/", null)]
    [InlineData("http://feeds.example/a", "jar:http://feeds.example/!/", null)]
    [InlineData("http://feeds.example/a", "dict://feeds.example/", null)]
    [InlineData("http://feeds.example/a", "ldap://feeds.example/", null)]
    [InlineData("http://feeds.example/a", "feed:http://feeds.example/b", null)]
    [InlineData("http://feeds.example/a", "FEED://feeds.example/b", null)]
    [InlineData("http://feeds.example/a", "data:text/xml,<rss/>", null)]
    [InlineData("http://feeds.example/a", "javascript:alert(1)", null)]
    [InlineData("http://feeds.example/a", "http://user@other.example/", null)]
    [InlineData("http://feeds.example/a", "http://127.0.0.1\\@other.example/", null)]
    [InlineData("http://feeds.example/a", "/b\tc", null)]
    [InlineData("http://feeds.example/a", "/b\r\nX-Injected: 1", null)]
    [InlineData("http://feeds.example/a", "/b\rc", null)]
    [InlineData("http://feeds.example/a", "http://", null)]
    [InlineData("http://feeds.example/a", "http://other.example:22/", null)]
    [InlineData("http://feeds.example/a", "http://other.example:25/", null)]
    [InlineData("http://feeds.example/a", "http://other.example:81/", null)]
    [InlineData("http://feeds.example/a", "http://other.example:6379/", null)]
    public void BAD_1_BAD_12_BAD_13_BAD_14_Only_redirects_to_the_web_are_followed(string from, string? location, string? expected)
    {
        var url = new Uri(from);

        Assert.Equal(expected is null ? null : new Uri(expected), RedirectRule.Follow(url, location, FetchingHarness.SourceOf(url)));
    }

    [Fact]
    public void BAD_13_No_location_is_odd_enough_to_throw()
    {
        string[] parts =
        [
            "http:", "https:", "HTTP:", "file:", "//", "/", ":", "@", "#", "?", "%", "%00", "%2e", "[", "]", "::1", "xn--", "xn--a",
            "\u00fc", "\ud800", "\ufffd", "\u3002", ".", "..", "-", " ", "127.0.0.1", "0x7f.1", "feeds.example", ":0", ":65536",
            ":8080", new string('a', 70),
        ];
        var random = new Random(1);
        var from = new Uri("http://feeds.example/a");
        for (var round = 0; round < 20_000; round++)
        {
            var location = string.Concat(random.GetItems(parts, random.Next(1, 8)));
            if (RedirectRule.Follow(from, location, FetchingHarness.SourceOf(from)) is { } to)
            {
                Assert.Contains(to.Scheme, new[] { "http", "https" });
                Assert.Equal("", to.UserInfo + to.Fragment);
            }
        }
    }

    [Fact]
    public async Task PP_16_BAD_18_HARD_5_Credentials_stay_at_the_feeds_own_origin()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        origin.Answer("/a", Answers.Redirect("/b"));
        origin.Answer("/b", Answers.Redirect(origin.UrlOf("/c", origin.Addresses[1]).AbsoluteUri));
        origin.Serve("/c", OriginDocument.Of("<rss/>"));
        Environment.SetEnvironmentVariable("FEEDHUB_TEST_TOKEN", "canary");
        var source = FetchingHarness.SourceOf(origin.UrlOf("/a")) with { Auth = new FeedCredentials(null, null, "FEEDHUB_TEST_TOKEN") };

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(source));

        Assert.Equal(["Bearer canary", "Bearer canary", ""], origin.Requests.Select(request => request.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task BAD_16_Networks_allowed_to_a_feed_hold_for_its_own_origin_alone()
    {
        using var strict = new FetchingHarness(new FetchOptions());
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        origin.Answer("/a", Answers.Redirect(origin.UrlOf("/c", origin.Addresses[1]).AbsoluteUri));
        origin.Serve("/b", OriginDocument.Of("<rss/>"));
        var allowed = FetchingHarness.SourceOf(origin.UrlOf("/a")) with { AllowNetworks = ["127.0.0.0/8"] };

        FetchingHarness.AssertFailed("address-blocked", await strict.FetchAsync(allowed));
        Assert.IsType<FetchOutcome.Modified>(await strict.FetchAsync(allowed with { Url = origin.UrlOf("/b") }));

        // The connection of the allowed feed is still open; another feed must not ride on it.
        FetchingHarness.AssertFailed("address-blocked", await strict.FetchAsync(origin.UrlOf("/b")));
    }

    [Fact]
    public async Task PP_15_The_gap_holds_between_the_hops_of_one_origin()
    {
        var gap = TimeSpan.FromMilliseconds(100);
        using var polite = new FetchingHarness(gap: gap);
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/a", Answers.Redirect("/b"));
        origin.Serve("/b", OriginDocument.Of("<rss/>"));

        Assert.IsType<FetchOutcome.Modified>(await polite.FetchAsync(origin.UrlOf("/a")));

        Assert.True(origin.Requests[1].At - origin.Requests[0].At >= gap);
    }

    [Fact]
    public async Task Two_feeds_that_lead_to_each_others_origins_do_not_wait_for_one_another()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        var (one, two) = (origin.Addresses[0], origin.Addresses[1]);
        origin.Answer("/a", Answers.Redirect(origin.UrlOf("/end", two).AbsoluteUri), one);
        origin.Answer("/a", Answers.Redirect(origin.UrlOf("/end", one).AbsoluteUri), two);
        origin.Serve("/end", OriginDocument.Of("<rss/>"));

        var outcomes = await Task.WhenAll(harness.FetchAsync(origin.UrlOf("/a", one)), harness.FetchAsync(origin.UrlOf("/a", two)));

        Assert.All(outcomes, outcome => Assert.IsType<FetchOutcome.Modified>(outcome));
        Assert.True(harness.Gate.IsFree(FeedSource.OriginOf(origin.UrlOf("/", one))));
        Assert.True(harness.Gate.IsFree(FeedSource.OriginOf(origin.UrlOf("/", two))));
    }

    [Fact]
    public async Task PP_11_A_hop_to_an_origin_at_rest_is_not_made()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        var target = origin.UrlOf("/end", origin.Addresses[1]);
        origin.Answer("/a", Answers.Redirect(target.AbsoluteUri));
        harness.Gate.Block(FeedSource.OriginOf(target), DateTimeOffset.MaxValue);

        FetchingHarness.AssertFailed("origin-blocked", await harness.FetchAsync(origin.UrlOf("/a")));

        Assert.Single(origin.Requests);
    }

    public void Dispose() => harness.Dispose();
}
