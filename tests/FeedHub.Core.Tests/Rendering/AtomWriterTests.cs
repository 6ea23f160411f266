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
