using System.Text;

namespace FeedHub.Reading;

public sealed class MendingTests
{
    [Fact]
    public void A_well_formed_document_needs_no_mending() =>
        Assert.Empty(Reads.Channel("<title>a &amp; b</title><item><title><![CDATA[c & d]]></title><br/></item>").Repairs);

    [Fact]
    public void Whatever_elements_hold_in_a_well_formed_document_nothing_is_mended_and_nothing_leaks()
    {
        string[] names =
        [
            "title", "link", "description", "author", "name", "category", "guid", "pubDate", "source", "image", "url", "enclosure", "comments", "atom:author",
            "atom:summary", "atom:content", "atom:id", "atom:link", "atom:source", "atom:updated", "dc:creator", "dc:subject", "media:group", "media:content",
            "media:thumbnail", "media:title", "itunes:image", "itunes:owner", "itunes:category", "itunes:author", "thr:in-reply-to", "x:unknown", "content:encoded", "item", "atom:entry",
        ];
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var alien = $"<x:alien xmlns:x=\"urn:x\">{Some(4)}</x:alien>"; // an element that nobody knows keeps what it holds
            var feed = Reads.Channel($"<title>C</title><item><title>T</title>{alien}<guid isPermaLink=\"false\">g</guid></item><item><title>{Some(0)}2</title></item>",
                "xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"");

            Assert.True(feed.Repairs.Count == 0, $"round {round}: {string.Join(' ', feed.Repairs)} in {alien}");
            Assert.Equal(2, feed.Entries.Count);
            var entry = feed.Entries[0];
            Assert.Equal(("T", "g"), (entry.Title!.Value, entry.Id));
            Assert.Equal((null, null, 0, 0), (entry.Link, entry.Summary, entry.Authors.Count, entry.Categories.Count));
        }

        string Some(int depth) => string.Concat(Enumerable.Range(0, depth == 0 ? 0 : random.Next(4)).Select(_ =>
        {
            var name = names[random.Next(names.Length)];
            return $"<{name}>{(random.Next(2) == 0 ? "text" : "")}{Some(depth - 1)}{(random.Next(3) == 0 ? "http://x.example/" : "")}</{name}>";
        }));
    }

    [Theory]
    [InlineData("a & b", "a & b", "bare-ampersand")]
    [InlineData("AT&T", "AT&T", "bare-ampersand")]
    [InlineData("a&nbsp;b", "a\u00a0b", "undefined-entity")]
    [InlineData("a&colon;b", "a:b", "undefined-entity")]
    [InlineData("a&nothing;b", "a&nothing;b", "undefined-entity")]
    [InlineData("&#8220;a&#x201D;", "\u201ca\u201d", null)]
    [InlineData("&#147;a&#148;", "\u201ca\u201d", "invalid-reference")]
    [InlineData("a&#0;b&#xD800;c", "abc", "control-character")]
    [InlineData("&#xD83D;&#xDE00;", "\U0001F600", "invalid-reference")]
    [InlineData("&#128512;", "\U0001F600", null)]
    [InlineData("1 < 2", "1 < 2", "bare-less-than")]
    [InlineData("if a <b then", "if a <b then", "bare-less-than")]
    [InlineData("&amp;amp; &amp;lt;", "&amp; &lt;", null)]
    [InlineData("&#x110000;a", "a", "control-character")]
    public void BAD_27_BAD_28_References_and_signs_are_read_once_and_mended(string written, string read, string? repair)
    {
        var feed = Reads.Channel($"<title>{written}</title>");

        Assert.Equal(read, feed.Title!.Value);
        Assert.Equal(repair is null ? [] : [repair], feed.Repairs);
    }

    [Fact]
    public void BAD_19_BAD_20_Entities_of_the_document_are_known_but_not_nested_and_nothing_external()
    {
        var feed = Reads.Feed(
            """
            <!DOCTYPE rss [<!ENTITY who "we &#169; all"> <!ENTITY twice "&who;&who;"> <!ENTITY file SYSTEM "file:///etc/hostname">
            <!ENTITY % p "x">]><rss><channel><title>&who;</title><description>&twice;|&file;</description></channel></rss>
            """);

        Assert.Equal("we © all", feed.Title!.Value);
        Assert.Equal("&who;&who;|&file;", feed.Description!.Value);
    }

    [Fact]
    public void BAD_19_Entities_cannot_grow_without_bound()
    {
        var references = string.Concat(Enumerable.Repeat("&x;", 2_200_000)); // more than an int counts, expanded
        var feed = Reads.Feed($"<!DOCTYPE rss [<!ENTITY x \"{new string('y', 1000)}\">]><rss><channel><title>{references}</title></channel></rss>");

        Assert.True(feed.Title!.Value.Length < references.Length + (64 * 1024));
    }

