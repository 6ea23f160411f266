namespace FeedHub.Deduplicating;

/// <summary>Which entries are one article, and what it is called (CONTRACT, Entry and Identity).</summary>
public sealed class ArticleAssignerTests
{
    private const string Page = "https://e.example/page";
    private const string Title = "Linux kernel 7.0 released with many changes";

    [Fact]
    public void Two_entries_of_one_feed_with_other_fragments_are_two_and_another_feed_joins_one()
    {
        var first = Sample.Entry("a", "g:1", Page + "#a");
        var second = Sample.Entry("a", "g:2", Page + "#b");
        var other = Sample.Entry("b", "g:1", Page);

        var articles = Assign(first, second, other);

        Assert.Equal([2, 1], articles.Select(article => article.Sources.Count));
    }

    [Fact]
    public void An_entry_of_another_feed_joins_the_article_of_its_fragment() => Assert.Equal(
        [1, 2], Assign(Sample.Entry("a", "g:1", Page + "#a"), Sample.Entry("a", "g:2", Page + "#b"), Sample.Entry("b", "g:1", Page + "#b"))
            .Select(article => article.Sources.Count));

    [Theory]
    [InlineData("A title", 1)]
    [InlineData("a title!", 1)]
    [InlineData("Another title", 2)]
    public void In_one_feed_the_same_link_joins_only_under_the_same_title(string title, int count) =>
        Assert.Equal(count, Assign(Sample.Entry("a", "g:1", Page), Sample.Entry("a", "g:2", Page, title)).Count);

    [Theory]
    [InlineData("https://e.example/page?utm_source=feed", 1)]
    [InlineData("http://e.example/page", 1)]
    [InlineData("https://E.example:443/page/", 1)]
    [InlineData("https://e.example/page#part", 1)]
    [InlineData("https://e.example/page?id=2", 2)]
    [InlineData("https://e.example/Page", 2)]
    [InlineData(null, 2)]
    public void Across_feeds_what_leads_to_one_address_is_one_article_whatever_its_title(string? link, int count) =>
        Assert.Equal(count, Assign(Sample.Entry("a", "g:1", Page), Sample.Entry("b", "g:9", link, "Another title")).Count);

    [Fact]
    public void F_47_An_entry_that_returns_under_a_new_guid_is_the_same_article()
    {
        var before = Assign(Sample.Entry("a", "g:http://e.example/1", "http://e.example/1") with { Guid = "http://e.example/1" });
        var again = Sample.Entry("a", "g:https://e.example/1", "https://e.example/1") with { Guid = "https://e.example/1" };
        Assert.Equal("http://e.example/1", Assign(before, again).Single().Id);
    }

    [Fact]
    public void The_publishers_id_is_the_articles() =>
        Assert.Equal("urn:example:1", Assign(Sample.Entry("a", "g:urn:example:1", Page) with { Guid = "urn:example:1" }).Single().Id);

