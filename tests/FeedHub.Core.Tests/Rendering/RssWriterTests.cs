using System.Text;
using System.Xml.Linq;
using static FeedHub.Rendering.Published;

namespace FeedHub.Rendering;

public sealed class RssWriterTests
{
    private static readonly XNamespace _content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace _dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XElement _channel = Read(Feed(FullItem));
    private static readonly XElement _item = _channel.Element("item")!;

    [Theory]
    [InlineData("title", "Open & Source")]
    [InlineData("link", "https://hub.example/")]
    [InlineData("description", "What people talk about")]
    [InlineData("language", "en-gb")]
    [InlineData("lastBuildDate", "Tue, 24 Nov 2026 03:00:00 GMT")]
    [InlineData("generator", "FeedHub")]
    [InlineData("docs", "http://www.rssboard.org/rss-specification")]
    [InlineData("ttl", "30")]
    public void OUT_11_The_channel_says(string name, string value) =>
        Assert.Equal(value, Assert.Single(_channel.Elements(name)).Value);

    [Fact]
    public void OUT_11_The_channel_links_to_itself_and_ends_with_its_items()
    {
        var self = Assert.Single(_channel.Elements(Atom + "link"));
        Assert.Equal("self", self.Attribute("rel")!.Value);
        Assert.Equal("application/rss+xml", self.Attribute("type")!.Value);
        Assert.Equal("https://hub.example/top-stories.rss", self.Attribute("href")!.Value);
        Assert.Empty(_item.ElementsAfterSelf());
    }

    [Fact]
    public void The_language_is_that_of_the_items()
    {
        Assert.Equal("en", Read(Feed(Item)).Element("language")!.Value);
        var both = Feed(Item with { Language = "fr" }, Item with { Id = "urn:example:2", Language = "de" });
        Assert.Equal("mul", Read(both).Element("language")!.Value);
        var unknown = Read(Feed(Item with { Language = "klingon" }));
        Assert.Equal("en", unknown.Element("language")!.Value);
        Assert.Null(unknown.Element("item")!.Element(_dc + "language"));
    }

    [Fact]
    public void An_empty_description_is_the_title() =>
        Assert.Equal("Open & Source", Read(Feed() with { Description = "" }).Element("description")!.Value);

    [Theory]
    [InlineData("urn:example:1", "https://e.example/1", "false")]
    [InlineData("https://e.example/1", "https://e.example/1", "true")]
    [InlineData("https://e.example/1", "https://e.example/2", "false")]
    [InlineData("https://e.example/1", null, "false")]
    public void OUT_12_A_guid_is_a_permalink_only_where_it_is_the_link(string id, string? link, string expected)
    {
        var guid = Assert.Single(Read(Feed(Item with { Id = id, Link = link })).Element("item")!.Elements("guid"));
        Assert.Equal(id, guid.Value);
        Assert.Equal(expected, guid.Attribute("isPermaLink")!.Value);
    }

    [Fact]
    public void OUT_13_Dates_are_RFC_822_with_four_digits_for_the_year() =>
        Assert.Equal("Tue, 24 Nov 2026 01:00:00 GMT", Assert.Single(_item.Elements("pubDate")).Value);

    [Fact]
    public void OUT_14_Titles_use_hexadecimal_references()
    {
        var written = Encoding.UTF8.GetString(RssWriter.Write(Feed(Item)));
        Assert.Contains("<title>A &#x3C;b&gt; &#x26; a title</title>", written, StringComparison.Ordinal);
    }

