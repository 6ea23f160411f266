using System.Xml.Linq;

namespace FeedHub.Rendering;

public sealed class OpmlWriterTests
{
    private static readonly FeedSource _source = new()
    {
        Id = new("a"),
        Url = new Uri("https://user:secret@a.example/feed?x=1&y=2"),
        Channel = "news",
    };

    [Fact]
    public void OUT_27_Channels_hold_their_feeds()
    {
        var other = _source with { Id = new("b"), Url = new Uri("https://b.example/"), Title = "B <named>" };
        var opml = Read(List("News & more", _source, other), States);

        Assert.Equal("2.0", opml.Attribute("version")!.Value);
        Assert.Equal("My list", opml.Element("head")!.Element("title")!.Value);
        var channel = Assert.Single(opml.Element("body")!.Elements());
        Assert.Equal("News & more", channel.Attribute("text")!.Value);
        Assert.Equal(
            """<outline type="rss" text="The A feed" title="The A feed" xmlUrl="https://a.example/feed?x=1&amp;y=2" """
            + """htmlUrl="https://a.example/" />""",
            channel.Elements().First().ToString());
        Assert.Equal(
            """<outline type="rss" text="B ＜named&gt;" title="B ＜named&gt;" xmlUrl="https://b.example/" />""",
            channel.Elements().Last().ToString());
    }

    [Theory]
    [InlineData("Q&A", "Q＆A")]
    [InlineData("AT&T; R&amp;D &#39;", "AT＆T; R＆amp;D ＆#39;")]
    [InlineData("a & b && c &", "a & b && c &")]
    [InlineData("a&&b &&<", "a＆＆b ＆＆＜")]
    [InlineData("a < b <script>x</script>", "a ＜ b ＜script>x＜/script>")]
    [InlineData("Grüße > 漢", "Grüße > 漢")]
    public void OUT_27_A_title_shows_the_same_to_readers_that_take_it_for_text_or_for_HTML(string title, string expected)
    {
        var opml = Read(List(title, _source with { Title = title }) with { Title = title }, []);
        var outlines = opml.Descendants("outline").SelectMany(outline => outline.Attributes()).Where(attribute => attribute.Name.LocalName is "text" or "title");
        Assert.Equal(Enumerable.Repeat(expected, 4), outlines.Select(attribute => attribute.Value).Prepend(opml.Element("head")!.Element("title")!.Value));
    }

    [Fact]
    public void OUT_27_A_feed_at_an_IPv6_address_stays_in_the_list_without_a_page_at_one()
    {
        var states = States;
        states[_source.Id] = states[_source.Id] with { Profile = new() { Format = FeedFormat.Atom10, Title = "A", SiteUrl = "http://[2001:db8::1]/" } };
        var outline = Read(List("News", _source with { Url = new Uri("http://[2001:db8::1]/feed") }), states).Descendants("outline").Last();
        Assert.Equal("http://[2001:db8::1]/feed", outline.Attribute("xmlUrl")!.Value);
        Assert.Null(outline.Attribute("htmlUrl"));
    }

    [Fact]
    public void OUT_27_A_feed_never_read_goes_by_its_host()
    {
        var opml = Read(List("News", _source), []);
        Assert.Equal("a.example", opml.Descendants("outline").Last().Attribute("text")!.Value);
    }

    [Fact]
    public void OUT_27_The_head_holds_the_title_and_a_folder_its_name_alone()
    {
        var opml = Read(List("News", _source), []);
        Assert.Equal(["title"], opml.Element("head")!.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["text"], opml.Element("body")!.Element("outline")!.Attributes().Select(attribute => attribute.Name.LocalName)); // more would ask for a type
    }

    [Fact]
    public void Hostile_titles_stay_well_formed_and_equal_lists_give_equal_bytes()
    {
        foreach (var text in Published.HostileTexts)
        {
            var list = List(text, _source with { Title = text }) with { Title = text };
            Read(list, States);
            Assert.Equal(OpmlWriter.Write(list, States), OpmlWriter.Write(list, States));
        }
    }

    private static Dictionary<FeedId, FeedState> States => new()
    {
        [_source.Id] = new()
        {
            Id = _source.Id,
            Url = _source.Url,
            IsFollowed = true,
            DueAt = DateTimeOffset.UnixEpoch,
            DueReason = "",
            Floor = TimeSpan.FromHours(1),
            Profile = new() { Format = FeedFormat.Atom10, Title = "The A feed", SiteUrl = "https://a.example/" },
        },
    };

    private static FeedList List(string channel, params FeedSource[] feeds) =>
        new() { Title = "My list", Channels = [new(channel, "news", feeds)] };

    private static XElement Read(FeedList list, Dictionary<FeedId, FeedState> states) =>
        XDocument.Load(new MemoryStream(OpmlWriter.Write(list, states))).Root!;
}
