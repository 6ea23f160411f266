using System.Text;

namespace FeedHub.Reading;

/// <summary>Short ways to read a document that a test has written down.</summary>
internal static class Reads
{
    public static readonly Uri Url = new("https://site.example/blog/feed.xml");

    public static ReadOutcome Outcome(string document, string? contentType = null) =>
        FeedReader.Read(Encoding.UTF8.GetBytes(document), new DocumentContext(Url, contentType));

    public static ParsedFeed Feed(string document, string? contentType = null) => Feed(Encoding.UTF8.GetBytes(document), contentType);

    public static ParsedFeed Feed(byte[] document, string? contentType = null) =>
        Assert.IsType<ReadOutcome.Read>(FeedReader.Read(document, new DocumentContext(Url, contentType))).Feed;

    public static ParsedFeed Channel(string inner, string rssAttributes = "") => Feed($"<rss version=\"2.0\" {rssAttributes}><channel>{inner}</channel></rss>");

    public static ParsedEntry Item(string inner, string rssAttributes = "") => Assert.Single(Channel($"<item>{inner}</item>", rssAttributes).Entries);

    public static ParsedFeed Atom(string inner) => Feed($"<feed xmlns=\"http://www.w3.org/2005/Atom\">{inner}</feed>");

    public static ParsedEntry AtomEntry(string inner) => Assert.Single(Atom($"<entry>{inner}</entry>").Entries);
}
