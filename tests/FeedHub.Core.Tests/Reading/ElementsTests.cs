namespace FeedHub.Reading;

public sealed class ElementsTests
{
    [Theory]
    [InlineData("<rss version=\"0.91\">", FeedFormat.Rss091)]
    [InlineData("<rss version=\"0.92\">", FeedFormat.Rss092)]
    [InlineData("<rss version=\"0.93\">", FeedFormat.Rss093)]
    [InlineData("<rss version=\"0.94\">", FeedFormat.Rss094)]
    [InlineData("<rss version=\"2.0.1\">", FeedFormat.Rss20)]
    [InlineData("<rss version=\"2\">", FeedFormat.Rss20)]
    [InlineData("<rss>", FeedFormat.Rss)]
    public void The_version_is_the_format_of_rss(string root, FeedFormat format) => Assert.Equal(format, Reads.Feed(root + "<channel/></rss>").Format);

    [Fact]
    public void An_atom_feed_without_namespace_is_atom()
    {
        var feed = Reads.Feed("<feed><title>t</title><entry><id>1</id></entry></feed>");

        Assert.Equal((FeedFormat.Atom10, "t", "1"), (feed.Format, feed.Title!.Value, feed.Entries[0].Id));
    }

    [Fact]
    public void An_atom_entry_document_is_a_feed_of_one()
    {
        var feed = Reads.Feed("<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><title>t</title></entry>");

        Assert.Equal((FeedFormat.Atom10, "t"), (feed.Format, Assert.Single(feed.Entries).Title!.Value));
        Assert.Null(feed.Title);
    }

    [Fact]
    public void Image_textinput_source_owner_and_contributor_keep_what_is_theirs()
    {
        var feed = Reads.Channel(
            "<image><title>no</title><link>http://no.example/</link><url>http://x.example/i.png</url><description>no</description></image>"
            + "<textInput><title>no</title><link>http://no.example/</link><name>q</name></textInput>"
            + "<itunes:owner><itunes:name>no</itunes:name><itunes:email>no@x.example</itunes:email></itunes:owner>"
            + "<item><atom:source><atom:title>S</atom:title><atom:id>no</atom:id></atom:source><atom:contributor><atom:name>C</atom:name></atom:contributor><title>t</title></item>",
            "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:atom=\"http://www.w3.org/2005/Atom\"");

        Assert.Null(feed.Title);
        Assert.Null(feed.Link);
        Assert.Null(feed.Description);
        Assert.Equal("http://x.example/i.png", feed.Image);
        Assert.Empty(feed.Authors);
        var entry = feed.Entries[0];
        Assert.Equal(("t", "S", null), (entry.Title!.Value, entry.Source!.Title!.Value, entry.Id));
        Assert.Empty(entry.Authors);
        Assert.Equal("C", entry.Contributors[0].Name);
    }

    [Theory]
    [InlineData("<guid>http://x.example/1</guid>", "http://x.example/1", "http://x.example/1")]
    [InlineData("<guid isPermaLink=\"false\">http://x.example/1</guid>", "http://x.example/1", null)]
    [InlineData("<guid>http://x.example/1</guid><link>http://x.example/2</link>", "http://x.example/1", "http://x.example/2")]
    [InlineData("<guid>abc</guid>", "abc", null)]
    [InlineData("<link>/2</link>", null, "https://site.example/2")]
    [InlineData("<link>javascript:alert(1)</link><guid>a</guid>", "a", null)]
    [InlineData("<link>\n http://x.example/\n2 </link>", null, "http://x.example/2")]
    [InlineData("<link href=\"http://x.example/3\"/>", null, "http://x.example/3")]
    public void Id_and_link_are_what_the_item_says(string inner, string? id, string? link)
    {
        var entry = Reads.Item(inner);

        Assert.Equal((id, link), (entry.Id, entry.Link));
    }

    [Fact]
    public void The_original_link_goes_before_the_counting_one()
    {
        var entry = Reads.Item(
            "<feedburner:origLink>http://x.example/a</feedburner:origLink><link>http://feeds.example/~r/a</link>",
            "xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\"");

        Assert.Equal("http://x.example/a", entry.Link);
    }