    [Fact]
    public void BAD_49_A_publisher_cannot_claim_in_advance_the_id_that_another_feeds_entry_derives()
    {
        var victim = Sample.Entry("b", "g:post-2", "https://b.example/2");
        var claimed = NamedUuid.ForArticle(victim.FeedId, victim.Key);
        var hijacker = Sample.Entry("a", "g:" + claimed, Page) with { Guid = claimed };

        var ids = Assign(hijacker, victim).Select(article => article.Id).ToList();

        Assert.Equal(claimed, ids[0]);
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void BAD_49_A_publishers_id_that_another_article_holds_is_not_taken()
    {
        var own = Sample.Entry("a", "g:urn:example:1", Page) with { Guid = "urn:example:1" };
        var hijacker = Sample.Entry("b", "g:urn:example:1", "https://b.example/") with { Guid = "urn:example:1" };
        var expected = NamedUuid.ForArticle(new("b"), hijacker.Key);

        Assert.Equal(["urn:example:1", expected], Assign(own, hijacker).Select(article => article.Id));

        var later = Assigner([], "urn:example:1");
        Assert.Equal(expected, later.Assign(hijacker, isFirstVisit: false, inLatest: true).ArticleId);
    }

    [Theory]
    [InlineData("https://e.example/1", true)]
    [InlineData("http://e.example/?p=1", true)]
    [InlineData("tag:e.example,2026:1", true)]
    [InlineData("urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", true)]
    [InlineData("https://e.example/%C3%BC?p=1", true)]
    [InlineData("https://e.example/ü", false)]
    [InlineData("https://E.example/1", false)]
    [InlineData("https://e.example", false)]
    [InlineData("urn:uuid:1", false)]
    [InlineData("at://e.example/1", false)]
    [InlineData("1", false)]
    [InlineData("/a/b", false)]
    [InlineData("//e.example/1", false)]
    [InlineData("post-1", false)]
    [InlineData("e.example:8080", false)]
    [InlineData("C:\\posts\\1", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("https://e.example/a b", false)]
    [InlineData("https://e.example/<b>", false)]
    [InlineData("https://e.example/?a[]=1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void OUT_3_Only_an_absolute_IRI_that_names_in_one_way_can_be_an_articles_id(string? guid, bool can) =>
        Assert.Equal(can ? guid : null, ArticleAssigner.PublisherIdOf(Sample.Entry("a", "g:1", Page) with { Guid = guid }));

    [Fact]
    public void Computed_again_with_or_without_what_was_stored_ids_are_the_same()
    {
        Entry[] entries =
        [
            Sample.Entry("a", "g:urn:example:1", Page) with { Guid = "urn:example:1" },
            Sample.Entry("a", "g:2", Page + "#b"),
            Sample.Entry("a", "g:3", Page + "#b", "Another title"),
            Sample.Entry("a", "g:4", null),
            Sample.Entry("b", "g:urn:example:1", "https://b.example/") with { Guid = "urn:example:1" },
            Sample.Entry("b", "g:5", Page + "/"),
        ];
        var once = Assign(entries);
        var rebuilt = Assign(entries);
        var repeated = Assign(once, entries);

        Assert.Equal(once.Select(article => (article.Key, article.Id)), rebuilt.Select(article => (article.Key, article.Id)));
        Assert.Equal(once, repeated);
        Assert.Equal(once.Count, once.Select(article => article.Id).Distinct().Count());
    }

    [Fact]
    public void An_entry_knows_its_article()
    {
        var assigner = Assigner([]);
        var entry = assigner.Assign(Sample.Entry("a", "g:1", Page), isFirstVisit: false, inLatest: false);
        var article = assigner.Changed.Single();
        Assert.Equal((article.Id, article.Key, "e.example/page", false), (entry.ArticleId, entry.ArticleKey, article.Key, article.InLatest));
        Assert.True(article.IsLedBy(entry));
    }

    [Fact]
    public void F_48_A_text_in_twenty_feeds_is_one_article_that_the_first_represents_whatever_the_number_of_commits()
    {
        Entry[] entries = [.. Enumerable.Range(0, 20).Select(number => Sample.Entry($"f{number}", $"g:{number}", $"{Page}?utm_source={number}", $"Title {number}"))];
        var once = Assert.Single(Assign(entries));
        Assert.Equal(entries.Select(entry => entry.FeedId), once.Sources.Select(source => source.FeedId));
        IReadOnlyList<Article> stored = [];
        foreach (var entry in entries)
        {
            stored = Assign(stored, entry);
        }

        Assert.Equal((once.Id, once.Key), (stored[0].Id, stored[0].Key));
        Assert.Equal(once.Sources, Assert.Single(stored).Sources);
    }

    [Fact]
    public void BAD_54_Who_links_to_the_article_of_another_adds_a_vote_and_takes_nothing_over()
    {
        var victim = Sample.Entry("a", "g:urn:example:1", Page) with { Guid = "urn:example:1" };
        var before = Assert.Single(Assign(victim));
        var after = Assert.Single(Assign([before], Sample.Entry("b", "g:1", Page, "Buy now")));
        Assert.Equal(before with { Sources = after.Sources }, after);
        Assert.True(after.IsLedBy(victim));
        Assert.Equal("A title", after.Sources[0].Title);
    }

    [Theory]
    [InlineData(1.0, false, 1.0)]
    [InlineData(1.0, true, 1.0)]
    [InlineData(72.0, true, 72.0)]
    [InlineData(72.1, false, null)]
    [InlineData(-24.0, false, 0.0)]
    [InlineData(null, false, 0.0)]
    [InlineData(null, true, null)]
    public void An_entry_is_evidence_from_its_date_unless_it_is_old_or_of_unknown_age(double? hoursAgo, bool isFirstVisit, double? evidenceAgo)
    {
        DateTimeOffset? date = hoursAgo is { } hours ? Sample.Now.AddHours(-hours) : null;
        DateTimeOffset? expected = evidenceAgo is { } ago ? Sample.Now.AddHours(-ago) : null;
        var entry = Sample.Entry("a", "g:1", Page);
        Assert.Equal(expected, ArticleAssigner.EvidenceOf(entry with { PublishedAt = date }, isFirstVisit));
        Assert.Equal(expected, ArticleAssigner.EvidenceOf(entry with { PublishedAt = null, UpdatedAt = date }, isFirstVisit));
    }

    [Theory]
    [InlineData(-2, null, -2)]
    [InlineData(2, null, 0)]
    [InlineData(null, -3, -3)]
    [InlineData(null, null, 0)]
    [InlineData(-2, -1, -2)]
    public void BAD_52_An_article_is_dated_by_its_source_but_never_after_first_sight(int? published, int? updated, int expected)
    {
        var article = Assign(Sample.Entry("a", "g:1", Page) with { PublishedAt = At(published), UpdatedAt = At(updated) }).Single();
        Assert.Equal((At(expected), Sample.Now), (article.DatedAt, article.FirstSeenAt));
    }

    [Theory]
    [InlineData("Linux kernel 7.0 released with many changes", true)]
    [InlineData("Weekly links", false)]
    [InlineData("Happy New Year to you all", false)]
    [InlineData("A to Z of it", false)]
    [InlineData("中国科学家发现新的超导材料", true)]
    [InlineData("新年快乐", false)]
    [InlineData("每周分享第一期", false)]
    [InlineData("안녕하세요", false)]
    [InlineData("리눅스 커널 칠점영 정식 출시 소식", true)]
    [InlineData("カーネル七の新機能まとめ記事", true)]
    [InlineData("😀 😀 😀 😀", false)]
    [InlineData("!  ?", false)]
    [InlineData("— — — —", false)]
    [InlineData("", false)]
    public void A_text_is_known_again_only_by_a_title_that_says_enough(string title, bool isKnown) =>
        Assert.Equal(isKnown, ArticleAssigner.TitleKeyOf(title) is not null);

    [Theory]
    [InlineData("b", Title, 0, 1)]
    [InlineData("b", "linux KERNEL 7.0, released: with many changes!", 0, 1)]
    [InlineData("b", Title, 71, 1)]
    [InlineData("b", Title, 73, 2)]
    [InlineData("b", Title, -71, 1)]
    [InlineData("b", Title, -73, 2)]
    [InlineData("b", "Linux kernel 7.1 released with many changes", 0, 2)]
    [InlineData("a", Title, 0, 2)]
    public void The_same_title_in_another_feed_within_three_days_is_the_same_text(string feed, string title, int hours, int count)
    {
        var first = Sample.Entry("a", "g:1", "https://a.example/1", Title) with { PublishedAt = Sample.Now.AddDays(-10) };
        var second = Sample.Entry(feed, "g:2", "https://b.example/2", title) with { PublishedAt = first.PublishedAt.Value.AddHours(hours) };

        Assert.Equal(count, Assign(first, second).Count);
        Assert.Equal(count, Assign(Assign(first), second).Select(article => article.Key).Append("a.example/1").Distinct().Count());
    }

    [Theory]
    [InlineData("https://a.example/1", "Another title", "link")]
    [InlineData("https://a.example/1", Title, "link")]
    [InlineData("https://b.example/2", Title, "title")]
    [InlineData(null, Title, "title")]
    public void It_is_recorded_by_what_a_text_was_known_again(string? link, string title, string expected)
    {
        var article = Assert.Single(Assign(Sample.Entry("a", "g:1", "https://a.example/1", Title), Sample.Entry("b", "g:2", link, title)));
        Assert.Equal(new string?[] { null, expected }, article.Sources.Select(source => source.MatchedBy));
    }

    [Fact]
    public void A_feed_that_carries_the_text_already_does_not_join_by_title_again() => Assert.Equal(
        2, Assign(
            Sample.Entry("a", "g:1", "https://a.example/1", Title), Sample.Entry("b", "g:2", "https://b.example/2", Title),
            Sample.Entry("b", "g:3", "https://b.example/3", Title)).Count);

    [Theory]
    [InlineData("news", "a", "a", true)]
    [InlineData("news", "other", "news", false)]
    [InlineData("a", "news", "a", false)]
    public void The_origins_own_feed_represents_a_text_and_no_aggregator_of_it(string first, string second, string lead, bool changed)
    {
        var article = Assert.Single(Assign(
            Sample.Entry(first, "g:1", "https://a.example/1"), Sample.Entry(second, "g:2", "https://a.example/1", "Another title") with { FirstSeenAt = Sample.Now.AddHours(1) }));
        Assert.Equal(lead, article.Sources[0].FeedId.Value);
        Assert.Equal(changed ? Sample.Now.AddHours(1) : null, article.LedSince);
    }

    [Fact]
    public void Another_representative_changes_neither_id_nor_key_nor_dates()
    {
        var before = Assert.Single(Assign(Sample.Entry("news", "g:urn:example:1", "https://a.example/1") with { Guid = "urn:example:1" }));
        var after = Assert.Single(Assign([before], Sample.Entry("a", "g:2", "https://a.example/1")));
        Assert.Equal(before with { Sources = after.Sources, LedSince = Sample.Now }, after);
        Assert.Equal(["a", "news"], after.Sources.Select(source => source.FeedId.Value));
    }

    [Theory]
    [InlineData(7, 9, 9)]
    [InlineData(9, 7, 9)]
    [InlineData(null, 0, 0)]
    [InlineData(null, null, null)]
    public void The_most_comments_that_a_source_claims_count(int? one, int? other, int? expected) => Assert.Equal(
        expected,
        Assert.Single(Assign(Sample.Entry("a", "g:1", Page) with { CommentsCount = one }, Sample.Entry("b", "g:1", Page) with { CommentsCount = other })).CommentsCount);

    private static DateTimeOffset? At(int? hours) => hours is { } some ? Sample.Now.AddHours(some) : null;

    private static List<Article> Assign(params Entry[] entries) => Assign([], entries);

    private static List<Article> Assign(IReadOnlyList<Article> stored, params Entry[] entries)
    {
        var assigner = Assigner(stored);
        foreach (var entry in entries)
        {
            assigner.Assign(entry, isFirstVisit: false, inLatest: true);
        }

        return [.. assigner.Changed];
    }

    /// <summary>Knows what was stored, the ids that others hold, and that a feed is of the publication of its name.</summary>
    private static ArticleAssigner Assigner(IReadOnlyList<Article> stored, params string[] heldIds) => new(
        stored.ToDictionary(article => article.Key),
        stored.Select(article => article.Id).Concat(heldIds).ToHashSet(StringComparer.Ordinal),
        stored
            .Select(article => (Title: ArticleAssigner.TitleKeyOf(article.Sources[0].Title), article.Key))
            .Where(known => known.Title is not null)
            .DistinctBy(known => known.Title)
            .ToDictionary(known => known.Title!, known => known.Key),
        feed => $"{feed.Value}.example");
}
