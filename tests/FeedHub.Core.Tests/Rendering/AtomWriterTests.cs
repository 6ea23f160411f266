using System.Xml.Linq;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

public sealed class AtomWriterTests
{
    private static readonly XElement _feed = Read(Feed(FullItem));
    private static readonly XElement _entry = _feed.Element(Atom + "entry")!;

    [Fact]
    public void OUT_1_The_feed_has_one_id_title_updated_author_self_and_alternate()
    {
        Assert.Equal("urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", Assert.Single(_feed.Elements(Atom + "id")).Value);
        Assert.Equal("Open & Source", Assert.Single(_feed.Elements(Atom + "title")).Value);
        Assert.Equal("2026-11-24T03:00:00Z", Assert.Single(_feed.Elements(Atom + "updated")).Value);
        Assert.Equal("Open & Source", Assert.Single(_feed.Elements(Atom + "author")).Value);
        Assert.Equal("https://hub.example/", Href(_feed, "alternate"));
        Assert.All(_feed.Elements(Atom + "entry").Last().ElementsAfterSelf(), element => Assert.Equal(Atom + "entry", element.Name));
    }

    [Fact]
    public void OUT_9_Self_is_the_address_that_it_is_served_from() => Assert.Equal("https://hub.example/top-stories.atom", Href(_feed, "self"));

    [Fact]
    public void OUT_2_An_entry_says_each_thing_once()
    {
        foreach (var name in (string[])["id", "title", "updated", "published", "summary", "content", "rights", "source"])
        {
            Assert.Single(_entry.Elements(Atom + name));
        }

        Assert.Equal("https://e.example/post?a=1&b=2", Href(_entry, "alternate"));
        Assert.Equal("https://e.example/post#comments", Href(_entry, "replies"));
        Assert.Equal(["Ada", "bob@example.org"], _entry.Elements(Atom + "author").Select(author => author.Element(Atom + "name")!.Value));
        Assert.Equal("7", _entry.Element((XNamespace)"http://purl.org/syndication/thread/1.0" + "total")!.Value);
        Assert.Equal("en-GB", _entry.Attribute(XNamespace.Xml + "lang")!.Value);
    }

    [Fact]
    public void OUT_2_An_entry_without_link_has_content()
    {
        var entry = Read(Feed(Item with { Link = null, Summary = "<p>x</p>" })).Element(Atom + "entry")!;
        Assert.Equal("<p>x</p>", entry.Element(Atom + "content")!.Value);
        Assert.Null(entry.Element(Atom + "summary"));
        Assert.NotNull(Read(Feed(Item with { Link = null })).Element(Atom + "entry")!.Element(Atom + "content"));
    }

    [Fact]
    public void OUT_2_An_entry_without_text_says_its_title()
    {
        var entry = Read(Feed(Item)).Element(Atom + "entry")!;
        Assert.Equal(("text", "A <b> & a title"), (entry.Element(Atom + "content")!.Attribute("type")!.Value, entry.Element(Atom + "content")!.Value));
        Assert.Null(Read(Feed(Item with { Summary = "x" })).Element(Atom + "entry")!.Element(Atom + "content"));
    }

    [Theory]
    [InlineData("tag:e.example,2026:feed", "tag:e.example,2026:feed")]
    [InlineData("https://E.example", "https://e.example/feed")]
    [InlineData("urn:uuid:1", "https://e.example/feed")]
    [InlineData("not one", "https://e.example/feed")]
    public void OUT_4_A_source_goes_by_its_id_where_that_is_one_in_every_reader(string id, string expected)
    {
        var item = Item with { Sources = [Item.Sources[0] with { Id = id }] };
        Assert.Equal(expected, Read(Feed(item)).Descendants(Atom + "source").Single().Element(Atom + "id")!.Value);
        var origin = new EntryOrigin(id, "The origin", "https://e.example/feed", null, null, null, null);
        Assert.Equal(expected, Read(Feed(Item with { Origin = origin })).Descendants(Atom + "source").Single().Element(Atom + "id")!.Value);
        var nowhere = Read(Feed(Item with { Sources = [Item.Sources[0] with { Id = "a", FeedUrl = "" }] })).Descendants(Atom + "source").Single().Element(Atom + "id")!.Value;
        Assert.True(IriText.IsNormal(nowhere));
    }