    [Fact]
    public void Elements_left_open_end_where_the_next_begins()
    {
        var feed = Reads.Channel("<title>T<item><title>a<link>http://x.example/1<pubDate>Thu, 01 Jan 2004 00:00:00 GMT</pubDate><item><title>b</title></item>");

        Assert.Equal("T", feed.Title!.Value);
        Assert.Equal(["a", "b"], feed.Entries.Select(entry => entry.Title!.Value));
        Assert.Equal("http://x.example/1", feed.Entries[0].Link);
        Assert.NotNull(feed.Entries[0].PublishedAt);
        Assert.Contains("unclosed-element", feed.Repairs);
    }

    [Fact]
    public void Crossed_and_stray_end_tags_cost_nothing()
    {
        var entry = Reads.Item("<title>a</b></title><description>b <b>c <i>d</b></description></foo><link>http://x.example/1</link>");

        Assert.Equal(("a", "http://x.example/1"), (entry.Title!.Value, entry.Link));
        Assert.Equal("b <b>c <i>d</i></b>", entry.Summary!.Value);
    }

    [Fact]
    public void BAD_28_Bare_markup_in_a_description_is_kept_as_markup()
    {
        var entry = Reads.Item("<description>a<br>b <img src='/i.png'> <p>c</description><guid>1</guid>");

        Assert.True(entry.Summary!.IsHtml);
        Assert.Equal("a<br>b <img src=\"/i.png\"> <p>c</p>", entry.Summary.Value);
        Assert.Equal("1", entry.Id);
    }

    [Fact]
    public void Upper_case_tags_and_attributes_are_the_same()
    {
        var feed = Reads.Feed("<RSS VERSION=\"2.0\"><CHANNEL><TITLE>a</TITLE><ITEM><Title>b</TITLE><ENCLOSURE URL=\"http://x.example/a.mp3\"/></ITEM></CHANNEL></RSS>");

        Assert.Equal((FeedFormat.Rss20, "a", "b"), (feed.Format, feed.Title!.Value, feed.Entries[0].Title!.Value));
        Assert.Equal("http://x.example/a.mp3", feed.Entries[0].Enclosures[0].Url);
    }

    [Theory]
    [InlineData("<enclosure url=http://x.example/a.mp3 type=audio/mpeg length=5/>")]
    [InlineData("<enclosure url='http://x.example/a.mp3\" type='audio/mpeg' length='5'/>")]
    [InlineData("<enclosure url=\"http://x.example/a.mp3\" url=\"http://x.example/b.mp3\" type=\"audio/mpeg\" length=\"5\" hidden/>")]
    public void Attributes_without_quotes_or_value_or_repeated_are_read(string written)
    {
        var feed = Reads.Channel($"<item>{written}<title>t</title></item>");

        Assert.Equal("http://x.example/a.mp3", feed.Entries[0].Enclosures[0].Url);
        Assert.Equal("t", feed.Entries[0].Title!.Value);
        Assert.NotEmpty(feed.Repairs);
    }

    [Theory]
    [InlineData("<title><![CDATA[a</title><link>http://x.example/1</link>")]
    [InlineData("<title><![CDATA[a</title><description><![CDATA[b]]></description><link>http://x.example/1</link>")]
    [InlineData("<title><![CDATA[a]]></title><description><![CDATA[b <![CDATA[c</description><link>http://x.example/1</link>")]
    public void BAD_26_A_cdata_section_that_nothing_closes_ends_with_its_element(string written)
    {
        var entry = Reads.Item(written);

        Assert.Equal(("a", "http://x.example/1"), (entry.Title!.Value, entry.Link));
    }

    [Fact]
    public void BAD_26_What_stands_before_and_behind_the_feed_is_passed_over()
    {
        var feed = Reads.Feed("<br />\n<b>Warning</b>: x in <b>/a.php</b><br />\n<?xml version=\"1.0\"?><rss><channel><title>t</title></channel></rss>\n<script>x</script>");

        Assert.Equal("t", feed.Title!.Value);
        Assert.Equal(["leading-junk", "trailing-junk"], feed.Repairs.Order());
    }

    [Fact]
    public void Entries_behind_a_stray_end_of_the_feed_still_count() =>
        Assert.Equal(3, Reads.Feed("<rss><channel><item><title>a</title></item></channel><item><title>b</title></item></rss><item><title>c</title></item>").Entries.Count);

    [Fact]
    public void BAD_26_F_9_A_document_that_breaks_off_keeps_its_whole_entries_and_says_so()
    {
        var feed = Reads.Feed("<rss><channel><item><title>a</title><guid>1</guid></item><item><title>b</title><guid>http://x.exam");

        Assert.True(feed.IsPartial);
        Assert.Equal(["truncated"], feed.Repairs);
        Assert.Equal("1", Assert.Single(feed.Entries).Id); // half an id would be a wrong one
    }

    [Fact]
    public void The_entry_at_the_break_is_kept_where_it_says_which_it_is()
    {
        var feed = Reads.Feed("<rss><channel><item><guid>1</guid><title>a</title><link>http://x.exam");

        Assert.Equal(("1", null), (feed.Entries[0].Id, feed.Entries[0].Link));
    }

