using System.Text;

namespace FeedHub.Configuration;

/// <summary>What a valid list comes to.</summary>
public sealed class FeedListReaderTests
{
    [Fact]
    public void The_example_of_the_contract_is_read_whole()
    {
        var list = ListText.Valid(ListText.Example);

        Assert.Equal("urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", list.Id);
        Assert.Equal("Open Source Today", list.Title);
        Assert.Equal("What the open-source community is talking about", list.Description);
        Assert.Equal(new Announcement("Community day, 12 December", new Uri("https://example.org/day")), list.Announcement);
        Assert.Equal(["projects", "news"], list.Channels.Select(channel => channel.Slug));
        Assert.Equal([new Resource("Get started", "Your first patch", new Uri("https://example.org/start"))], list.Resources);
        var feeds = list.Feeds.ToList();
        Assert.Equal(new Uri("https://example.org/feed.xml"), feeds[0].Url);
        Assert.Equal("projects", feeds[0].Channel);
        Assert.Equal(FeedId.FromUrl(feeds[0].Url), feeds[0].Id);
        Assert.Equal(1, feeds[0].Weight);
        Assert.Equal(("Example", 2.0, TimeSpan.FromMinutes(30)), (feeds[1].Title, feeds[1].Weight, feeds[1].Every));
        Assert.Equal(["title:release"], feeds[1].Include.Select(rule => rule.Text));
        Assert.Equal(["tag:ads"], feeds[1].Exclude.Select(rule => rule.Text));
        Assert.Equal(("0 0 6-22 ? * *", "Europe/Paris", "news"), (feeds[2].Cron, feeds[2].Zone, feeds[2].Channel));
    }

    [Fact]
    public void The_list_of_the_clone_is_valid()
    {
        var json = File.ReadAllBytes(Clone.PathOf("feeds.json"));

        var list = Assert.IsType<FeedListResult.Valid>(FeedListReader.Read(json, ListText.CronMistake)).List;

        Assert.Equal(["dotnet", "projects", "news"], list.Channels.Select(channel => channel.Slug));
        Assert.InRange(list.Feeds.Count(), 18, 25);
        Assert.All(list.Feeds, feed => Assert.Equal("https", feed.Url.Scheme));
        Assert.NotEmpty(list.Resources);
    }

    [Fact]
    public void BAD_61_A_byte_order_mark_comments_and_trailing_commas_are_no_mistake()
    {
        var json = "// feeds\n" + ListText.OfFeeds("\"https://example.org/a\", /* the best */ \"https://example.org/b\",");

        var result = FeedListReader.Read(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(json)).ToArray(), ListText.CronMistake);

