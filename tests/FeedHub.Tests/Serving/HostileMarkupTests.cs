using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using FeedHub.EndToEnd;
using FeedHub.Normalizing;

namespace FeedHub.Serving;

/// <summary>What strangers write into titles, texts, names and links, and what comes of it in every output (BAD-30 to BAD-47).</summary>
public sealed class HostileMarkupTests
{
    private static readonly string[] _formats = ["rss", "atom", "json"];

    private static readonly string[] _elements =
    [
        "a", "abbr", "b", "blockquote", "br", "code", "div", "em", "i", "img", "li", "ol", "p", "pre", "q", "span", "strong", "table", "tbody",
        "td", "tr", "ul",
    ];

    private static readonly string[] _attributes = ["alt", "cite", "height", "href", "rel", "src", "srcset", "title", "width"];

    [Fact]
    public Task BAD_30_of_a_script_text_is_left_and_no_element() => AssertTamedAsync(
        new("<script>evil()</script>", ""),
        new("<ScRiPt\n>evil()</sCrIpT\t>", ""),
        new("<script src=https://evil.example/x.js></script>", ""),
        new("&lt;script&gt;evil()&lt;/script&gt;", "<script>evil()</script>"),
        new("<![CDATA[<script>evil()</script>]]>", "evil()]]>") { InXhtml = "<script>evil()</script>" },
        new("<div><script>evil()</script></div>", ""),
        new("<x:script>evil()</x:script>", "evil()") { LooksPlain = true },
        new("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>evil()</h:script>", "evil()") { LooksPlain = true, InXhtml = "" });

    [Fact]
    public Task BAD_31_event_handlers_are_gone_however_they_are_written() => AssertTamedAsync(
        new("<Svg OnLoad=evil()></Svg>", ""),
        new("<b ONCLICK=evil()>word</b>", "word"),
        new("<b\nonmouseover\n=\n\"evil()\">word</b>", "word"),
        new("<b/onfocus='evil()'/autofocus>word</b>", "word"),
        new("<img/onerror=evil() src=https://pics.example/x.png>", ""),
        new("<img src='https://pics.example/x.png'onload='evil()'>", ""),
        new("<a href='https://a.example/'onclick='evil()'>word</a>", "word"),
        new("<body onload=evil()>word</body>", "word"));

    [Fact]
    public Task BAD_32_addresses_of_other_schemes_are_gone_from_every_attribute() => AssertTamedAsync(
        new("<a href='javascript:evil()'>word</a>", "word"),
        new("<a href='JaVaScRiPt:evil()'>word</a>", "word"),
        new("<a href='java&#9;script:evil()'>word</a>", "word"),
        new("<a href='java&NewLine;script:evil()'>word</a>", "word"),
        new("<a href='java\nscript:evil()'>word</a>", "word"),
        new("<a href='java\0script:evil()'>word</a>", "word"),
        new("<a href='&#106;avascript&colon;evil()'>word</a>", "word"),
        new("<a href='vbscript:evil()'>word</a>", "word"),
        new("<a href='data:text/html,evil'>word</a>", "word"),
        new("<a href='blob:https://evil.example/1'>word</a>", "word"),
        new("<a href='view-source:https://evil.example/'>word</a>", "word"),
        new("<img src='javascript:evil()'>", ""),
        new("<form action='javascript:evil()'><button formaction='javascript:evil()'></button></form>", ""),
        new("<svg><a xlink:href='javascript:evil()'></a></svg>", ""),
        new("<img src='https://pics.example/a.png' srcset='javascript:evil() 2x' longdesc='javascript:evil()'>", ""),
        new("<video poster='javascript:evil()'></video>", ""),
        new("<table background='javascript:evil()'><tr><td>word</table>", "word"),
        new("<q cite='javascript:evil()'>word</q>", "word"),
        new("<a href='https://a.example/' ping='https://evil.example/'>word</a>", "word"));

