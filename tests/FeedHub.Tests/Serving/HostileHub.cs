using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using FeedHub.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Serving;

/// <summary>Feeds of strangers, fetched, stored and published by the real parts, and every output read back by a parser of its format.</summary>
internal sealed partial class HostileHub
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace _content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace _dublinCore = "http://purl.org/dc/elements/1.1/";

    private readonly Dictionary<string, byte[]> _documents;

    private HostileHub(Dictionary<string, byte[]> documents)
    {
        _documents = documents;
        Page = Parse("/");
        Items =
        [
            .. AtomItems("/latest.atom"), .. AtomItems("/top-stories.atom"), .. RssItems("/latest.rss"), .. RssItems("/top-stories.rss"),
            .. JsonItems("/latest.json"), .. JsonItems("/top-stories.json"), .. PageItems(),
        ];
    }

    public static IReadOnlyList<string> Outputs { get; } =
        ["/latest.atom", "/top-stories.atom", "/latest.rss", "/top-stories.rss", "/latest.json", "/top-stories.json", "/"];

    /// <summary>Every item of every output.</summary>
    public IReadOnlyList<ShownItem> Items { get; }

    /// <summary>The front page.</summary>
    public IHtmlDocument Page { get; }

    /// <summary>Every text that readers take for HTML, parsed.</summary>
    public IEnumerable<IElement> Fragments => Items.SelectMany(item => item.Markup).Select(Fragment);

    /// <summary>Publishes documents by the path of each.</summary>
    public static async Task<HostileHub> PublishAsync(params IReadOnlyList<(string Path, string Document)> feeds)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var origin = await OriginServer.StartAsync();
        using var bench = new Workbench();
        bench.Environment["FeedHub__Stories__Count"] = "200";
        foreach (var (path, document) in feeds)
        {
            origin.Serve(path, OriginDocument.Of(document) with { ContentType = null });
        }

        // Each case is a story of its own, however alike they are: all must be seen in every output.
        bench.WriteSplit(
            [.. feeds.Select(feed => origin.UrlOf(feed.Path).AbsoluteUri)],
            [.. feeds.SelectMany(feed => Links.Matches(feed.Document)).Select(link => link.Value).Distinct(StringComparer.Ordinal)]);
        var settings = new HubSettings(
            bench.ListPath,
            bench.DataPath,
            "http://localhost:8080",
            bench.Environment.ToDictionary(
                setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), string? (setting) => setting.Value, StringComparer.Ordinal));
        await using var hub = await HubHost.CreateForCommandAsync(settings, cancellationToken);
        await hub.StartAsync(cancellationToken);
        var summary = await PollAndPublish.RunAsync(
            hub.Services.GetRequiredService<PollDueFeeds>(), hub.Services.GetRequiredService<PublishTopStories>(), all: true, _ => { }, cancellationToken);
        Assert.All(summary.Reports, report => Assert.Null(report.Error));
        Assert.Equal(feeds.Count, summary.Reports.Count);
        return new HostileHub(hub.Services.GetRequiredService<PublishedDocuments>().All
            .ToDictionary(document => document.Path, document => document.Identity.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>The document as an XML parser sees it.</summary>
    public XDocument Xml(string path)
    {
        using var reader = XmlReader.Create(new MemoryStream(_documents[path]), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    /// <summary>Every value of the document as a parser sees it: texts, attributes, members.</summary>
    public IEnumerable<string> Values(string path)
    {
        if (path.EndsWith(".json", StringComparison.Ordinal))
        {
            using var document = JsonDocument.Parse(_documents[path]);
            return [.. Strings(document.RootElement)];
        }

        return path.EndsWith('/')
            ? Page.All.SelectMany(element => element.Attributes.Select(attribute => attribute.Value)).Append(Page.DocumentElement.TextContent)
            : Xml(path).Descendants().SelectMany(element =>
                element.Attributes().Select(attribute => attribute.Value).Append(string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value))));
    }

    /// <summary>A piece of HTML as a browser would read it.</summary>
    public static IElement Fragment(string html) => new HtmlParser().ParseDocument("<!doctype html><body>" + html).Body!;

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    [GeneratedRegex("https://[a-z]+\\.example/[0-9a-z]+")]
    private static partial Regex Links { get; }

    private IHtmlDocument Parse(string path) => new HtmlParser().ParseDocument(Encoding.UTF8.GetString(_documents[path]));

    private IEnumerable<ShownItem> AtomItems(string path) =>
        from entry in Xml(path).Root!.Elements(_atom + "entry")
        let texts = new[] { entry.Element(_atom + "summary"), entry.Element(_atom + "content") }.OfType<XElement>().ToList()
        select new ShownItem(
            path,
            (string?)entry.Elements(_atom + "link").SingleOrDefault(link => (string?)link.Attribute("rel") == "alternate")?.Attribute("href"),
            Text(entry.Element(_atom + "title")!),
            [.. texts.Where(text => (string?)text.Attribute("type") == "html").Select(text => text.Value)],
            [.. texts.Where(text => (string?)text.Attribute("type") != "html").Select(Text)])
        {
            Names =
            [
                .. entry.Elements(_atom + "author").Select(author => Text(author.Element(_atom + "name")!)),
                .. entry.Elements(_atom + "category").Select(category => Seen((string?)category.Attribute("label") ?? category.Attribute("term")!.Value)),
            ],
        };

    private static string Text(XElement element)
    {
        Assert.True((string?)element.Attribute("type") is null or "text");
        Assert.Empty(element.Elements());
        return Seen(element.Value);
    }

    // What keeps plain text from looking like markup shows nothing.
    private static string Seen(string text) => text.Replace("\u2060", "", StringComparison.Ordinal);

    private IEnumerable<ShownItem> RssItems(string path) =>
        from item in Xml(path).Root!.Element("channel")!.Elements("item")
        select new ShownItem(
            path,
            item.Element("link")?.Value,
            Text(item.Element("title")!),
            [.. item.Elements("description").Concat(item.Elements(_content + "encoded")).Select(Text)],
            [])
        {
            Names = [.. item.Elements(_dublinCore + "creator").Concat(item.Elements("category")).Select(Text)],
        };

    private IEnumerable<ShownItem> JsonItems(string path)
    {
        using var document = JsonDocument.Parse(_documents[path]);
        return
        [
            .. from item in document.RootElement.GetProperty("items").EnumerateArray()
               select new ShownItem(
                   path, Member(item, "url"), Member(item, "title")!, [.. Members(item, "content_html")],
                   [.. Members(item, "summary"), .. Members(item, "content_text")])
               {
                   Names =
                   [
                       .. item.TryGetProperty("authors", out var authors) ? authors.EnumerateArray().Select(author => Member(author, "name")!) : [],
                       .. item.TryGetProperty("tags", out var tags) ? tags.EnumerateArray().Select(tag => tag.GetString()!) : [],
                   ],
               },
        ];
    }

    private static string? Member(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<string> Members(JsonElement item, string name) => Member(item, name) is { } text ? [text] : [];

    private IEnumerable<ShownItem> PageItems() =>
        from story in Page.QuerySelectorAll("ol.stories > li")
        select new ShownItem(
            "/",
            story.QuerySelector("h3 a")?.GetAttribute("href"),
            story.QuerySelector("h3")!.TextContent.Trim(),
            [],
            [.. story.QuerySelectorAll("p.lead").Select(lead => lead.TextContent)])
        {
            Names = [.. story.QuerySelectorAll("bdi.author").Select(author => author.TextContent)],
        };
}