    [Theory]
    [InlineData("plain &amp; simple", "plain & simple", false)]
    [InlineData("1 &lt; 2 &gt; 0", "1 < 2 > 0", false)]
    [InlineData("List&lt;string&gt;", "List<string>", false)]
    [InlineData("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>", true)]
    [InlineData("a &amp;amp; b", "a &amp; b", true)]
    [InlineData("<![CDATA[<p>x &amp; y</p>]]>", "<p>x &amp; y</p>", true)]
    public void Texts_of_rss_are_markup_where_they_look_so(string written, string value, bool isHtml)
    {
        var summary = Reads.Item($"<description>{written}</description>").Summary!;

        Assert.Equal((value, isHtml), (summary.Value, summary.IsHtml));
    }

    [Theory]
    [InlineData("<title>&lt;b&gt;</title>", "<b>", false)]
    [InlineData("<title type=\"text\">a &amp;amp; b</title>", "a &amp; b", false)]
    [InlineData("<title type=\"html\">a &amp;amp; b</title>", "a &amp; b", true)]
    [InlineData("<title type=\"html\"><![CDATA[<i>a</i>]]></title>", "<i>a</i>", true)]
    [InlineData("<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a &lt; <b class='x'>b</b><br/></div></title>", "a &lt; <b class=\"x\">b</b><br>", true)]
    [InlineData("<title type=\"xhtml\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:div><h:p/>&amp;amp;</h:div></title>", "<p></p>&amp;amp;", true)]
    [InlineData("<title type=\"xhtml\"><p>a</p><div>b</div></title>", "<p>a</p><div>b</div>", true)]
    public void Texts_of_atom_are_what_their_type_says(string written, string value, bool isHtml)
    {
        var title = Reads.AtomEntry(written).Title!;

        Assert.Equal((value, isHtml), (title.Value, title.IsHtml));
    }

