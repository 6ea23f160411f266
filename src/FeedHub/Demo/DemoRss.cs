using System.Globalization;
using static FeedHub.Demo.DemoDocument;

namespace FeedHub.Demo;

/// <summary>Writes RSS 2.0 and 1.0 as blogs do, with the quirks of the blog.</summary>
internal static class DemoRss
{
    public static string Write20(DemoFeed feed) => $"""
        <?xml version="1.0" encoding="{(feed.Blog.Has(DemoQuirk.Windows1252) ? "windows-1252" : "utf-8")}"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:atom="http://www.w3.org/2005/Atom">
        <channel>
        <title>{Text(feed, feed.Blog.Title)}</title>
        <link>{feed.PageUrl}</link>
        <description>{Text(feed, feed.Blog.Description)}</description>
        <language>{feed.Blog.Language}</language>
        <lastBuildDate>{Rfc1123(feed.UpdatedAt)}</lastBuildDate>
        <atom:link rel="self" type="application/rss+xml" href="{feed.FeedUrl}"/>
        {Each(feed.Items, item => Item20(feed, item))}</channel>
        </rss>

        """;

    public static string Write10(DemoFeed feed) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
          xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
        <channel rdf:about="{feed.FeedUrl}">
        <title>{Escape(feed.Blog.Title)}</title>
        <link>{feed.PageUrl}</link>
        <description>{Escape(feed.Blog.Description)}</description>
        <dc:language>{feed.Blog.Language}</dc:language>
        <dc:date>{Rfc3339(feed.UpdatedAt)}</dc:date>
        <items><rdf:Seq>{Each(feed.Items, item => $"<rdf:li rdf:resource=\"{Escape(item.Link)}\"/>")}</rdf:Seq></items>
        </channel>
        {Each(feed.Items, Item10)}</rdf:RDF>

        """;

    private static string Item20(DemoFeed feed, DemoItem item) => $"""
        <item>
        <title>{Text(feed, item.Title)}</title>
        <link>{Escape(item.Link)}</link>
        {Guid(feed, item)}<dc:creator>{Escape(item.Author)}</dc:creator>
        <pubDate>{Rfc1123(item.PublishedAt)}</pubDate>
        {Each(item.Tags, tag => $"<category>{Escape(tag)}</category>\n")}<description>{Text(feed, item.Summary)}</description>
        <content:encoded><![CDATA[{item.Html}]]></content:encoded>
        {Comments(item)}{Enclosure(item)}</item>

        """;

    private static string Item10(DemoItem item) => $"""
        <item rdf:about="{Escape(item.Link)}">
        <title>{Escape(item.Title)}</title>
        <link>{Escape(item.Link)}</link>
        <dc:creator>{Escape(item.Author)}</dc:creator>
        <dc:date>{Rfc3339(item.PublishedAt)}</dc:date>
        {Each(item.Tags, tag => $"<dc:subject>{Escape(tag)}</dc:subject>\n")}<description>{Escape(item.Summary)}</description>
        <content:encoded><![CDATA[{item.Html}]]></content:encoded>
        {Comments(item)}</item>

        """;

    private static string Guid(DemoFeed feed, DemoItem item) => feed.Blog.Has(DemoQuirk.NoGuids)
        ? ""
        : $"<guid isPermaLink=\"{(item.Id == item.Link ? "true" : "false")}\">{Escape(item.Id)}</guid>\n";

    private static string Comments(DemoItem item) => item.Comments is { } count ? $"<slash:comments>{count}</slash:comments>\n" : "";

    private static string Enclosure(DemoItem item) => item.AudioUrl is { } url
        ? $"<enclosure url=\"{url}\" type=\"audio/wav\" length=\"{DemoAudio.Silence.Length}\"/>\n"
        : "";

    private static string Text(DemoFeed feed, string text) => feed.Blog.Has(DemoQuirk.BareAmpersand)
        ? text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("é", "&eacute;", StringComparison.Ordinal)
        : Escape(text);

    private static string Rfc1123(DateTimeOffset instant) => instant.ToString("R", CultureInfo.InvariantCulture);
}