    [Fact]
    public void OUT_14_No_plain_text_of_the_channel_or_an_item_could_begin_a_tag()
    {
        const string text = "a <b>c &#39;";
        var item = Item with { Title = text, Categories = [new(text, null, null)], Rights = text, Sources = [Item.Sources[0] with { Title = text }] };
        var written = Encoding.UTF8.GetString(RssWriter.Write(Feed(item) with { Title = text, Description = text }));
        foreach (var name in (string[])["title", "description"])
        {
            Assert.Contains($"<{name}>a &lt;\u2060b&gt;c &amp;\u2060#39;</{name}>", written, StringComparison.Ordinal);
        }

        foreach (var tag in (string[])["<title", "<category", "<dc:rights", "<source url=\"https://e.example/feed\""])
        {
            Assert.Contains($"{tag}>a &#x3C;b&gt;c &#x26;\u2060#39;</", written, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OUT_14_A_category_is_never_blank()
    {
        var item = Read(Feed(Item with { Categories = [new("one", null, " "), new(" ", null, "two")] })).Element("item")!;
        Assert.Equal(["one"], item.Elements("category").Select(category => category.Value));
    }

    [Fact]
    public void OUT_14_The_description_comes_before_the_full_text_with_the_usual_prefix()
    {
        Assert.Equal("<p>Short &amp; <b>sweet</b></p>", Assert.Single(_item.Elements("description")).Value);
        var full = Assert.Single(_item.Element("description")!.ElementsAfterSelf(_content + "encoded"));
        Assert.Equal("<p>Long &amp; <i>thorough</i></p>", full.Value);
        Assert.Contains("<content:encoded>", Encoding.UTF8.GetString(RssWriter.Write(Feed(FullItem))), StringComparison.Ordinal);
    }

    [Fact]
    public void OUT_14_A_full_text_alone_is_the_description()
    {
        var item = Read(Feed(Item with { Content = "<p>x</p>" })).Element("item")!;
        Assert.Equal("<p>x</p>", item.Element("description")!.Value);
        Assert.Null(item.Element(_content + "encoded"));
    }

    [Fact]
    public void OUT_15_Authors_are_creators()
    {
        Assert.Equal(["Ada", "bob@example.org"], _item.Elements(_dc + "creator").Select(creator => creator.Value));
        Assert.Empty(_item.Elements("author"));
    }

    [Theory]
    [InlineData("Ada <ada@example.org>", "Ada")]
    [InlineData("<ada@example.org>", "ada@example.org")]
    [InlineData("Ada < Bob", "Ada < Bob")]
    public void OUT_15_A_mail_address_behind_a_name_is_left_out(string written, string expected) =>
        Assert.Equal(expected, Read(Feed(Item with { Authors = [new(written, null, null)] })).Element("item")!.Element(_dc + "creator")!.Value);

    [Fact]
    public void OUT_16_One_enclosure_with_address_type_and_length()
    {
        var enclosure = Assert.Single(_item.Elements("enclosure"));
        Assert.Equal(["https://e.example/a.mp3", "1234", "audio/mpeg"], enclosure.Attributes().Select(attribute => attribute.Value));

        var unknown = Read(Feed(Item with { Enclosures = [new("https://e.example/b", null, null)] })).Element("item")!.Element("enclosure")!;
        Assert.Equal(["https://e.example/b", "0", "application/octet-stream"], unknown.Attributes().Select(attribute => attribute.Value));
    }

    [Theory]
    [InlineData("http://localhost/a", "https://a_b.example/a", null)]
    [InlineData("http://[2001:db8::1]/a", "https://e.example:8080/a", "https://e.example:8080/a")]
    [InlineData("http://192.0.2.1/a", "https://e.example/a", "http://192.0.2.1/a")]
    [InlineData("https://bücher.example/a", "https://e.example/a", "https://xn--bcher-kva.example/a")]
    public void OUT_16_The_enclosure_is_the_first_whose_host_has_a_name_that_validators_know(string first, string second, string? expected)
    {
        var item = Item with { Enclosures = [new(first, "audio/mpeg", 1), new(second, "audio/mpeg", 1)] };
        Assert.Equal(expected, (string?)Read(Feed(item)).Element("item")!.Element("enclosure")?.Attribute("url"));
    }

    [Fact]
    public void OUT_17_The_source_names_the_feed()
    {
        var source = Assert.Single(_item.Elements("source"));
        Assert.Equal("https://e.example/feed", source.Attribute("url")!.Value);
        Assert.Equal("Example", source.Value);
    }

    [Fact]
    public void Comments_have_an_address_and_a_count()
    {
        Assert.Equal("https://e.example/post#comments", Assert.Single(_item.Elements("comments")).Value);
        Assert.Equal("7", _item.Element((XNamespace)"http://purl.org/rss/1.0/modules/slash/" + "comments")!.Value);
    }

    private static XElement Read(Publication publication) =>
        XDocument.Load(new MemoryStream(RssWriter.Write(publication))).Root!.Element("channel")!;
}