    [Fact]
    public void OUT_6_A_source_did_not_change_in_years_to_come()
    {
        var origin = new EntryOrigin("urn:example:origin", "The origin", null, null, new(2150, 1, 1, 0, 0, 0, TimeSpan.Zero), null, null);
        Assert.Equal("2026-11-24T03:00:00Z", Read(Feed(Item with { Origin = origin })).Descendants(Atom + "source").Single().Element(Atom + "updated")!.Value);
    }

    [Fact]
    public void OUT_4_The_source_is_the_feed_that_leads()
    {
        var source = _entry.Element(Atom + "source")!;
        Assert.Equal("tag:e.example,2026:feed", source.Element(Atom + "id")!.Value);
        Assert.Equal("Example", source.Element(Atom + "title")!.Value);
        Assert.Equal("2026-11-24T03:00:00Z", source.Element(Atom + "updated")!.Value);
        Assert.Equal("https://e.example/feed", Href(source, "self"));
        Assert.Equal("https://e.example/", Href(source, "alternate"));
        Assert.Equal("https://o.example/told", Href(_entry, "via"));
    }

    [Fact]
    public void OUT_4_An_entry_without_author_has_its_source_for_one()
    {
        var source = Read(Feed(Item)).Element(Atom + "entry")!.Element(Atom + "source")!;
        Assert.Equal("Example", source.Element(Atom + "author")!.Element(Atom + "name")!.Value);
        Assert.Null(_entry.Element(Atom + "source")!.Element(Atom + "author"));
    }

    [Theory]
    [InlineData("Ada <ada@example.org>", "Ada")]
    [InlineData("<ada@example.org>", "ada@example.org")]
    public void A_title_that_stands_for_an_author_gives_no_mail_address(string title, string expected)
    {
        var item = Item with { Sources = [Item.Sources[0] with { Title = title }] };
        var feed = Read(Feed(item) with { Title = title });
        Assert.Equal([expected, expected], feed.Descendants(Atom + "name").Select(name => name.Value));
        Assert.Equal(title, feed.Element(Atom + "title")!.Value);
        Assert.Equal(title, feed.Descendants(Atom + "source").Single().Element(Atom + "title")!.Value);
    }

    [Fact]
    public void OUT_4_A_source_that_the_entry_names_already_is_kept()
    {
        var origin = new EntryOrigin("urn:example:origin", "The origin", "https://origin.example/feed", "https://origin.example/", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "Grace", "CC0");
        var source = Assert.Single(Read(Feed(Item with { Origin = origin })).Element(Atom + "entry")!.Elements(Atom + "source"));
        Assert.Equal(
            ["urn:example:origin", "The origin", "2026-01-02T03:04:05Z", "CC0"],
            new[] { "id", "title", "updated", "rights" }.Select(name => source.Element(Atom + name)!.Value));
        Assert.Equal(("https://origin.example/feed", "https://origin.example/"), (Href(source, "self"), Href(source, "alternate")));
        Assert.Equal("Grace", source.Element(Atom + "author")!.Element(Atom + "name")!.Value);
        var nameless = Read(Feed(Item with { Origin = origin with { Title = null } })).Element(Atom + "entry")!.Element(Atom + "source")!;
        Assert.Equal("tag:e.example,2026:feed", nameless.Element(Atom + "id")!.Value);
    }

    [Fact]
    public void A_story_names_its_page_and_ends_with_who_else_covers_it()
    {
        var story = FullItem with
        {
            Story = new() { LeadReasons = [], Evidence = [], Members = [] },
            Sources = [FullItem.Sources[0], FullItem.Sources[1] with { Headline = "Told <otherwise> & well" }],
        };
        var entry = Read(Feed(story) with { BaseUrl = new Uri("https://hub.example/") }).Element(Atom + "entry")!;
        Assert.Equal("https://hub.example/stories/00000000-0000-5000-8000-000000000001", Href(entry, "related"));
        Assert.Equal(
            "<p>Long &amp; <i>thorough</i></p><p>Also covered by</p><ul><li><a href=\"https://o.example/told\">Told &lt;otherwise&gt; &amp; well</a> (Other &amp; Co)</li></ul>",
            entry.Element(Atom + "content")!.Value);
        Assert.Equal("<p>Short &amp; <b>sweet</b></p>", entry.Element(Atom + "summary")!.Value);
    }