    [Theory]
    [InlineData("type=\"text/html\" mode=\"escaped\"", "&lt;b&gt;a&lt;/b&gt;", "<b>a</b>", true)]
    [InlineData("type=\"text/plain\" mode=\"escaped\"", "&lt;b&gt;", "<b>", false)]
    [InlineData("type=\"application/xhtml+xml\" mode=\"xml\"", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><b>a</b></div>", "<b>a</b>", true)]
    [InlineData("type=\"text/html\" mode=\"base64\"", "PGI+YTwvYj4=", "<b>a</b>", true)]
    [InlineData("mode=\"base64\"", "YSA8IGI=", "a < b", false)]
    public void Texts_of_atom_03_follow_their_mode(string attributes, string written, string value, bool isHtml)
    {
        var feed = Reads.Feed($"<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><content {attributes}>{written}</content></entry></feed>");

        Assert.Equal(FeedFormat.Atom03, feed.Format);
        Assert.Equal((value, isHtml), (feed.Entries[0].Content!.Value, feed.Entries[0].Content!.IsHtml));
    }

    [Fact]
    public void Relative_addresses_follow_the_innermost_base()
    {
        var feed = Reads.Feed(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://a.example/x/\"><link href=\"h\"/><entry xml:base=\"y/\"><link href=\"1\"/>"
            + "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\" xml:base=\"z/\"><a href=\"2\">2</a></div></content></entry>"
            + "<entry xml:base=\"javascript:alert(1)\"><link href=\"3\"/></entry></feed>");

        Assert.Equal("http://a.example/x/h", feed.Link);
        Assert.Equal("http://a.example/x/y/1", feed.Entries[0].Link);
        Assert.Equal("http://a.example/x/y/z/", feed.Entries[0].Content!.BaseUrl);
        Assert.Equal("http://a.example/x/3", feed.Entries[1].Link);
    }

    [Fact]
    public void Content_location_is_the_base_before_the_address()
    {
        var outcome = FeedReader.Read(
            "<rss><channel><link>a</link></channel></rss>"u8.ToArray(), new DocumentContext(Reads.Url, null, "/other/feed", "fr"));

        var feed = Assert.IsType<ReadOutcome.Read>(outcome).Feed;
        Assert.Equal(("https://site.example/other/a", "fr"), (feed.Link, feed.Language));
    }

    [Fact]
    public void Dates_keep_their_own_meaning()
    {
        var entry = Reads.Item(
            "<dc:date>2004-01-02T00:00:00Z</dc:date><pubDate>Thu, 01 Jan 2004 00:00:00 GMT</pubDate><dcterms:created>2003</dcterms:created>"
            + "<dcterms:valid>start=2004-01-01; end=2005-01-01</dcterms:valid>",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"");

        Assert.Equal(
            (2004, 1, 2004, 2, 2003, 2005),
            (entry.PublishedAt!.Value.Year, entry.PublishedAt.Value.Day, entry.UpdatedAt!.Value.Year, entry.UpdatedAt.Value.Day, entry.CreatedAt!.Value.Year, entry.ExpiresAt!.Value.Year));
    }

    [Theory]
    [InlineData("<author>ann@x.example (Ann Lee)</author>", "Ann Lee", "ann@x.example")]
    [InlineData("<author>Ann Lee (ann@x.example)</author>", "Ann Lee", "ann@x.example")]
    [InlineData("<author>Ann Lee &lt;ann@x.example&gt;</author>", "Ann Lee", "ann@x.example")]
    [InlineData("<author>Ann Lee</author>", "Ann Lee", null)]
    [InlineData("<author>mailto:ann@x.example</author>", null, "ann@x.example")]
    [InlineData("<author>Ann Lee ann@x.example</author>", "Ann Lee", "ann@x.example")]
    [InlineData("<author><name>Ann Lee</name><email>ann@x.example</email></author>", "Ann Lee", "ann@x.example")]
    public void People_are_read_from_one_line(string written, string? name, string? email) =>
        Assert.Equal(new Person(name, email, null), Assert.Single(Reads.Item(written).Authors));

    [Fact]
    public void A_creator_names_people_better_than_a_mail_address()
    {
        var entry = Reads.Item(
            "<author>a@x.example</author><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>", "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"");

        Assert.Equal(["Ann", "Bob"], entry.Authors.Select(author => author.Name));
    }

    [Fact]
    public void Comments_are_counted_and_found()
    {
        var entry = Reads.Item(
            "<comments>/c</comments><slash:comments>41</slash:comments><wfw:commentRss>/c.xml</wfw:commentRss>",
            "xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"");
        var atom = Reads.AtomEntry(
            "<link rel=\"replies\" type=\"application/atom+xml\" href=\"/r.xml\" t:count=\"3\" xmlns:t=\"http://purl.org/syndication/thread/1.0\"/>"
            + "<link rel=\"replies\" type=\"text/html\" href=\"/r\"/>");

        Assert.Equal(("https://site.example/c", 41, "https://site.example/c.xml"), (entry.CommentsUrl, entry.CommentsCount, entry.CommentsFeed));
        Assert.Equal(("https://site.example/r", 3, "https://site.example/r.xml"), (atom.CommentsUrl, atom.CommentsCount, atom.CommentsFeed));
    }

    [Theory]
    [InlineData("-5", null)]
    [InlineData("99999999999999", int.MaxValue)]
    [InlineData("many", null)]
    public void A_count_is_no_more_than_a_count(string written, int? count) =>
        Assert.Equal(count, Reads.Item($"<slash:comments xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">{written}</slash:comments>").CommentsCount);

    [Fact]
    public void Media_in_groups_belongs_to_the_entry_and_what_is_inside_one_content_does_not()
    {
        var entry = Reads.Item(
            "<media:group><media:content url=\"http://x.example/a.mp4\" type=\"video/mp4\" fileSize=\"12\"><media:title>no</media:title></media:content>"
            + "<media:thumbnail url=\"/t.png\"/><media:description>d</media:description></media:group><enclosure url=\"http://x.example/a.mp4\"/>",
            "xmlns:media=\"http://search.yahoo.com/mrss/\"");

        Assert.Equal(new Enclosure("http://x.example/a.mp4", "video/mp4", 12), Assert.Single(entry.Enclosures));
        Assert.Equal(("https://site.example/t.png", "d", null), (entry.Image, entry.Summary!.Value, entry.Title?.Value));
    }

    [Fact]
    public void The_publisher_may_ask_for_patience()
    {
        const string Syndication = "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"";

        Assert.Equal(TimeSpan.FromHours(1), Reads.Channel("<ttl>60</ttl>").TimeToLive);
        Assert.Equal(TimeSpan.FromHours(12), Reads.Channel("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", Syndication).TimeToLive);
        Assert.Null(Reads.Channel("<ttl>-1</ttl>").TimeToLive);
    }

    [Theory]
    [InlineData("javascript:alert(1)//")]
    [InlineData("data:text/html,")]
    [InlineData("file:///etc/")]
    [InlineData("ftp://e.example/")]
    [InlineData("vbscript:x")]
    [InlineData("//")]
    [InlineData("http://")]
    public void BAD_59_A_base_that_is_not_of_the_web_is_none(string address)
    {
        var entry = Assert.Single(Reads.Feed(
            $"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{address}'><entry><link href='a'/><content type='html'>&lt;a href='b'></content></entry></feed>")
            .Entries);
        Assert.Equal("https://site.example/blog/a", entry.Link);
        Assert.Equal("https://site.example/blog/feed.xml", entry.Content!.BaseUrl);
    }

    [Fact]
    public void BAD_59_A_base_inside_a_private_network_makes_links_and_nothing_is_asked_for() => Assert.Equal(
        "http://10.0.0.1/a", Assert.Single(Reads.Atom("<entry xml:base='http://10.0.0.1/'><link href='a'/></entry>").Entries).Link);

    [Theory]
    [InlineData("app='http://www.w3.org/2007/app'", "<app:control><app:draft>yes</app:draft></app:control>", true)]
    [InlineData("app='http://purl.org/atom/app#'", "<app:control><app:draft> YES </app:draft></app:control>", true)]
    [InlineData("app='http://www.w3.org/2007/app'", "<app:control><app:draft>no</app:draft></app:control>", false)]
    [InlineData("itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'", "<itunes:block>yes</itunes:block>", false)]
    [InlineData("media='http://search.yahoo.com/mrss/'", "<media:restriction relationship='deny' type='country'>de</media:restriction>", false)]
    public void BAD_58_Only_a_draft_is_held_back(string prefix, string inner, bool isDraft)
    {
        var parsed = Reads.Feed($"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:{prefix}><entry><id>urn:example:1</id>{inner}</entry></feed>");
        Assert.Equal(isDraft, Assert.Single(parsed.Entries).IsDraft);
        Assert.Equal(isDraft ? 0 : 1, Normalizing.EntryNormalizer.Draft(parsed, new("a"), EntryKeyStep.Guid).Drafts.Count);
    }

    [Fact]
    public void A_draft_says_so() =>
        Assert.True(Reads.AtomEntry("<app:control xmlns:app=\"http://www.w3.org/2007/app\"><app:draft>yes</app:draft></app:control>").IsDraft);

    [Theory]
    [InlineData("<creativeCommons:license xmlns:creativeCommons=\"http://backend.userland.com/creativeCommonsRssModule\">http://l.example/</creativeCommons:license>")]
    [InlineData("<cc:license xmlns:cc=\"http://web.resource.org/cc/\" rdf:resource=\"http://l.example/\"/>")]
    [InlineData("<a:link xmlns:a=\"http://www.w3.org/2005/Atom\" rel=\"license\" href=\"http://l.example/\"/>")]
    public void A_license_is_found_in_three_places(string written) => Assert.Equal("http://l.example/", Reads.Item(written).License);

    [Fact]
    public void Categories_are_kept_once_with_their_scheme()
    {
        var entry = Reads.Item(
            "<category domain=\"d\">a</category><category domain=\"d\">a</category><dc:subject>b</dc:subject><category/>",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"");

        Assert.Equal([new Category("a", "d", null), new Category("b", null, null)], entry.Categories);
    }
}
