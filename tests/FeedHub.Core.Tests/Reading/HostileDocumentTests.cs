using System.Text;

namespace FeedHub.Reading;

/// <summary>Documents that were written to harm who reads them.</summary>
public sealed class HostileDocumentTests
{
    private const string Secret = "root:x:0:0";

    [Theory]
    [InlineData("<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>", "&c;")]
    [InlineData("<!DOCTYPE r [<!ENTITY a \"&a;\">]>", "&a;")]
    [InlineData("<!DOCTYPE rss [<!ENTITY % p \"<!ENTITY a 'x'>\"> %p;]>", "&a;")]
    public void BAD_19_Entities_made_of_entities_are_not_expanded(string doctype, string reference)
    {
        var feed = Reads.Feed($"{doctype}<rss><channel><title>T</title><description>{reference}</description><item><guid>1</guid></item></channel></rss>");

        Assert.Equal(("T", "1"), (feed.Title!.Value, feed.Entries[0].Id));
        Assert.StartsWith("&", feed.Description!.Value, StringComparison.Ordinal);
        Assert.InRange(feed.Description.Value.Length, 1, 50); // one level at most
    }

    [Fact]
    public void Items_inside_items_do_not_pass_the_cap()
    {
        const string item = "<item><guid>1</guid></item>";
        var feed = Reads.Channel(string.Concat(Enumerable.Repeat(item, 9_999)) + $"<item><guid>o</guid>{item}</item>" + string.Concat(Enumerable.Repeat(item, 500)));

        Assert.Equal(10_000, feed.Entries.Count);
        Assert.Equal(["too-many-entries"], feed.Repairs);
        Assert.True(feed.IsPartial);
    }

    [Theory]
    [InlineData(39_000, true)]
    [InlineData(41_000, false)]
    public void Starts_of_entries_that_say_nothing_are_counted_too(int count, bool isWhole)
    {
        var feed = Reads.Channel($"<item><guid>1</guid>{string.Concat(Enumerable.Repeat("<item></item>", count))}</item><item><guid>2</guid></item>");

        Assert.Equal(isWhole ? ["1", "2"] : ["1"], feed.Entries.Select(entry => entry.Id));
        Assert.Equal(!isWhole, feed.Repairs.Contains("too-many-entries"));
        Assert.Equal(!isWhole, feed.IsPartial);
    }

    [Fact]
    public void BAD_19_Entities_in_an_attribute_are_bounded_too()
    {
        var references = string.Concat(Enumerable.Repeat("&x;", 200_000));
        var feed = Reads.Feed(
            $"<!DOCTYPE feed [<!ENTITY x \"{new string('y', 1000)}\">]><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><link href=\"http://x.example/{references}\"/></feed>");

        Assert.Equal("T", feed.Title!.Value);
        Assert.All(feed.Links, link => Assert.True(link.Href.Length < references.Length + (64 * 1024)));
    }