    [Fact]
    public void OUT_26_An_archive_document_says_so_and_the_current_one_names_the_newest()
    {
        XNamespace history = "http://purl.org/syndication/history/1.0";
        var current = Feed(Item) with { PreviousArchiveUrl = new Uri("https://hub.example/archive/2026-11.atom") };
        Assert.Equal("https://hub.example/archive/2026-11.atom", Href(Read(current), "prev-archive"));
        Assert.Null(Read(current).Element(history + "archive"));
        Assert.Null(Read(Feed(Item) with { CurrentUrl = new Uri("https://hub.example/latest.atom") }).Element(history + "archive")); // part of nothing yet
        var archive = Read(current with { CurrentUrl = new Uri("https://hub.example/latest.atom"), NextArchiveUrl = new Uri("https://hub.example/archive/2027-01.atom") });
        Assert.NotNull(archive.Element(history + "archive"));
        Assert.Equal(("https://hub.example/latest.atom", "https://hub.example/archive/2027-01.atom"), (Href(archive, "current"), Href(archive, "next-archive")));
    }

    [Fact]
    public void A_long_document_is_the_sum_of_its_parts()
    {
        var (one, other) = (Item with { Id = "urn:example:1" }, FullItem);
        var whole = AtomWriter.WriteParts(Feed(one, other));
        byte[] parts = [.. whole.Head.Span, .. AtomWriter.WriteParts(Feed(one)).Entries.Span, .. AtomWriter.WriteParts(Feed(other)).Entries.Span, .. whole.Tail.Span];
        Assert.Equal(AtomWriter.Write(Feed(one, other)), parts);
        var none = AtomWriter.WriteParts(Feed());
        Assert.Equal(0, none.Entries.Length);
        Assert.Equal(AtomWriter.Write(Feed()), (byte[])[.. none.Head.Span, .. none.Tail.Span]);
    }

    [Fact]
    public void OUT_8_The_language_of_the_source_stands_on_the_entry() =>
        Assert.Equal("en-GB", _entry.Attribute(XNamespace.Xml + "lang")!.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("klingon")]
    [InlineData("xq-US")]
    public void OUT_8_A_language_that_nobody_knows_is_said_to_be_unknown(string? language)
    {
        var feed = Read(Feed(Item with { Language = language }));
        Assert.Equal("en", feed.Attribute(XNamespace.Xml + "lang")!.Value); // of the title, which is the hub's
        Assert.Equal("und", feed.Element(Atom + "entry")!.Attribute(XNamespace.Xml + "lang")!.Value);
    }

    [Fact]
    public void OUT_10_Equal_moments_of_change_stay_equal_and_ids_differ()
    {
        var entries = Read(Feed(Item with { Id = "urn:example:1" }, Item with { Id = "urn:example:2" })).Elements(Atom + "entry").ToList();
        Assert.Single(entries.Select(entry => entry.Element(Atom + "updated")!.Value).Distinct());
        Assert.Equal(2, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
    }

    [Fact]
    public void OUT_6_Dates_are_in_UTC_whatever_their_offset()
    {
        var item = Item with { PublishedAt = new(2026, 1, 1, 1, 30, 0, TimeSpan.FromHours(2)) };
        Assert.Equal("2025-12-31T23:30:00Z", Read(Feed(item)).Element(Atom + "entry")!.Element(Atom + "published")!.Value);
    }

    [Fact]
    public void OUT_7_Titles_are_plain_text_and_texts_HTML()
    {
        Assert.Equal("text", _entry.Element(Atom + "title")!.Attribute("type")!.Value);
        Assert.Equal("A <b> & a title", _entry.Element(Atom + "title")!.Value);
        Assert.Equal("html", _entry.Element(Atom + "summary")!.Attribute("type")!.Value);
        Assert.Equal("<p>Long &amp; <i>thorough</i></p>", _entry.Element(Atom + "content")!.Value);
    }

    [Fact]
    public void OUT_29_A_comment_names_the_page_for_people()
    {
        var comment = Assert.IsType<XComment>(XDocument.Load(new MemoryStream(AtomWriter.Write(Feed()))).FirstNode);
        Assert.Contains("https://hub.example/", comment.Value, StringComparison.Ordinal);
    }

    private static string Href(XElement parent, string relation) =>
        Assert.Single(parent.Elements(Atom + "link"), link => link.Attribute("rel")!.Value == relation).Attribute("href")!.Value;

    private static XElement Read(Publication publication) => XDocument.Load(new MemoryStream(AtomWriter.Write(publication))).Root!;
}
