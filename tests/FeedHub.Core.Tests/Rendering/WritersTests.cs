using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

/// <summary>What holds for every format.</summary>
public sealed class WritersTests
{
    public static TheoryData<string> Formats => ["atom", "rss", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whatever_a_source_says_the_document_is_well_formed(string format)
    {
        foreach (var text in HostileTexts)
        {
            Parse(format, Write(format, Feed(Hostile(text), FullItem) with { Title = text, Description = text }));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Equal_publications_give_equal_bytes(string format) =>
        Assert.Equal(Write(format, Feed(FullItem, Item)), Write(format, Feed(FullItem, Item)));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Documents_are_UTF_8_without_byte_order_mark(string format)
    {
        var document = Write(format, Feed(Item with { Title = "Grüße 😀" }));
        Assert.Contains(document[0], "<{"u8.ToArray());
        Assert.Contains("Grüße", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(document), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_feed_without_items_is_a_feed(string format) => Parse(format, Write(format, Feed()));

    [Theory]
    [MemberData(nameof(Formats))]
    public void BAD_33_Only_web_addresses_are_published(string format)
    {
        const string evil = "javascript:alert(1)";
        var item = Item with
        {
            Link = evil,
            Authors = [new("Ada", null, evil)],
            Categories = [new("tag", evil, null)],
            Enclosures = [new(evil, "audio/mpeg", 1)],
            CommentsUrl = evil,
            Image = evil,
            Sources = [Item.Sources[0] with { FeedUrl = evil, SiteUrl = evil, Link = evil }],
        };
        Assert.DoesNotContain("javascript", Encoding.UTF8.GetString(Write(format, Feed(item))), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void BAD_47_Template_strings_are_shown_literally(string format)
    {
        const string text = "{{x}} ${x} %s {0}";
        Assert.Contains(text, Encoding.UTF8.GetString(Write(format, Feed(Item with { Title = text }))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void User_info_of_addresses_is_not_published(string format)
    {
        var document = Write(format, Feed(Item with { Link = "https://u:secret@e.example/" }));
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(document), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_address_with_an_empty_user_is_published_without_one(string format)
    {
        var document = Encoding.UTF8.GetString(Write(format, Feed(Item with { Link = "https://@e.example/post" })));
        Assert.DoesNotContain("//@", document, StringComparison.Ordinal);
        Assert.Contains("https://e.example/post", document, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void BAD_33_A_host_that_has_no_name_in_ASCII_is_not_published(string format)
    {
        var host = $"www.example.com{new string('挼', 100)}"; // the library takes it for a host, and leaves it as it is
        Assert.DoesNotContain("挼", Encoding.UTF8.GetString(Write(format, Feed(Item with { Link = $"https://{host}/" }))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void BAD_33_An_address_of_IPv6_is_not_published_and_nothing_else_is_lost(string format)
    {
        const string six = "http://[2001:db8::1]/a";
        var item = Item with
        {
            Link = six,
            Categories = [new("tag", six, null)],
            CommentsUrl = six,
            Image = six,
            Sources = [Item.Sources[0] with { FeedUrl = six, SiteUrl = six, Link = six }],
        };
        var document = Write(format, Feed(item));
        Parse(format, document);
        var text = Encoding.UTF8.GetString(document);
        Assert.DoesNotContain("2001:db8", text, StringComparison.Ordinal);
        Assert.Contains(Item.Id, text, StringComparison.Ordinal);
        Assert.Contains("tag", text, StringComparison.Ordinal);
        if (format == "atom")
        {
            Assert.NotNull(XDocument.Load(new MemoryStream(document)).Root!.Element(Atom + "entry")!.Element(Atom + "content")); // there is no alternate
        }
    }

    [Fact]
    public void The_page_of_a_story_is_published_whatever_the_host_of_the_hub()
    {
        var story = Item with { Story = new() { LeadReasons = [], Evidence = [], Members = [] } };
        var document = Encoding.UTF8.GetString(JsonFeedWriter.Write(Feed(story) with { BaseUrl = new Uri("http://[2001:db8::1]/") }));
        Assert.Contains("\"page\":\"http://[2001:db8::1]/stories/", document, StringComparison.Ordinal);
    }

    /// <summary>Validators take for markup what looks like it; a word joiner, which shows nothing, keeps it apart.</summary>
    [Theory]
    [InlineData("How to use <b>bold</b>", "How to use <b>bold<\u2060/b>")]
    [InlineData("Write &amp; for &, &#38; too", "Write &\u2060amp; for &, &\u2060#38; too")]
    [InlineData("AT&T and R&D, a < b", "AT&T and R&D, a < b")]
    [InlineData("CafÃ© & Â«moreÂ»", "Café & «more»")]
    [InlineData("CafÃ© – 漢 Ã¼ 😀", "Café – 漢 ü 😀")]
    [InlineData("«AMANHÃ», CAFÉ» – Ã", "«AMANHÃ», CAFÉ» – Ã")]
    [InlineData("1&½ 2&² 3&① 4&\U0001D7D9 5&\U0001D400 T&T😀 &😀", "1&\u2060½ 2&\u2060² 3&\u2060① 4&\u2060\U0001D7D9 5&\U0001D400 T&T😀 &😀")]
    [InlineData("é is Ã© to some, and Ã© – is not", "é is Ã© to some, and Ã© – is not")]
    [InlineData("lost \uFFFD, \uFDD0none\U0001FFFE", "lost ?, none")]
    public void OUT_7_Plain_text_in_XML_looks_like_no_markup(string text, string expected)
    {
        var item = Item with
        {
            Title = text,
            Authors = [new(text, null, null)],
            Categories = [new("x", null, text)],
            Rights = text,
            Sources = [Item.Sources[0] with { Title = text }, Item.Sources[0] with { FeedId = new("b"), Title = text, Link = "https://b.example/1" }],
        };
        var atom = XDocument.Load(new MemoryStream(AtomWriter.Write(Feed(item) with { Title = text, Description = text }))).Root!;
        var entry = atom.Element(Atom + "entry")!;
        var texts = new[] { atom, entry, entry.Element(Atom + "source")! }.SelectMany(parent => parent.Elements())
            .Where(element => element.Name.LocalName is "title" or "subtitle" or "rights" or "author")
            .Select(element => element.Value);
        Assert.All(
            [.. texts, (string)entry.Element(Atom + "category")!.Attribute("label")!, (string)entry.Elements(Atom + "link").Single(link => (string)link.Attribute("rel")! == "via").Attribute("title")!],
            shown => Assert.Equal(expected, shown));
        var rss = XDocument.Load(new MemoryStream(RssWriter.Write(Feed(item)))).Root!.Element("channel")!.Element("item")!;
        Assert.All(rss.Elements().Where(element => element.Name.LocalName is "title" or "category" or "source" or "rights" or "creator"), element => Assert.Equal(expected, element.Value));
    }

    private static byte[] Write(string format, Publication publication) => format switch
    {
        "atom" => AtomWriter.Write(publication),
        "rss" => RssWriter.Write(publication),
        _ => JsonFeedWriter.Write(publication),
    };

    private static void Parse(string format, byte[] document)
    {
        if (format == "json")
        {
            using var parsed = JsonDocument.Parse(document);
        }
        else
        {
            XDocument.Load(new MemoryStream(document));
        }
    }
}
