namespace FeedHub.Deduplicating;

/// <summary>Which entries are one article, and what it is called (CONTRACT, Entry and Identity).</summary>
public sealed class ArticleAssignerTests
{
    private const string Page = "https://e.example/page";

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
        Assert.Equal("urn:x:1", Assign(Sample.Entry("a", "g:urn:x:1", Page) with { Guid = "urn:x:1" }).Single().Id);

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
        var own = Sample.Entry("a", "g:urn:x:1", Page) with { Guid = "urn:x:1" };
        var hijacker = Sample.Entry("b", "g:urn:x:1", "https://b.example/") with { Guid = "urn:x:1" };
        var expected = NamedUuid.ForArticle(new("b"), hijacker.Key);

        Assert.Equal(["urn:x:1", expected], Assign(own, hijacker).Select(article => article.Id));

        var later = Assigner([], "urn:x:1");
        Assert.Equal(expected, later.Assign(hijacker, isFirstVisit: false, inLatest: true).ArticleId);
    }

    [Theory]
    [InlineData("https://e.example/1", true)]
    [InlineData("http://e.example/?p=1", true)]
    [InlineData("tag:e.example,2026:1", true)]
    [InlineData("urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", true)]
    [InlineData("https://e.example/ü", true)]
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
    public void Only_an_absolute_IRI_that_names_can_be_an_articles_id(string? guid, bool can) =>
        Assert.Equal(can ? guid : null, ArticleAssigner.PublisherIdOf(Sample.Entry("a", "g:1", Page) with { Guid = guid }));

    [Fact]
    public void Computed_again_with_or_without_what_was_stored_ids_are_the_same()
    {
        Entry[] entries =
        [
            Sample.Entry("a", "g:urn:x:1", Page) with { Guid = "urn:x:1" },
            Sample.Entry("a", "g:2", Page + "#b"),
            Sample.Entry("a", "g:3", Page + "#b", "Another title"),
            Sample.Entry("a", "g:4", null),
            Sample.Entry("b", "g:urn:x:1", "https://b.example/") with { Guid = "urn:x:1" },
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
        var victim = Sample.Entry("a", "g:urn:x:1", Page) with { Guid = "urn:x:1" };
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