        Assert.Equal(2, Assert.IsType<FeedListResult.Valid>(result).List.Feeds.Count());
    }

    [Fact]
    public void Positions_behind_a_byte_order_mark_and_wide_characters_count_as_editors_do()
    {
        const string json = "\uFEFF{ \"title\": \"Grüße 👋\", \"x\": 1,\r\n \"channels\": 1 }";

        Assert.Equal([(1, 24), (2, 14)], ListText.Mistakes(json).Select(mistake => (mistake.Line, mistake.Column)));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("01:30:00", 5400)]
    [InlineData("00:30", 1800)]
    [InlineData("1.00:00:00", 86400)]
    public void Every_is_a_duration(string every, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), ListText.ValidFeed($$"""{ "url": "https://example.org/", "every": "{{every}}" }""").Every);

    [Fact]
    public void A_feed_keeps_all_that_the_list_says()
    {
        var feed = ListText.ValidFeed("""
            { "url": "https://example.org/feed#top", "id": "old-id", "weight": 0, "paused": true, "include": ["title:/^v[0-9]/"],
              "auth": { "userEnv": "FEED_USER", "passwordEnv": "FEED_PASSWORD" }, "allowNetworks": ["10.1.0.0/16", "fd00::/8"] }
            """);

        Assert.Equal(new FeedId("old-id"), feed.Id);
        Assert.Equal("https://example.org/feed", feed.Url.AbsoluteUri);
        Assert.Equal((0.0, true), (feed.Weight, feed.Paused));
        Assert.Equal(new FeedCredentials("FEED_USER", "FEED_PASSWORD", null), feed.Auth);
        Assert.Equal(["10.1.0.0/16", "fd00::/8"], feed.AllowNetworks);
    }

    [Fact]
    public void A_token_stands_alone() => Assert.Equal(
        new FeedCredentials(null, null, "FEED_TOKEN"),
        ListText.ValidFeed("""{ "url": "https://example.org/", "auth": { "tokenEnv": "FEED_TOKEN" } }""").Auth);

    [Fact]
    public void A_channel_may_be_empty_where_another_has_feeds() => Assert.Single(ListText.Valid(
        """{ "title": "T", "channels": [{ "name": "A", "feeds": [] }, { "name": "B", "feeds": ["https://example.org/"] }] }""").Feeds);

    [Fact]
    public void A_link_keeps_its_fragment() => Assert.Equal("https://example.org/docs#start", Assert.Single(ListText.Valid(
        """
        { "title": "T", "channels": [{ "name": "A", "feeds": ["https://example.org/"] }],
          "resources": [{ "group": "G", "title": "T", "url": "https://example.org/docs#start" }] }
        """).Resources).Url.AbsoluteUri);

    [Fact]
    public void Overrides_are_read_whole()
    {
        var list = ListText.Valid(ListText.Overridden);

        var feeds = list.Feeds.Select(feed => feed.Id).ToList();
        var overrides = list.Overrides;
        Assert.Equal(["https://example.org/one", "http://example.com/two?id=2#top"], overrides.Pin.Select(link => link.AbsoluteUri));
        Assert.Equal(["https://example.org/three"], overrides.Ban.Select(link => link.AbsoluteUri));
        Assert.Equal(["https://example.net/four"], overrides.Split.Select(link => link.AbsoluteUri));
        Assert.Equal([(Story(1), Story(2)), (Story(3), Story(4)), (Story(5), Story(6))], overrides.Merge);
        var march = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new Mute(feeds[1], null), new Mute(feeds[2], march)], overrides.Mute);
        Assert.Equal([new Boost(feeds[0], 2.5, march.AddHours(7)), new Boost(feeds[2], 0, march.AddHours(7).AddMilliseconds(250))], overrides.Boost);

        static string Story(int number) => $"urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e0{number}";
    }

    [Fact]
    public void A_feed_may_be_muted_by_its_id() => Assert.Equal([new Mute(new FeedId("example"), null)], ListText.Valid(
        """
        { "title": "T", "channels": [{ "name": "A", "feeds": [{ "url": "https://example.org/", "id": "example" }] }],
          "overrides": { "mute": [{ "feed": "example" }] } }
        """).Overrides.Mute);

    [Theory]
    [InlineData(ListText.Example)]
    [InlineData("""{ "title": "T", "channels": [{ "name": "A", "feeds": ["https://example.org/"] }], "overrides": {} }""")]
    [InlineData("""{ "title": "T", "channels": [{ "name": "A", "feeds": ["https://example.org/"] }] }""")]
    public void Without_overrides_there_are_none(string json)
    {
        var overrides = ListText.Valid(json).Overrides;

        Assert.Equal(
            [0, 0, 0, 0, 0, 0],
            [overrides.Pin.Count, overrides.Ban.Count, overrides.Split.Count, overrides.Merge.Count, overrides.Mute.Count, overrides.Boost.Count]);
    }

    [Fact]
    public void So_many_overrides_as_may_be_are_read()
    {
        var links = string.Join(", ", Enumerable.Range(0, OverridesReader.MaxCount).Select(number => $"\"https://example.org/{number}\""));

        Assert.Equal(OverridesReader.MaxCount, ListText.Valid(ListText.OfOverride("ban", $"[{links}]")).Overrides.Ban.Count);
    }
}
