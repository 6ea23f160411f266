using System.Text;

namespace FeedHub.Reading.Opml;

/// <summary>Lists of subscriptions as readers of twenty years wrote them.</summary>
public sealed class OpmlReaderTests
{
    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public void OUT_27_Every_version_is_read(string version)
    {
        var read = Read($"""
            <?xml version="1.0"?>
            <opml version="{version}"><head><title>My &amp; your feeds</title></head><body>
              <outline text="A" title="The A feed" type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/" unknown="x"/>
              <outline text="B" xmlUrl=" https://b.example/ "/>
            </body></opml>
            """);

        Assert.Equal("My & your feeds", read.Title);
        Assert.Equal(["3: The A feed https://a.example/feed?x=1&y=2", "4: B https://b.example/"], read.Feeds.Select(Outline));
        Assert.Empty(read.Rejected);
        Assert.Empty(read.Repairs);
    }

    [Fact]
    public void Nested_outlines_are_folders_and_unnamed_ones_are_passed_over()
    {
        var read = Read("""
            <opml><body>
            <outline text="One"><outline title="Two" text="x"><outline><outline text="A" xmlUrl="https://a.example/"></outline></outline></outline>
            <outline text="B" xmlUrl="https://b.example/"/></outline>
            <outline text="C" xmlUrl="https://c.example/"/>
            </body></opml>
            """);

        Assert.Equal(["One/Two", "One", ""], read.Feeds.Select(feed => string.Join('/', feed.Folders)));
    }

    [Fact]
    public void What_is_neither_feed_nor_folder_is_rejected_with_the_reason()
    {
        var read = Read("""
            <opml><body>
            <outline type="link" text="A page" url="https://a.example/"/>
            <outline type="include" text="Another list" url="https://b.example/list.opml"/>
            <outline text="Nothing"/>
            <outline text="Empty" xmlUrl="  "/>
            <outline text="Folder"><outline text="Feed" xmlUrl="https://c.example/"/></outline>
            </body></opml>
            """);

        Assert.Equal(["2: A page", "3: Another list", "4: Nothing", "5: Empty"], read.Rejected.Select(outline => $"{outline.Line}: {outline.Title}"));
        Assert.Contains("link to a page", read.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Contains("includes another list", read.Rejected[1].Reason, StringComparison.Ordinal);
        Assert.Contains("no xmlUrl", read.Rejected[2].Reason, StringComparison.Ordinal);
        Assert.Contains("empty", read.Rejected[3].Reason, StringComparison.Ordinal);
        Assert.Single(read.Feeds);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("koi8-r")]
    [InlineData("iso-8859-5")]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public void Encodings_are_believed_as_declared(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = $"""<?xml version="1.0" encoding="{name}"?><opml version="1.1"><body><outline text="Папка"><outline text="Пример" xmlUrl="https://a.example/"/></outline></body></opml>""";
        var encoding = Encoding.GetEncoding(name);

        var read = Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read((byte[])[.. encoding.Preamble, .. encoding.GetBytes(text)]));

        Assert.Equal(("Пример", "Папка"), (Assert.Single(read.Feeds).Title, Assert.Single(read.Feeds[0].Folders)));
    }

    [Theory]
    [InlineData("""<outline text="Q & A" xmlUrl="https://a.example/?x=1&y=2"/>""", "Q & A", "https://a.example/?x=1&y=2")]
    [InlineData("""<OUTLINE TEXT='A' XMLURL='https://a.example/'></OUTLINE>""", "A", "https://a.example/")]
    [InlineData("""<outline text="A" xmlUrl=https://a.example/ >""", "A", "https://a.example/")]
    [InlineData("""<outline text="5 > 4 &eacute;&#8212;" xmlUrl="https://a.example/"/>""", "5 > 4 é—", "https://a.example/")]
    [InlineData("""<outline text="A" description="By <a href="https://x.example" rel="y">X</a>. Since 1999." xmlUrl="https://a.example/" type="rss" />""", "A", "https://a.example/")]
    public void What_is_not_well_formed_is_read_all_the_same(string outline, string title, string address)
    {
        var read = Read($"""<opml version="1.0"><body><outline text="Folder">{outline}<outline text="Last" xmlUrl="https://last.example/"/></body>""");

        Assert.Equal([(title, address), ("Last", "https://last.example/")], read.Feeds.Select(feed => (feed.Title!, feed.Address)));
        Assert.Equal("Folder", read.Feeds[1].Folders[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("feeds, all of them")]
    [InlineData("<rss><channel/></rss>")]
    [InlineData("<!DOCTYPE html><html><body><outline xmlUrl='https://a.example/'/></body></html>")]
    public void What_is_no_list_is_refused(string text) =>
        Assert.Contains("no OPML", Assert.IsType<OpmlOutcome.Refused>(OpmlReader.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void BAD_63_No_DTD_is_expanded()
    {
        var read = Read("""
            <!DOCTYPE opml [
              <!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
            ]>
            <opml><body><outline text="&secret;&c;" xmlUrl="https://a.example/&a;"/></body></opml>
            """);

        Assert.Equal(("&secret;&c;", "https://a.example/&a;"), (read.Feeds[0].Title, read.Feeds[0].Address));
    }

    [Fact]
    public void BAD_63_A_list_beyond_all_bounds_is_refused()
    {
        var outlines = string.Concat(Enumerable.Range(0, OpmlReader.MaxOutlineCount).Select(number => $"<outline xmlUrl='https://a.example/{number}'/>"));

        Assert.Equal(OpmlReader.MaxOutlineCount, Read($"<opml><body>{outlines}</body></opml>").Feeds.Count);
        Assert.Contains("10000 outlines", Refused($"<opml><body>{outlines}<outline/></body></opml>"), StringComparison.Ordinal);
        Assert.Contains("5 MB", Refused($"<opml>{new string(' ', OpmlReader.MaxBytes)}</opml>"), StringComparison.Ordinal);
    }

    [Fact]
    public void BAD_63_What_stands_too_deep_is_rejected_and_the_rest_is_read()
    {
        var read = Read($"<opml><body>{string.Concat(Enumerable.Repeat("<outline text='x'>", 9_000))}<outline text='deep' xmlUrl='https://a.example/'/>"
            + $"{string.Concat(Enumerable.Repeat("</outline>", 9_000))}<outline text='Last' xmlUrl='https://last.example/'/></body></opml>");

        Assert.Equal("https://last.example/", Assert.Single(read.Feeds).Address);
        Assert.Contains(read.Rejected, outline => outline is { Title: "deep" } && outline.Reason.Contains("16 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void BAD_63_Names_become_harmless_lines()
    {
        var read = Read("<opml><body><outline text='&lt;script&gt;\n\u0007alert&#x2028;(1) ../../etc'><outline text='x' xmlUrl='javascript:alert(1)'/></outline></body></opml>");

        Assert.Equal("<script> alert (1) ../../etc", Assert.Single(read.Feeds[0].Folders));
    }

    private static OpmlOutcome.Read Read(string text) => Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read(Encoding.UTF8.GetBytes(text)));

    private static string Refused(string text) => Assert.IsType<OpmlOutcome.Refused>(OpmlReader.Read(Encoding.UTF8.GetBytes(text))).Message;

    private static string Outline(OpmlFeed feed) => $"{feed.Line}: {feed.Title} {feed.Address}";
}
