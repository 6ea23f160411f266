using static FeedHub.Demo.DemoDocument;

namespace FeedHub.Demo;

/// <summary>Writes Atom 1.0 and 0.3 as blogs and planets do.</summary>
internal static class DemoAtom
{
    public static string Write10(DemoFeed feed) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
          xml:lang="{feed.Blog.Language}"{Base(feed)}>
        <title>{Escape(feed.Blog.Title)}</title>
        <subtitle>{Escape(feed.Blog.Description)}</subtitle>
        <id>tag:{feed.Blog.Slug}.example,2026:feed</id>
        <link rel="alternate" type="text/html" href="{feed.PageUrl}"/>
        <link rel="self" type="application/atom+xml" href="{feed.FeedUrl}"/>
        <updated>{Rfc3339(feed.UpdatedAt)}</updated>
        {Each(feed.Items, item => Entry10(feed, item))}</feed>

        """;

    public static string Write03(DemoFeed feed) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <feed version="0.3" xmlns="http://purl.org/atom/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="{feed.Blog.Language}">
        <title>{Escape(feed.Blog.Title)}</title>
        <tagline>{Escape(feed.Blog.Description)}</tagline>
        <id>tag:{feed.Blog.Slug}.example,2026:feed</id>
        <link rel="alternate" type="text/html" href="{feed.PageUrl}"/>
        <modified>{Rfc3339(feed.UpdatedAt)}</modified>
        {Each(feed.Items, Entry03)}</feed>

        """;

    private static string Entry10(DemoFeed feed, DemoItem item) => $"""
        <entry>
        <title>{Escape(item.Title)}</title>
        <id>{Escape(item.Id)}</id>
        <link rel="alternate" type="text/html" href="{Escape(feed.Blog.Has(DemoQuirk.RelativeLinks) ? item.Slug : item.Link)}"/>
        <published>{Rfc3339(item.PublishedAt)}</published>
        <updated>{Rfc3339(item.PublishedAt)}</updated>
        <author><name>{Escape(item.Author)}</name></author>
        {Each(item.Tags, tag => $"<category term=\"{Escape(tag)}\"/>\n")}<summary type="html">{Escape(item.Summary)}</summary>
        <content type="html"{(item.SourceUrl is null ? "" : $" xml:base=\"{item.SourceUrl}\"")}>{Escape(item.Html)}</content>
        {(item.Comments is { } count ? $"<thr:total>{count}</thr:total>\n" : "")}{Source(item)}</entry>

        """;

    private static string Entry03(DemoItem item) => $"""
        <entry>
        <title>{Escape(item.Title)}</title>
        <id>{Escape(item.Id)}</id>
        <link rel="alternate" type="text/html" href="{Escape(item.Link)}"/>
        <issued>{Rfc3339(item.PublishedAt)}</issued>
        <modified>{Rfc3339(item.PublishedAt)}</modified>
        <author><name>{Escape(item.Author)}</name></author>
        {Each(item.Tags, Subject)}<summary type="text/html" mode="escaped">{Escape(item.Summary)}</summary>
        <content type="text/html" mode="escaped">{Escape(item.Html)}</content>
        </entry>

        """;

    private static string Subject(string tag) => $"<dc:subject>{Escape(tag)}</dc:subject>\n";

    private static string Base(DemoFeed feed) => feed.Blog.Has(DemoQuirk.RelativeLinks) ? $" xml:base=\"{feed.PageUrl}\"" : "";

    private static string Source(DemoItem item) => item.Source is { } blog
        ? $"""
            <source>
            <title>{Escape(blog.Title)}</title>
            <id>{item.SourceUrl}</id>
            <link rel="alternate" type="text/html" href="{item.SourceUrl}"/>
            <updated>{Rfc3339(item.PublishedAt)}</updated>
            </source>

            """
        : "";
}
