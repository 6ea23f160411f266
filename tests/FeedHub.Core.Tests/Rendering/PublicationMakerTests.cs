namespace FeedHub.Rendering;

public sealed class PublicationMakerTests
{
    private static readonly Uri _publicUrl = new("https://hub.example/");
    private static readonly HubState _hub = new() { Id = "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", CreatedAt = Sample.Now.AddDays(-9) };

    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData(-2, null, -2)]
    [InlineData(null, -3, -3)]
    [InlineData(-2, -1, -2)]
    [InlineData(24, null, 0)]
    [InlineData(24 * 365, 24 * 365, 0)]
    [InlineData(null, null, 0)]
    public void BAD_52_No_date_is_published_that_lies_after_first_sight(int? published, int? updated, int expected)
    {
        var item = Latest(Lead(published, updated));
        Assert.Equal(Now.AddHours(expected), item.PublishedAt);
        Assert.InRange(item.UpdatedAt, item.PublishedAt, Now);
    }

    [Theory]
    [InlineData(-2, null, 0, -2)]
    [InlineData(-2, -1, 0, -1)]
    [InlineData(-2, -5, 0, -2)]
    [InlineData(-2, 5, 0, -2)]
    [InlineData(-2, -1, 3, 3)]
    public void OUT_5_Updated_is_the_last_material_change_else_what_the_publisher_said_at_first_sight(
        int published, int? updated, int changed, int expected) => Assert.Equal(
            Now.AddHours(expected), Latest(Lead(published, updated) with { ChangedAt = Now.AddHours(changed) }).UpdatedAt);

    [Fact]
    public void An_item_of_latest_is_the_article_with_its_own_address()
    {
        var item = Latest(Lead(-2, null) with { Rights = null });
        Assert.Equal(("urn:example:article", "https://a.example/1"), (item.Id, item.Link));
        Assert.Equal(["a", "b"], item.Sources.Select(source => source.FeedId.Value));
        Assert.Equal(["urn:example:feed", "https://b.example/feed"], item.Sources.Select(source => source.Id));
        Assert.Equal("CC BY", item.Rights);
    }

    [Fact]
    public void Top_stories_are_the_listed_ones_in_order_under_ids_of_their_own()
    {
        var list = new RankedList("", ["s:one", "s:two"], [new("s:two", Now.AddHours(2), null), new("s:gone", Now, null), new("s:one", Now, Now)]);
        var stories = new[] { Listed("one", Now, Now.AddHours(1)), Listed("two", Now.AddHours(2), Now.AddHours(2)) };
        var publication = Maker(_hub).TopStories(list, stories.ToDictionary(story => story.Id));

        Assert.Equal(["s:two", "s:one"], publication.Items.Select(item => item.Id));
        Assert.Equal([Now.AddHours(2), Now], publication.Items.Select(item => item.PublishedAt));
        Assert.Equal([Now.AddHours(2), Now.AddHours(1)], publication.Items.Select(item => item.UpdatedAt));
        Assert.Equal(("https://hub.example/top-stories", Now.AddHours(2)), (publication.StemUrl.AbsoluteUri, publication.UpdatedAt));
    }

    [Fact]
    public void A_story_that_shows_nothing_yet_is_left_out() => Assert.Empty(
        Maker(_hub).TopStories(new("", ["s:one"], [new("s:one", Now, null)]), new Dictionary<string, Story> { ["s:one"] = new() { Id = "s:one", Members = [] } }).Items);

    [Fact]
    public void A_frozen_story_shows_its_lead_and_who_else_tells_it_with_their_headlines()
    {
        var other = new LedArticle(
            Sample.Article("other", ("c", 1)) with { Sources = [Sample.Article("other", ("c", 1)).Sources[0] with { Link = "https://c.example/2" }] },
            Sample.Entry("c", "g:other", "https://c.example/2", "Told otherwise"));
        var story = new Story { Id = "s:one", Members = [Sample.Member("article"), Sample.Member("other")], LeadReasons = ["it came first"] };
        Evidence[] evidence = [Sample.Told("a", 1)];

        var item = Maker(_hub).Freeze(story, Led(Lead(-2, null), "article"), [other], evidence, Now, Now.AddHours(1));

        Assert.Equal(("s:one", "A title", "https://a.example/1"), (item.Id, item.Title, item.Link));
        Assert.Equal((Now, Now.AddHours(1)), (item.PublishedAt, item.UpdatedAt));
        Assert.Equal(["a", "b", "c"], item.Sources.Select(source => source.FeedId.Value));
        Assert.Equal(new string?[] { null, null, "Told otherwise" }, item.Sources.Select(source => source.Headline));
        Assert.Same(evidence, item.Story!.Evidence);
        Assert.Equal((2, "it came first"), (item.Story.Members.Count, Assert.Single(item.Story.LeadReasons)));
    }

    [Theory]
    [InlineData(null, "urn:uuid:1a420cb0-b699-53a2-a9b5-99c84334ee09")]
    [InlineData("https://e.example/list", "https://e.example/list#latest")]
    [InlineData("https://e.example/#list", "https://e.example/#list/latest")]
    public void OUT_3_The_id_of_a_feed_comes_of_the_list_and_not_of_the_public_address(string? listId, string expected)
    {
        var list = Sample.List() with { Id = listId };
        Assert.Equal(expected, new PublicationMaker(list, States, _hub, _publicUrl).Latest([]).Id);
        Assert.Equal(expected, new PublicationMaker(list, States, _hub, new("https://moved.example/hub/")).Latest([]).Id);
    }

    [Fact]
    public void A_feed_that_holds_nothing_was_updated_when_the_hub_was_made() => Assert.Equal(_hub.CreatedAt, Maker(_hub).Latest([]).UpdatedAt);

    [Theory]
    [InlineData("Configured", "Own", "Configured")]
    [InlineData(null, "Own", "Own")]
    [InlineData(null, null, "a.example")]
    public void BAD_55_A_feed_is_shown_under_its_configured_name_else_its_own_else_its_host(string? configured, string? own, string expected)
    {
        var states = new Dictionary<FeedId, FeedState> { [new("a")] = Sample.State("a") with { Profile = Sample.Profile with { Title = own } } };
        Assert.Equal(expected, new PublicationMaker(Sample.List(Sample.Source("a") with { Title = configured }), states, _hub, _publicUrl).TitleOf(new("a")));
    }

    [Fact]
    public void Only_what_the_list_follows_and_its_rules_let_through_is_admitted()
    {
        var led = Led(Lead(-1, null), "article");
        Assert.True(Admits(Sample.Source("a"), led));
        Assert.False(Admits(Sample.Source("b"), led));
        Assert.False(Admits(Sample.Source("a") with { Exclude = [EntryRule.Parse("title:a title", out _)!] }, led));
    }

    [Fact]
    public void OUT_3_An_id_is_the_same_whoever_represents_the_article_and_wherever_it_is_served()
    {
        var led = Led(Lead(-2, null), "article");
        var other = new LedArticle(led.Article with { Sources = [.. led.Article.Sources.Reverse()] }, Sample.Entry("b", "g:1", "https://b.example/1"));
        Assert.Equal(Maker(_hub).ItemOf(led).Id, Maker(_hub).ItemOf(other).Id);
        Assert.Equal(Maker(_hub).ItemOf(led).Id, new PublicationMaker(Sample.List(Sample.Source("a")), States, _hub, new("https://moved.example/")).ItemOf(led).Id);
    }

    [Fact]
    public void OUT_25_A_page_is_of_a_hundred_entries_at_most_where_nobody_says_otherwise() =>
        Assert.True(AtomWriter.Write(Maker(_hub).Latest(Enumerable.Repeat(Led(Lead(-2, -1), "article"), 100))).Length < 250 * 1024);

    [Fact]
    public void A_channel_has_a_feed_and_archives_under_ids_and_addresses_of_its_own()
    {
        var latest = Maker(_hub).Latest("news", [], new Month(2026, 11));
        Assert.Equal("urn:uuid:ca9a22cc-78b9-5714-88c1-7a62062f3844", latest.Id);
        Assert.Equal(("Open Source, News: latest", "https://hub.example/channels/news"), (latest.Title, latest.HomeUrl.AbsoluteUri));
        Assert.Equal("https://hub.example/channels/news/archive/2026-11.atom", latest.PreviousArchiveUrl!.AbsoluteUri);

        var archive = Maker(_hub).Archive("news", new Month(2026, 12), [], hasPrevious: true, hasNext: true);
        Assert.Equal((latest.Id, "https://hub.example/channels/news/archive/2026-12"), (archive.Id, archive.StemUrl.AbsoluteUri));
        Assert.Equal("https://hub.example/channels/news/latest.atom", archive.CurrentUrl!.AbsoluteUri);
        Assert.Equal("https://hub.example/channels/news/archive/2026-11.atom", archive.PreviousArchiveUrl!.AbsoluteUri);
        Assert.Equal("https://hub.example/channels/news/archive/2027-01.atom", archive.NextArchiveUrl!.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), archive.UpdatedAt);
    }

    [Fact]
    public void A_publication_is_the_same_while_its_items_are_the_very_same()
    {
        var led = Led(Lead(-2, -1), "article");
        var (item, equal) = (Maker(_hub).ItemOf(led), Maker(_hub).ItemOf(led));
        Assert.True(item.ShowsTheSameAs(equal));
        Assert.False(item.ShowsTheSameAs(Maker(_hub).ItemOf(led with { Lead = led.Lead with { Authors = [new("Ada", null, null)] } })));
        Assert.True(Maker(_hub).Latest("", [item], null).IsSameAs(Maker(_hub).Latest("", [item], null)));
        Assert.False(Maker(_hub).Latest("", [item], null).IsSameAs(Maker(_hub).Latest("", [equal], null)));
        Assert.False(Maker(_hub).Latest("", [item], null).IsSameAs(Maker(_hub).Latest("", [item], new Month(2026, 11))));
    }

    [Fact]
    public void Made_twice_the_bytes_are_the_same()
    {
        var led = Led(Lead(-2, -1), "article");
        Assert.Equal(AtomWriter.Write(Maker(_hub).Latest([led])), AtomWriter.Write(Maker(_hub).Latest([led])));
    }

    private static Dictionary<FeedId, FeedState> States => new()
    {
        [new("a")] = Sample.State("a") with { Profile = Sample.Profile with { AtomId = "urn:example:feed", Rights = "CC BY" } },
        [new("b")] = Sample.State("b"),
    };

    private static PublicationMaker Maker(HubState hub) => new(Sample.List(Sample.Source("a"), Sample.Source("b")), States, hub, _publicUrl);

    private static PublishedItem Latest(Entry lead) => Maker(_hub).Latest([Led(lead, "article")]).Items.Single();

    private static LedArticle Led(Entry lead, string name) => new(Sample.Article(name, ("a", 1), ("b", 1), ("a", 2)), lead);

    private static Story Listed(string name, DateTimeOffset listedAt, DateTimeOffset updatedAt)
    {
        var story = new Story { Id = $"s:{name}", Members = [Sample.Member(name)], ListedAt = listedAt };
        return story with
        {
            Shown = new FrozenItem
            {
                Item = Maker(_hub).Freeze(story, Led(Lead(-2, null), name), [], [], listedAt, updatedAt),
                LeadKey = name,
                TextAt = Now,
                Coverage = 1,
                MergeCount = 0,
            },
        };
    }

    private static bool Admits(FeedSource source, LedArticle led) => new PublicationMaker(Sample.List(source), States, _hub, _publicUrl).Admits(led);

    private static Entry Lead(int? published, int? updated) => Sample.Entry("a", "g:article", "https://a.example/1") with
    {
        PublishedAt = published is { } one ? Now.AddHours(one) : null,
        UpdatedAt = updated is { } other ? Now.AddHours(other) : null,
    };
}
