using System.Globalization;
using static FeedHub.Demo.DemoDocument;

namespace FeedHub.Demo;

/// <summary>The pages of the invented blogs: plain ones, so that every link leads somewhere.</summary>
internal static class DemoPage
{
    private const string Style =
        "body{font:1.1em/1.6 Georgia,serif;max-width:38em;margin:3em auto;padding:0 1em;color:#223}"
        + "a{color:#05648a}pre{background:#f3f1ec;padding:.8em;overflow:auto}"
        + "td,th{padding:0 1em 0 0;text-align:left}time,small{color:#667}";

    public static string OfBlog(DemoFeed feed) => Write(feed, feed.Blog.Title, $"""
        <h1>{Escape(feed.Blog.Title)}</h1>
        <p>{Escape(feed.Blog.Description)}</p>
        <ul>
        {Each(feed.Items, item => $"<li><a href='{Escape(item.Link)}'>{Escape(item.Title)}</a> {Date(item)}</li>\n")}</ul>
        """);

    public static string OfItem(DemoFeed feed, DemoItem item) => Write(feed, item.Title, $"""
        <p><a href='{feed.PageUrl}'>{Escape(feed.Blog.Title)}</a></p>
        <h1>{Escape(item.Title)}</h1>
        <p>{Escape(item.Author)}, {Date(item)}</p>
        {item.Html}
        """);

    private static string Date(DemoItem item) =>
        $"<time>{item.PublishedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>";

    private static string Write(DemoFeed feed, string title, string main) => $"""
        <!DOCTYPE html>
        <html lang="{feed.Blog.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{Escape(title)}</title>
        <link rel="alternate" type="{FeedType(feed.Blog.Format)}" title="{Escape(feed.Blog.Title)}" href="{feed.FeedUrl}">
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {main}
        </main>
        <hr>
        <p><small>An invented blog of FeedHub's demo. Nobody and nothing in it exists.</small></p>
        </body>
        </html>

        """;

    private static string FeedType(FeedFormat format) => format switch
    {
        FeedFormat.Atom10 or FeedFormat.Atom03 => "application/atom+xml",
        FeedFormat.Json11 => "application/feed+json",
        _ => "application/rss+xml",
    };
}
