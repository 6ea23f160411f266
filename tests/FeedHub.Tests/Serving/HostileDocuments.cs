using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Serving;

/// <summary>Feeds in three formats that say the same hostile things wherever the format has a place for them.</summary>
internal static class HostileDocuments
{
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <summary>Where the entry of a case leads, which names it in every output.</summary>
    public static string LinkOf(string format, int index) => string.Create(CultureInfo.InvariantCulture, $"https://{format}.example/{index}");

    /// <summary>Another in each feed: one title in several feeds is one article.</summary>
    public static string TitleOf(string format, int index, string text) => string.Create(CultureInfo.InvariantCulture, $"Case {format} {index} {text}");

    /// <summary>One feed in each format, one entry for each case.</summary>
    public static IReadOnlyList<(string Path, string Document)> Of(IReadOnlyList<HostileCase> cases) =>
        [("/rss", Rss(cases)), ("/atom", Atom(cases)), ("/json", Json(cases))];

    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Rss(IReadOnlyList<HostileCase> cases) =>
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        + $"<title>{Escape("Feed " + cases[0].Html)}</title><link>https://rss.example/</link>"
        + string.Concat(cases.Index().Select(item =>
            $"<item><title>{Escape(TitleOf("rss", item.Index, item.Item.Html))}</title><link>{LinkOf("rss", item.Index)}</link>"
            + $"<pubDate>{_now:r}</pubDate><author>{Escape(item.Item.Html)}</author><category>{Escape(item.Item.Html)}</category>"
            + $"<description>{Escape("Before " + item.Item.Html)}</description>"
            + $"<content:encoded><![CDATA[Before {item.Item.Html.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]></content:encoded></item>"))
        + "</channel></rss>";

    private static string Atom(IReadOnlyList<HostileCase> cases) =>
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:example:hostile</id>"
        + $"<title type='html'>{Escape("Feed " + cases[0].Html)}</title><link href='https://atom.example/'/>"
        + string.Concat(cases.Index().Select(item =>
            $"<entry><id>urn:example:hostile:{item.Index}</id><title type='html'>{Escape(TitleOf("atom", item.Index, item.Item.Html))}</title>"
            + $"<link href='{LinkOf("atom", item.Index)}'/><updated>{_now:yyyy-MM-dd'T'HH:mm:ss'Z'}</updated>"
            + $"<author><name>{Escape(item.Item.Html)}</name></author><category term='x' label=\"{Escape(item.Item.Html).Replace("\"", "&quot;", StringComparison.Ordinal)}\"/>"
            + $"<summary type='html'>{Escape("Before " + item.Item.Html)}</summary>{AtomContent("Before " + item.Item.Html)}</entry>"))
        + "</feed>";

    // As XHTML where it is that: another way through the reader.
    private static string AtomContent(string html)
    {
        var xhtml = $"<div xmlns='http://www.w3.org/1999/xhtml'>{html}</div>";
        try
        {
            XElement.Parse(xhtml);
            return $"<content type='xhtml'>{xhtml}</content>";
        }
        catch (XmlException)
        {
            return $"<content type='html'>{Escape(html)}</content>";
        }
    }

    private static string Json(IReadOnlyList<HostileCase> cases) => JsonSerializer.Serialize(new
    {
        version = "https://jsonfeed.org/version/1.1",
        title = "Feed " + cases[0].Html,
        home_page_url = "https://json.example/",
        items = cases.Index().Select(item => new
        {
            id = $"hostile-{item.Index}",
            url = LinkOf("json", item.Index),
            title = TitleOf("json", item.Index, item.Item.Html),
            content_html = "Before " + item.Item.Html,
            date_published = _now,
            authors = new[] { new { name = item.Item.Html } },
            tags = new[] { item.Item.Html },
        }),
    });
}