    [Fact]
    public async Task BAD_33_links_of_other_schemes_are_dropped_and_the_entries_stay()
    {
        const string evil = "javascript:evil()";
        var hub = await HostileHub.PublishAsync(
            ("/rss", "<rss version='2.0'><channel><title>Rss</title><link>" + evil + "</link>"
                + $"<item><title>By link</title><link>{evil}</link><category domain='{evil}'>one</category>"
                + $"<enclosure url='{evil}' type='audio/mpeg' length='1'/><comments>{evil}</comments></item>"
                + $"<item><title>By guid</title><guid isPermaLink='true'>{evil}//2</guid></item></channel></rss>"),
            ("/atom", $"<feed xmlns='http://www.w3.org/2005/Atom'><title>Atom</title><id>{evil}</id><link href='{evil}'/><icon>{evil}</icon>"
                + $"<entry><id>{evil}//3</id><title>By Atom</title><link href='{evil}'/><link rel='enclosure' href='{evil}'/><link rel='replies' href='{evil}'/>"
                + $"<author><name>Ada</name><uri>{evil}</uri></author><category term='two' scheme='{evil}'/><content src='{evil}'/></entry></feed>"),
            ("/json", $$"""
                {"version": "https://jsonfeed.org/version/1.1", "title": "Json", "home_page_url": "{{evil}}", "feed_url": "{{evil}}", "icon": "{{evil}}",
                 "items": [{"id": "{{evil}}//4", "title": "By JSON", "url": "{{evil}}", "external_url": "{{evil}}", "content_text": "Text", "image": "{{evil}}",
                            "authors": [{"name": "Bob", "url": "{{evil}}"}], "attachments": [{"url": "{{evil}}", "mime_type": "audio/mpeg"}]}]}
                """));

        foreach (var output in HostileHub.Outputs)
        {
            var items = hub.Items.Where(item => item.Output == output).ToList();
            if (!output.StartsWith("/top", StringComparison.Ordinal) && output != "/")
            {
                Assert.Equal(["By Atom", "By JSON", "By guid", "By link"], items.Select(item => item.Title).Order(StringComparer.Ordinal));
            }

            Assert.All(items, item => Assert.Null(item.Link));
        }

        Assert.Equal(4, hub.Page.QuerySelectorAll("ul.headlines > li").Length);
        Assert.Empty(hub.Page.QuerySelectorAll("ul.headlines a"));
        Assert.All(
            HostileHub.Outputs.Append("/feeds.opml"),
            output => Assert.DoesNotContain(hub.Values(output), value => value.Contains("javascript", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public Task BAD_34_drawings_are_removed_with_their_content() => AssertTamedAsync(
        new("<svg><script>evil()</script></svg>after", "after"),
        new("<svg><foreignObject><p>evil</p></foreignObject></svg>after", "after"),
        new("<svg><use href='data:image/svg+xml;base64,evil'></use></svg>after", "after"),
        new("<svg><animate onbegin='evil()' attributeName='x'></animate></svg>after", "after"));

    [Fact]
    public Task BAD_35_markup_that_mutates_between_parsers_is_removed() => AssertTamedAsync(
        new("<math><annotation-xml encoding='text/html'><script>evil()</script></annotation-xml></math>after", "after"),
        new("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=evil()&gt;\">", ""),
        new("<form><math><mtext></form><form><mglyph><style></math><img src onerror=evil()>", ""),
        new("<noscript><p title=\"</noscript><img src=https://pics.example/x.png onerror=evil()>\">", ""),
        new("<style><!--</style><img src=https://pics.example/x.png onerror=evil()>-->", "-->"),
        new("<svg></p><style><a id=\"</style><img src=1 onerror=evil()>\">", "\">"));

    [Fact]
    public Task BAD_36_shadow_roots_are_removed() => AssertTamedAsync(
        new("<template shadowrootmode=open><script>evil()</script><p>evil</p></template>after", "after"),
        new("<div><template shadowrootmode='closed'><p>evil</p></template></div>after", "after"));

    [Fact]
    public Task BAD_37_styles_are_removed() => AssertTamedAsync(
        new("<style>@import 'https://evil.example/x.css'; p { background: url(https://evil.example/) }</style>after", "after"),
        new("<p style='background:url(javascript:evil())'>word</p>", "word"),
        new("<p style='width:expression(evil())'>word</p>", "word"),
        new("<div style='position:fixed;top:0;left:0;width:100%;height:100%'>word</div>", "word"));

    [Fact]
    public Task BAD_38_frames_forms_plug_ins_and_page_wide_elements_are_removed() => AssertTamedAsync(
        new("<iframe src='https://evil.example/'></iframe>after", "after"),
        new("<object data='https://evil.example/'></object><embed src='https://evil.example/'><applet code='evil'></applet>after", "after"),
        new("<form action='https://evil.example/'><input name='evil'><button>evil</button></form>after", "after") { Words = "evilafter" },
        new("<base href='https://evil.example/'>after", "after") { LooksPlain = true },
        new("<meta http-equiv='refresh' content='0;url=https://evil.example/'>after", "after") { LooksPlain = true },
        new("<link rel='stylesheet' href='https://evil.example/x.css'>after", "after"),
        new("<frameset><frame src='https://evil.example/'></frameset>after", "after") { LooksPlain = true });

    [Fact]
    public Task BAD_39_documents_in_attributes_are_removed() => AssertTamedAsync(
        new("<iframe srcdoc='<script>evil()</script>' sandbox='allow-scripts' allow='camera'></iframe>after", "after"),
        new("<p srcdoc='evil' sandbox='evil' allow='evil'>word</p>", "word"));

    [Fact]
    public async Task BAD_40_pictures_that_count_readers_are_gone_and_relative_ones_lead_to_their_source()
    {
        var hub = await AssertTamedAsync(
            new("<img src='https://evil.example/p.gif' width=1 height=1>", ""),
            new("<img src='https://evil.example/p.gif' width='0' height='0'>", ""),
            new("<img src='https://pixel.wp.com/evil.gif'>", ""),
            new("<img src='https://ad.doubleclick.net/evil.gif'>", ""),
            new("<img src='/admin/x.png'>", ""),
            new("<a href='/admin/delete'>word</a>", "word"));

        var addresses = hub.Fragments.SelectMany(fragment => fragment.QuerySelectorAll("img, a"))
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!)
            .ToList();
        Assert.Contains(addresses, address => address.EndsWith("/admin/x.png", StringComparison.Ordinal));
        Assert.Contains(addresses, address => address.EndsWith("/admin/delete", StringComparison.Ordinal));
        Assert.All(addresses, address => Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal)); // the feeds' origin, not ours
        Assert.Empty(hub.Page.QuerySelectorAll("img, picture, video, audio"));
    }

    [Fact]
    public async Task BAD_41_links_open_no_window_and_say_that_they_are_a_strangers()
    {
        var hub = await AssertTamedAsync(new HostileCase("<a href='https://a.example/' target='_blank' rel='me opener'>word</a>", "word"));

        var links = hub.Fragments.SelectMany(fragment => fragment.QuerySelectorAll("a")).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Equal("noopener noreferrer nofollow ugc", link.GetAttribute("rel")));
        Assert.All(hub.Page.QuerySelectorAll("a[href^='http']"), link => Assert.Contains("noopener", link.GetAttribute("rel") ?? "", StringComparison.Ordinal));
        Assert.Empty(hub.Page.QuerySelectorAll("[target]"));
    }

    [Fact]
    public async Task BAD_42_names_that_collide_with_those_of_the_page_are_removed()
    {
        var hub = await AssertTamedAsync(
            new("<p id='content' class='stories' name='evil'>word</p>", "word"),
            new("<a id='subscribe' name='location'>word</a>", "word"),
            new("<img name='cookie' id='body' src='https://pics.example/x.png'>", ""));

        Assert.Equal(["channels", "content", "headlines", "q", "subscribe", "subscribe-title"], hub.Page.QuerySelectorAll("[id]").Select(element => element.Id!).Order(StringComparer.Ordinal));
        Assert.Empty(hub.Page.QuerySelectorAll("a[name], img, ol.stories [class='stories']"));
    }

    [Fact]
    public async Task BAD_43_what_is_never_closed_or_never_ends_is_balanced_and_bounded()
    {
        await AssertTamedAsync(
            new("<p>one<b>two", "onetwo"),
            new("word<!-- unclosed", "word"),
            new("</p></div>word", "word"));

        const int size = 256 * 1024;
        var deep = string.Concat(Enumerable.Repeat("<b>", 100_000));
        var flood = new string('<', 9 * 1024 * 1024);
        var hub = await HostileHub.PublishAsync(
            ("/rss", "<rss version='2.0'><channel><title>Rss</title><item><title>Deep</title><link>https://rss.example/1</link>"
                + $"<description>The words{HostileDocuments.Escape(deep)} stay</description></item></channel></rss>"),
            ("/cdata", "<rss version='2.0'><channel><title>Rss</title><item><title>Flood</title><link>https://rss.example/2</link>"
                + $"<description><![CDATA[{flood}]]></description></item></channel></rss>"),
            ("/json", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Json\", \"items\": ["
                + $"{{\"id\": \"1\", \"title\": \"Flood\", \"url\": \"https://json.example/1\", \"content_html\": \"{flood}\"}}]}}"));

        Assert.Equal(9, hub.Items.Count(item => item.Output.StartsWith("/latest", StringComparison.Ordinal)));
        Assert.All(hub.Items.SelectMany(item => item.Markup), html =>
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(html), 1, size);
            Assert.Equal(html, SafeHtml.Sanitize(html, null));
        });
        Assert.Contains(hub.Items, item => item.Markup.Any(html => html.EndsWith(" […]", StringComparison.Ordinal)));
        Assert.Contains(hub.Items, item => item.Title == "Deep" && item.Markup.Any(html => Fold(HostileHub.Fragment(html).TextContent) == "The words stay"));
    }

    [Fact]
    public Task BAD_44_comments_and_instructions_are_removed() => AssertTamedAsync(
        new("<!-->word", "word"),
        new("<!--evil--!>word", "word"),
        new("<!--[if IE]><script>evil()</script><![endif]-->word", "word"),
        new("<![if !IE]>word<![endif]>", "word") { LooksPlain = true },
        new("<?php evil() ?>word", "word") { LooksPlain = true },
        new("<![CDATA[evil]]>word", "word") { LooksPlain = true, InXhtml = "evilword" });

    [Fact]
    public async Task BAD_45_titles_are_one_visible_line_of_bounded_length()
    {
        var titles = new[] { "\u202Egnp.exe\u202C", "a\u200B\u200B\uFEFFb", "Z" + new string('\u0301', 10_000), new string('x', 1024 * 1024), " \u00A0\u200B\n " };
        var expected = new[] { "gnp.exe", "ab", "Z" + new string('\u0301', 5), new string('x', 499) + "…" };
        var hub = await HostileHub.PublishAsync(
            ("/rss", "<rss version='2.0'><channel><title>Rss</title>" + string.Concat(titles.Index().Select(title =>
                $"<item><title>{title.Item}</title><link>{HostileDocuments.LinkOf("rss", title.Index)}</link></item>"))
                + "</channel></rss>"),
            ("/dated", "<rss version='2.0'><channel><title>Dated</title><item><title> \u200B </title><guid isPermaLink='false'>none</guid>"
                + "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"),
            ("/atom", "<feed xmlns='http://www.w3.org/2005/Atom'><title>Atom</title>" + string.Concat(titles.Index().Select(title =>
                $"<entry><id>urn:example:{title.Index}</id><title>{title.Item}</title><link href='{HostileDocuments.LinkOf("atom", title.Index)}'/></entry>"))
                + "</feed>"),
            ("/json", JsonSerializer.Serialize(new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = "Json",
                items = titles.Index().Select(title => new { id = $"{title.Index}", title = title.Item, url = HostileDocuments.LinkOf("json", title.Index), content_text = "" }),
            })));

        foreach (var output in HostileHub.Outputs.Where(output => output.StartsWith("/latest", StringComparison.Ordinal)))
        {
            foreach (var format in _formats)
            {
                Assert.Equal(
                    [.. expected, $"{format}.example/4"],
                    hub.Items.Where(item => item.Output == output && item.Link?.StartsWith($"https://{format}.", StringComparison.Ordinal) == true)
                        .OrderBy(item => item.Link, StringComparer.Ordinal)
                        .Select(item => item.Title));
            }

            Assert.Equal("2 March 2026", Assert.Single(hub.Items, item => item.Output == output && item.Link is null).Title);
        }

        var headlines = hub.Page.QuerySelectorAll("ul.headlines > li > p:first-child").Select(title => title.TextContent.Trim()).ToList();
        Assert.All(expected, title => Assert.Equal(3, headlines.Count(headline => headline == title)));
        Assert.Contains("2 March 2026", headlines);
    }

    [Fact]
    public async Task BAD_46_plain_text_that_looks_like_markup_is_shown_as_it_is()
    {
        const string text = "<b>bold</b> &amp; <script>evil()</script> &lt;i&gt;";
        await AssertLiteralAsync(text);
    }

    [Fact]
    public async Task BAD_47_template_and_format_strings_are_shown_as_they_are()
    {
        const string text = "{{x}} ${x} %s %n {0} {Feed} @Model #{x} [red]x[/]";
        await AssertLiteralAsync(text);
    }

    [Fact]
    public async Task BAD_47_template_and_format_strings_fill_no_log_line_and_no_table()
    {
        const string text = "{{x}} ${x} %s {0} {Feed} [red]x[/]";
        await using var origin = await OriginServer.StartAsync();
        using var bench = new Workbench();
        origin.Answer("/feed/{0}", context => OriginDocument.Of(
            $"<feed xmlns='http://www.w3.org/2005/Atom'><title>{text}</title><entry><id>urn:example:1</id><title>{text}</title>"
            + $"<updated>{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}</updated></entry></feed>").AnswerAsync(context));
        origin.Answer("/moved", Answers.Redirect("ftp://{0}.example/{Feed}/${x}/%s"));
        bench.WriteList(origin.UrlOf("/feed/{0}").AbsoluteUri, origin.UrlOf("/moved").AbsoluteUri);

        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("both are visited", async () =>
            !Encoding.UTF8.GetString(await RunningProgram.GetAsync(bench.Url)).Contains("http-equiv", StringComparison.Ordinal));
        var log = (await service.StopAsync()).Error;
        var table = await bench.RunAsync("top");

        Assert.Equal(2, log.Split('\n').Count(line => line.Contains(" Polled 127-0-0-1", StringComparison.Ordinal)));
        Assert.DoesNotContain(log, character => character is '{' or '}');
        Assert.Contains(table.Output.Split('\n'), line => line.Split('\t') is [_, _, text, text]);
    }

    private static async Task AssertLiteralAsync(string text)
    {
        var escaped = HostileDocuments.Escape(text);
        var now = TimeProvider.System.GetUtcNow();
        (string Path, string Document)[] feeds =
        [
            ("/atom", $"<feed xmlns='http://www.w3.org/2005/Atom'><title type='text'>Feed {escaped}</title><link href='https://atom.example/'/><entry><id>urn:example:1</id>"
                + $"<title type='text'>{escaped}</title><link href='https://atom.example/1'/><updated>{now:yyyy-MM-dd'T'HH:mm:ss'Z'}</updated>"
                + $"<summary type='text'>Short {escaped}</summary><content>Long {escaped}</content><author><name>{escaped}</name></author>"
                + $"<category term='x' label='{escaped}'/></entry></feed>"),
            ("/json", JsonSerializer.Serialize(new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = "Feed " + text,
                items = new[]
                {
                    new
                    {
                        id = "1", url = "https://json.example/1", title = text, summary = "Short " + text, content_text = "Long " + text,
                        date_published = now, authors = new[] { new { name = text } }, tags = new[] { text },
                    },
                },
            })),
        ];

        // One after the other: one title in two feeds is one article.
        foreach (var feed in feeds)
        {
            AssertLiteral(await HostileHub.PublishAsync(feed), text);
        }
    }

    private static void AssertLiteral(HostileHub hub, string text)
    {
        foreach (var output in HostileHub.Outputs)
        {
            var items = hub.Items.Where(item => item.Output == output).ToList();
            Assert.Single(items);
            Assert.All(items, item =>
            {
                Assert.Equal(text, item.Title);
                Assert.Equal(output == "/" ? 1 : 2, item.Names.Count);
                Assert.All(item.Names, name => Assert.Equal(text, name));
                Assert.All(item.Words, words => Assert.Equal("Short " + text, words));
                Assert.All(item.Markup.Select(HostileHub.Fragment), fragment =>
                {
                    Assert.Empty(fragment.Children);
                    Assert.Contains(fragment.TextContent, (string[])["Short " + text, "Long " + text]);
                });
                Assert.NotEmpty(item.Words.Concat(item.Markup));
            });
        }

        Assert.Equal(1, hub.Page.QuerySelectorAll(".channels bdi").Count(title => title.TextContent == "Feed " + text));
        var wide = ("Feed " + text).Replace('<', '＜').Replace('&', '＆'); // readers take the titles of a list for text or for HTML
        var listed = Assert.Single(hub.Xml("/feeds.opml").Descendants("outline"), outline => (string?)outline.Attribute("text") == wide);
        Assert.Equal(wide, HostileHub.Fragment(listed.Attribute("title")!.Value).InnerHtml.Replace("&gt;", ">", StringComparison.Ordinal));
        AssertHarmlessPage(hub);
    }

    /// <summary>Publishes the cases in all formats, and looks at each in each output.</summary>
    private static async Task<HostileHub> AssertTamedAsync(params HostileCase[] cases)
    {
        var hub = await HostileHub.PublishAsync(HostileDocuments.Of(cases));
        var byLink = hub.Items.ToLookup(item => (item.Output, item.Link));
        var problems = new List<string>();
        foreach (var output in HostileHub.Outputs)
        {
            foreach (var format in _formats)
            {
                foreach (var (index, hostile) in cases.Index())
                {
                    var item = Assert.Single(byLink[(output, HostileDocuments.LinkOf(format, index))]);
                    problems.AddRange(ProblemsOf(item, hostile, format, index).Select(problem => $"{output}, {format} {index}, {hostile.Html}: {problem}"));
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        AssertHarmlessPage(hub);
        return hub;
    }

    private static IEnumerable<string> ProblemsOf(ShownItem item, HostileCase hostile, string format, int index)
    {
        var words = hostile.Words ?? hostile.Text;
        var literal = Fold(hostile.Html.Replace("\0", "", StringComparison.Ordinal));
        var isLiteral = format == "json" || (format == "rss" && hostile.LooksPlain);
        var title = Fold(HostileDocuments.TitleOf(format, index, isLiteral ? literal : words));
        if (item.Title != title)
        {
            yield return $"the title is '{item.Title}', not '{title}'";
        }

        // What RSS means literally is escaped markup in the short text, and markup in content:encoded.
        string[] texts = [Fold("Before " + hostile.Text), .. format == "atom" && hostile.InXhtml is { } xhtml ? [Fold("Before " + xhtml)] : Array.Empty<string>(), .. format == "rss" && hostile.LooksPlain ? [Fold("Before " + literal)] : Array.Empty<string>()];
        foreach (var html in item.Markup)
        {
            var fragment = HostileHub.Fragment(html);
            if (!texts.Contains(Fold(fragment.TextContent)))
            {
                yield return $"the text is '{fragment.TextContent}' in '{html}'";
            }

            if (SafeHtml.Sanitize(html, null) != html || SafeMarkup.Sanitizer.Sanitize(html, "") != html || HostileHub.Fragment(fragment.InnerHtml).InnerHtml != fragment.InnerHtml)
            {
                yield return $"'{html}' changes when it is read again";
            }

            // The parser takes a template with a shadow root out of the tree, as browsers do.
            if (fragment.QuerySelectorAll("*").Prepend(fragment).Any(element => element.ShadowRoot is not null))
            {
                yield return $"'{html}' has a tree in the shadow";
            }

            foreach (var node in fragment.GetDescendants().Where(node => node is not IText && !(node is IElement element && IsHarmless(element))))
            {
                yield return $"{node.NodeName} in '{html}' is not harmless";
            }
        }

        foreach (var text in item.Words.Where(text => text.Length > 0 && !texts.Append(Fold("Before " + words)).Contains(Fold(text))))
        {
            yield return $"'{text}' is shown";
        }

        if (item.Markup.Count + item.Words.Count == 0)
        {
            yield return "there is no text";
        }
    }

    private static bool IsHarmless(IElement element) =>
        _elements.Contains(element.LocalName)
        && element.Attributes.All(attribute =>
            _attributes.Contains(attribute.Name)
            && !attribute.Value.Contains("evil", StringComparison.OrdinalIgnoreCase)
            && (attribute.Name is not ("href" or "src" or "cite" or "srcset") || IsWeb(attribute.Value)));

    private static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "mailto";

    /// <summary>The page has only elements and addresses of ours, and texts.</summary>
    private static void AssertHarmlessPage(HostileHub hub)
    {
        string[] known =
        [
            "html", "head", "meta", "title", "link", "body", "a", "header", "h1", "h2", "h3", "p", "nav", "div", "main", "ol", "li", "bdi", "time", "span",
            "aside", "section", "ul", "footer", "strong", "progress", "article", "dl", "dt", "dd", "form", "label", "input", "button",
        ];
        string[] attributes =
        [
            "action", "aria-current", "aria-label", "aria-labelledby", "autocomplete", "charset", "class", "content", "datetime", "dir", "enterkeyhint", "for", "href", "id", "lang", "maxlength",
            "method", "name", "rel", "role", "tabindex", "title", "type", "value",
        ];
        Assert.All(hub.Page.All, element =>
        {
            Assert.Contains(element.LocalName, known);
            Assert.All(element.Attributes, attribute =>
            {
                Assert.Contains(attribute.Name, attributes);
                Assert.True(attribute.Name != "href" || attribute.Value[0] is '/' or '#' || IsWeb(attribute.Value), attribute.Value);
            });
        });
        Assert.Equal("/search", Assert.Single(hub.Page.QuerySelectorAll("form")).GetAttribute("action"));
        Assert.Equal("q", Assert.Single(hub.Page.QuerySelectorAll("input")).GetAttribute("name"));
        Assert.All(hub.Page.QuerySelectorAll("meta"), meta => Assert.False(meta.HasAttribute("http-equiv")));
        Assert.All(hub.Page.QuerySelectorAll("link"), link => Assert.StartsWith("/", link.GetAttribute("href")!, StringComparison.Ordinal));
    }

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
