using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FeedHub.EndToEnd;
using FeedHub.Reading;

namespace FeedHub.Serving;

/// <summary>Feeds that carry every hostile text at once, published by the running hub and put before the validators of each format.</summary>
public sealed partial class HostileFeedTests : IAsyncLifetime
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";

    /// <summary>One or more of each of BAD-30 to BAD-47.</summary>
    private static readonly string[] _texts =
    [
        "<script>evil()</script>", "&lt;script&gt;evil()&lt;/script&gt;", "<x:script>evil()</x:script>",
        "<Svg OnLoad=evil()></Svg>", "<b\nonmouseover\n=\n\"evil()\">word</b>",
        "<a href='java&#9;script:evil()'>word</a>", "<img src='https://pics.example/a.png' srcset='javascript:evil() 2x'>",
        "<svg><foreignObject><p>evil</p></foreignObject></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=evil()&gt;\">",
        "<template shadowrootmode=open><p>evil</p></template>", "<p style='position:fixed'>word</p>",
        "<iframe src='https://evil.example/'></iframe><base href='https://evil.example/'>", "<iframe srcdoc='<b>evil</b>' sandbox=''></iframe>",
        "<img src='/admin/x.png'><img src='https://evil.example/p.gif' width=1 height=1>", "<a href='/a' target='_blank'>word</a>",
        "<p id='content' name='evil'>word</p>", "<p>one<b>two<table>three<tr><td>four", "</p></div>word<!-- unclosed",
        "<!--[if IE]><b>evil</b><![endif]-->word<?php evil() ?>", "\u202Egnp.exe\u202C a\u200B\u200Bb", "Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
        "<b>bold</b> &amp; AT&T &#39;x&#39; </title> </b>", "{{x}} ${x} %s {0}", "lost \uFFFD and \uFDD0none", "\u0085\u009F\u007Fx", "Ada <ada@example.org>", "]]>",
        "<p>R&D <p>a<table><tr><td>b</table>c<ul><li>d<li>e</ul><ruby>f<rt>g</ruby><dl><dd>h<dt>i</dl>",
    ];

    private readonly Workbench _bench = new();
    private RunningProgram? _service;
    private OriginServer? _origin;
    private HttpClient? _http;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        const string evil = "javascript:evil()";
        List<(string Path, string Document)> feeds =
        [
            .. HostileDocuments.Of([.. _texts.Select(text => new HostileCase(text, ""))]),
            ("/ids", "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='klingon'><title>Ids &amp;amp; &lt;/b> R&amp;D 1&amp;½ &lt;ids@ids.example></title><id>HTTP://Ids.example</id>"
                + string.Concat(((string[])["http://Ids.example/1", "http://ids.example", "urn:uuid:1", "urn:x:2", "tag:Ids.example,2026:3", "yt:video:4", "https://ids.example/%7e", "https://ids.example/ü", "5", "tag:ids.example,2026:6"])
                    .Index().Select(id => $"<entry><id>{id.Item}</id><title>Id {id.Index}</title><link href='https://ids.example/{id.Index}'/><updated>2150-01-01T00:00:00Z</updated></entry>"))
                + "<entry><id>urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10</id><title>Origin</title><link href='https://ids.example/origin'/><source><id>Http://o.example</id><title>a &lt;/b></title>"
                + "<updated>2150-01-01T00:00:00Z</updated><author><name>Bob &lt;bob@example.org></name></author><rights>&lt;b>x&lt;/b></rights></source></entry></feed>"),
            ("/links", "<rss version='2.0'><channel><title>Links</title><link>" + evil + "</link><language>en_US</language>"
                + $"<item><title>By link</title><link>{evil}</link><category domain='{evil}'>one</category><category> </category><pubDate>Mon, 01 Jan 1900 00:00:00 GMT</pubDate>"
                + $"<enclosure url='{evil}' type='audio/mpeg' length='1'/><comments>{evil}</comments></item>"
                + "<item><title>By media</title><link>https://links.example/[a]|b{c}?d[]=ü#e#f</link><guid>https://links.example/[a]</guid>"
                + "<enclosure url='http://[2001:db8::1]/1.mp3' type='audio/mpeg' length='1'/><enclosure url='http://a_b.example/1.mp3' type='audio/mpeg' length='1'/><enclosure url='https://links.example/ü [1].mp3' type='no type' length='-1'/><enclosure url='https://links.example/2.mp3' type='audio/mpeg' length='x'/></item></channel></rss>"),
        ];
        _origin = await OriginServer.StartAsync();
        foreach (var (path, document) in feeds)
        {
            _origin.Serve(path, OriginDocument.Of(document) with { ContentType = null });
        }

        _bench.Environment["FeedHub__Stories__Count"] = "200";
        _bench.Environment["FeedHub__Latest__Count"] = "200";
        _bench.WriteSplit(
            [.. feeds.Select(feed => _origin.UrlOf(feed.Path).AbsoluteUri)],
            [.. feeds.SelectMany(feed => Links.Matches(feed.Document)).Select(link => link.Value).Distinct(StringComparer.Ordinal)]);
        _service = await _bench.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = _bench.Url };
        await Eventually.HoldsAsync("all is read", async () => (await Published.LatestItemsAsync(_bench.Url)).Count == (3 * _texts.Length) + 13);
        await Eventually.HoldsAsync("it is archived", async () => (await ArchivesAsync()).Count == 2);
        await Eventually.HoldsAsync("its stories are told", async () => Encoding.UTF8.GetString(await GetAsync("top-stories.json")).Contains("Case json", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }

        _bench.Dispose();
    }

    [Fact]
    public async Task BAD_30_to_BAD_47_together_pass_the_rules_of_every_format_and_are_read_back()
    {
        var schema = Json.Schema.JsonSchema.FromText(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "schemas", "feedhub-jsonfeed.schema.json"), Cancellation));
        List<string> atoms = [];
        foreach (var stem in (string[])["latest", "top-stories", "channels/all/latest", "channels/all/top-stories"])
        {
            var (atom, rss, json) = (await GetAsync(stem + ".atom"), await GetAsync(stem + ".rss"), await GetAsync(stem + ".json"));
            Assert.Empty(ValidatorRules.FaultsOf(Load(atom)));
            Assert.Empty(ValidatorRules.FaultsOf(Load(rss)));
            using var document = JsonDocument.Parse(json);
            var result = schema.Evaluate(document.RootElement, new Json.Schema.EvaluationOptions { OutputFormat = Json.Schema.OutputFormat.List });
            Assert.True(result.IsValid, $"{stem}: {string.Join("; ", (result.Details ?? []).Where(detail => detail.Errors is not null).Take(5).Select(detail => detail.InstanceLocation))}");

            var items = document.RootElement.GetProperty("items").EnumerateArray().ToList();
            Assert.True(items.Count >= 3 * _texts.Length, stem);
            foreach (var written in (byte[][])[atom, rss, json])
            {
                var feed = Assert.IsType<ReadOutcome.Read>(FeedReader.Read(written, new DocumentContext(null, null))).Feed;
                Assert.Empty(feed.Repairs);
                Assert.Equal(items.Select(item => item.GetProperty("id").GetString()), feed.Entries.Select(entry => entry.Id));
                Assert.Equal(items.Select(item => Shown(item.GetProperty("title").GetString()!)), feed.Entries.Select(entry => Shown(entry.Title!.Value)));
            }

            atoms.Add(stem + ".atom");
        }

        var opml = await GetAsync("feeds.opml");
        Assert.Empty(ValidatorRules.FaultsOf(Load(opml)));
        atoms.AddRange(await ArchivesAsync());
        foreach (var path in atoms)
        {
            Assert.Empty(ValidatorRules.FaultsOf(Load(await GetAsync(path))));
        }

        foreach (var path in (string[])[.. atoms, .. atoms.Where(path => !path.Contains("archive", StringComparison.Ordinal)).Select(path => Path.ChangeExtension(path, ".rss")), "feeds.opml"])
        {
            Assert.Equal("", await Published.LintAsync(await GetAsync(path)));
        }

        Assert.Equal("", await CheckGrammarAsync(atoms));
    }

    [Fact]
    public async Task BAD_75_to_BAD_85_however_it_is_asked_the_document_is_the_same_or_there_is_none()
    {
        var plain = await GetAsync("latest.atom");
        foreach (var (name, value) in ((string, string)[])
        [
            ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example"), ("Range", "bytes=0-0,1-1"),
            ("If-Modified-Since", "yesterday"), ("If-None-Match", string.Join(", ", Enumerable.Range(0, 500).Select(tag => $"\"{tag}\""))),
            ("Accept", "text/html;q=0, */*;q=0"), ("Accept-Language", "*;q=0"), ("Accept-Encoding", "identity;q=0"), ("Origin", "https://evil.example"),
        ])
        {
            using var answer = await AskAsync(HttpMethod.Get, "latest.atom", name, value);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{name}: {answer.StatusCode}");
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
            if (answer.Content.Headers.ContentEncoding.Count == 0)
            {
                Assert.Equal(plain, await answer.Content.ReadAsByteArrayAsync(Cancellation));
            }
        }

        using var forged = await AskAsync(HttpMethod.Get, "latest.atom", "Host", "evil.example");
        var answered = await forged.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(forged.StatusCode == HttpStatusCode.BadRequest || answered.SequenceEqual(plain));
        using var busted = await AskAsync(HttpMethod.Get, "latest.atom?page=-1&limit=1000000000&limit=2");
        Assert.Equal(plain, await busted.Content.ReadAsByteArrayAsync(Cancellation));
        foreach (var method in (HttpMethod[])[HttpMethod.Trace, HttpMethod.Delete, HttpMethod.Put, new("EVIL")])
        {
            using var refused = await AskAsync(method, "latest.atom");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        }

        foreach (var path in (string[])["/..%2ffeedhub.db", "/%00", "//evil.example/latest.atom", "/<evil>", "/%c0%ae%c0%ae/"])
        {
            using var missing = await AskAsync(HttpMethod.Get, path);
            Assert.InRange((int)missing.StatusCode, 400, 499);
            Assert.DoesNotContain("evil", await missing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var page = await AskAsync(HttpMethod.Get, "");
        Assert.Contains("frame-ancestors 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(plain, await GetAsync("latest.atom"));
    }

    private async Task<IReadOnlyList<string>> ArchivesAsync()
    {
        List<string> paths = [];
        foreach (var stem in (string[])["latest.atom", "channels/all/latest.atom"])
        {
            var url = (string?)Load(await GetAsync(stem)).Root!.Elements(_atom + "link").SingleOrDefault(link => (string?)link.Attribute("rel") == "prev-archive")?.Attribute("href");
            if (url is not null)
            {
                using var answer = await AskAsync(HttpMethod.Get, new Uri(url).AbsolutePath);
                paths.AddRange(answer.IsSuccessStatusCode ? [new Uri(url).AbsolutePath] : Array.Empty<string>());
            }
        }

        return paths;
    }

    private async Task<string> CheckGrammarAsync(IEnumerable<string> paths)
    {
        Tool.Require("jing", "jing");
        List<string> files = [];
        foreach (var (index, path) in paths.Index())
        {
            files.Add(Path.Combine(_bench.Folder, $"{index}.atom"));
            await File.WriteAllBytesAsync(files[^1], await GetAsync(path), Cancellation);
        }

        using var jing = Process.Start(new ProcessStartInfo("jing", ["-c", Path.Combine(AppContext.BaseDirectory, "Fixtures", "schemas", "atom.rnc"), .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = jing.StandardError.ReadToEndAsync(Cancellation);
        var output = await jing.StandardOutput.ReadToEndAsync(Cancellation);
        await jing.WaitForExitAsync(Cancellation);
        return jing.ExitCode == 0 ? "" : output + await error; // it may warn of what it does not need
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("//", StringComparison.Ordinal) ? new Uri($"{_bench.Url.GetLeftPart(UriPartial.Authority)}{path}") : new Uri(path, UriKind.RelativeOrAbsolute));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await _http!.SendAsync(request, Cancellation);
    }

    private Task<byte[]> GetAsync(string path) => _http!.GetByteArrayAsync(new Uri(path, UriKind.Relative), Cancellation);

    private static XDocument Load(byte[] document)
    {
        using var reader = XmlReader.Create(new MemoryStream(document), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }

    // Blanks are folded in XML, what keeps plain text from looking like markup shows nothing, and a lost character is a question mark there.
    private static string Shown(string text) => string.Join(
        ' ', text.Replace("\u2060", "", StringComparison.Ordinal).Replace('\uFFFD', '?').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("https://[a-z]+\\.example/[0-9a-z]+")]
    private static partial Regex Links { get; }
}