    [Theory]
    [InlineData("<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">")]
    [InlineData("<!DOCTYPE rss>")]
    [InlineData("<!DOCTYPE rss SYSTEM 'x.dtd' [ <!-- ]> --> <!ELEMENT rss ANY> ]>")]
    public void BAD_19_A_doctype_by_itself_is_no_fault(string doctype) =>
        Assert.Empty(Reads.Feed($"{doctype}<rss><channel><title>T</title></channel></rss>").Repairs);

    [Theory]
    [InlineData("<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>", "&f;")]
    [InlineData("<!DOCTYPE rss [<!ENTITY % d SYSTEM \"file:///etc/passwd\"> %d;]>", "&d;")]
    [InlineData("<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">", "x")]
    [InlineData("<?xml-stylesheet href=\"file:///etc/passwd\"?>", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>")]
    public void BAD_20_No_file_comes_into_a_document(string prolog, string body)
    {
        var feed = Reads.Feed($"{prolog}<rss><channel><title>T</title><description>{body}</description></channel></rss>");

        Assert.Equal("T", feed.Title!.Value);
        Assert.DoesNotContain(Secret, feed.Description?.Value ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "utf-8", false, null)]
    [InlineData("utf-8", "utf-16", true, null)] // the mark stands against the declaration
    [InlineData("utf-16", "utf-16", true, null)]
    [InlineData("utf-16BE", "utf-16", true, null)]
    [InlineData("utf-16", "utf-8", false, null)]
    [InlineData("utf-32", "utf-32", true, null)]
    [InlineData("utf-32BE", "utf-32", true, null)]
    [InlineData("utf-32", "utf-32", false, null)]
    [InlineData("utf-32BE", "utf-32", false, null)]
    [InlineData("IBM037", "ebcdic-cp-us", false, null)]
    [InlineData("utf-8", "utf-7", false, "unknown-encoding")]
    [InlineData("utf-8", "x-nobody-knows", false, "unknown-encoding")]
    [InlineData("windows-1252", "utf-8", false, "wrong-encoding")]
    [InlineData("windows-1252", "utf-7", false, "unknown-encoding")]
    public void BAD_21_A_hostile_document_is_the_same_in_every_encoding(string encoding, string declared, bool hasMark, string? repair)
    {
        var codec = encoding.StartsWith("utf", StringComparison.Ordinal) ? Encoding.GetEncoding(encoding) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!;
        byte[] document =
        [
            .. hasMark ? codec.GetPreamble() : [],
            .. codec.GetBytes(
                $"<?xml version=\"1.0\" encoding=\"{declared}\"?><!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\"><!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>"
                + "<rss version=\"2.0\"><channel><title>caf\u00e9 +ADw-</title><description>&c;&f;</description></channel></rss>"),
        ];

        var feed = Reads.Feed(document);

        Assert.Equal(("caf\u00e9 +ADw-", "&a;&a;&f;"), (feed.Title!.Value, feed.Description!.Value));
        Assert.True(repair is null || feed.Repairs.Contains(repair), string.Join(' ', feed.Repairs));
    }

    [Theory]
    [InlineData("<a>", "")]
    [InlineData("<a b='c'>", "</a>")]
    [InlineData("<div xmlns='http://x.example/'>", "</div>")]
    public async Task BAD_22_A_million_nested_elements_end_soon_on_a_small_stack(string start, string end)
    {
        var document = "<rss><channel><title>T</title><item><guid>1</guid><x>"
            + string.Concat(Enumerable.Repeat(start, 1_000_000)) + string.Concat(Enumerable.Repeat(end, 1_000_000)) + "</x></item></channel></rss>";
        var read = new TaskCompletionSource<ParsedFeed>();
        new Thread(() => read.SetResult(Reads.Feed(document)), maxStackSize: 256 * 1024).Start();

        var feed = await read.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(("T", "1"), (feed.Title!.Value, feed.Entries[0].Id));
    }

    [Fact]
    public void BAD_22_One_text_may_be_as_long_as_a_document()
    {
        var feed = Reads.Channel($"<title>T</title><item><guid>1</guid><description>{new string('x', 10_000_000)}</description></item><item><guid>2</guid></item>");

        Assert.Equal(["1", "2"], feed.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void BAD_22_Namespaces_without_end_on_one_element_are_read_in_time()
    {
        var many = string.Concat(Enumerable.Range(0, 200_000).Select(number => $" xmlns:n{number}='urn:{number}'"));
        var feed = Reads.Feed($"<rss{many}><channel><title>T</title><item><guid>1</guid></item></channel></rss>");

        Assert.Equal(("T", "1"), (feed.Title!.Value, feed.Entries[0].Id));
    }

    [Theory]
    [InlineData("\n\n  <?xml version=\"1.0\"?>")]
    [InlineData("\uFEFF\n<?xml version=\"1.0\"?>")]
    [InlineData("\r\n\t")]
    public void BAD_26_Blank_lines_before_the_declaration_are_passed_over(string start) =>
        Assert.Equal("T", Reads.Feed($"{start}<rss><channel><title>T</title></channel></rss>").Title!.Value);

    [Fact]
    public void BAD_26_A_document_cut_anywhere_is_read_to_its_end_or_told()
    {
        const string Document = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title><item><guid>1</guid><title>One</title></item>"
            + "<item><guid>2</guid><description><![CDATA[<p>Two</p>]]></description></item></channel></rss>";
        for (var length = Document.IndexOf("</item>", StringComparison.Ordinal) + 7; length < Document.Length - "</channel></rss>".Length; length++)
        {
            var feed = Reads.Feed(Document[..length]);

            Assert.True(feed.IsPartial, Document[..length]);
            Assert.Equal("1", feed.Entries[0].Id);
            Assert.All(feed.Entries.Skip(1), entry => Assert.Equal("2", entry.Id));
        }
    }

    [Theory]
    [InlineData("a\uFFFEb\uFFFFc", "abc")]
    [InlineData("a&#xFFFE;b&#65535;c", "abc")]
    [InlineData("a&#xDFFF;b&#xD800;c", "abc")]
    [InlineData("a\u0000b\u0001c\u001F", "abc")]
    [InlineData("a&#0;b&#x1;c", "abc")]
    public void BAD_27_What_XML_forbids_is_dropped_however_it_is_written(string written, string read) =>
        Assert.Equal(read, Reads.Channel($"<title>{written}</title>").Title!.Value);

    [Theory]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31, 0x2E, 0x37, 0x0A, 0xE2, 0xE3 }, "not-a-feed")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00 }, "not-a-feed")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10 }, "not-a-feed")]
    [InlineData(new byte[0], "empty")]
    public void BAD_29_Pictures_and_papers_are_no_feeds(byte[] document, string code) =>
        Assert.Equal(code, Assert.IsType<ReadOutcome.NotAFeed>(FeedReader.Read(document, new DocumentContext(Reads.Url, "application/rss+xml"))).Code);
}