    [Fact]
    public void Undeclared_prefixes_mean_what_they_mean_by_custom()
    {
        var feed = Reads.Channel("<item><dc:creator>Ann</dc:creator><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded></item>");

        Assert.Equal("Ann", feed.Entries[0].Authors[0].Name);
        Assert.Equal(new ParsedText("<p>x</p>", true, Reads.Url.AbsoluteUri), feed.Entries[0].Content);
        Assert.Equal(["undeclared-prefix"], feed.Repairs);
    }

    [Fact]
    public void Namespaces_count_and_not_their_prefixes()
    {
        var entry = Reads.Item("<x:creator>Ann</x:creator><dc:title>no</dc:title>", "xmlns:x=\"http://purl.org/dc/elements/1.1/\" xmlns:dc=\"http://search.yahoo.com/mrss/\"");

        Assert.Equal("Ann", entry.Authors[0].Name);
    }

    [Fact]
    public void Rss_in_a_default_namespace_is_rss()
    {
        var feed = Reads.Feed("<rss version=\"2.0\" xmlns=\"http://backend.userland.com/rss2\"><channel><title>t</title><item xmlns=\"\"><title>a</title></item></channel></rss>");

        Assert.Equal(("t", "a"), (feed.Title!.Value, feed.Entries[0].Title!.Value));
    }

    [Fact]
    public void BAD_22_Depth_has_an_end_and_the_feed_survives_it()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 100_000));
        var feed = Reads.Channel($"<item><description>{deep}</description><guid>1</guid></item><item><guid>2</guid></item>");

        Assert.Equal(["1", "2"], feed.Entries.Select(entry => entry.Id));
        Assert.Contains("too-deep", feed.Repairs);
    }

    [Fact]
    public void BAD_22_Attributes_names_and_prefixes_have_an_end()
    {
        var many = string.Concat(Enumerable.Range(0, 100_000).Select(index => $" a{index}=\"x\""));
        var prefixes = string.Concat(Enumerable.Range(0, 50_000).Select(index => $"<x{index}:y xmlns:x{index}=\"http://x.example/{index}\"/>"));
        var feed = Reads.Channel($"<item><guid{many}>1</guid><{new string('n', 65_536)}>x</{new string('n', 65_536)}>{prefixes}<title>t</title></item>");

        Assert.Equal(("1", "t"), (feed.Entries[0].Id, feed.Entries[0].Title!.Value));
        Assert.Contains("too-many-attributes", feed.Repairs);
        Assert.Contains("name-too-long", feed.Repairs);
    }

    [Fact]
    public void Ten_thousand_entries_are_enough()
    {
        var feed = Reads.Channel(string.Concat(Enumerable.Repeat("<item><title>a</title></item>", 10_005)));

        Assert.Equal(10_000, feed.Entries.Count);
        Assert.True(feed.IsPartial);
        Assert.Equal(["too-many-entries"], feed.Repairs);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n ", "empty")]
    [InlineData("<!DOCTYPE html><html><body><p>x</p></body></html>", "html")]
    [InlineData("<html><head><title>Log in</title></head></html>", "html")]
    [InlineData("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url/></urlset>", "not-a-feed")]
    [InlineData("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://xmlns.com/foaf/0.1/\"><Person/></rdf:RDF>", "not-a-feed")]
    [InlineData("just some words", "not-a-feed")]
    [InlineData("%PDF-1.4 ...", "not-a-feed")]
    [InlineData("{\"error\":\"no\"}", "not-a-feed")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}", "invalid-json")]
    [InlineData("[1,2]", "not-a-feed")]
    public void BAD_29_What_is_no_feed_is_refused_with_a_reason(string document, string code) =>
        Assert.Equal(code, Assert.IsType<ReadOutcome.NotAFeed>(Reads.Outcome(document)).Code);

    [Fact]
    public void Nothing_makes_it_throw()
    {
        const string Seed = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            + "<channel><title>T &amp; &#8220; &a;</title><!-- c --><item><title><![CDATA[x]]></title><dc:date>2004-01-01T00:00:00Z</dc:date>"
            + "<description>a <b c=\"d\">e</b></description></item></channel></rss>{\"version\":\"\\ud800\",\"items\":[]}";
        var random = new Random(11);
        var bytes = Encoding.UTF8.GetBytes(Seed);
        for (var run = 0; run < 20_000; run++)
        {
            var start = random.Next(20) == 0 ? random.Next(bytes.Length) : 0;
            var copy = bytes[start..];
            for (var change = random.Next(8); change > 0 && copy.Length > 0; change--)
            {
                copy[random.Next(copy.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
            }

            FeedReader.Read(copy.AsMemory(0, random.Next(copy.Length + 1)), new DocumentContext(Reads.Url, null));
        }
    }
}
