using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub.Demo;

/// <summary>A feed document as the origin sends it. It is what FeedHub reads, good or bad, and never what FeedHub publishes.</summary>
internal sealed record DemoDocument(byte[] Body, string ContentType)
{
    /// <summary>A strong entity tag: the same bytes have the same (RFC 9110, 8.8.3).</summary>
    public string EntityTag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Body))[..16]}\"";

    public static DemoDocument Write(DemoFeed feed) => feed.Blog.Format switch
    {
        FeedFormat.Rss20 when feed.Blog.Has(DemoQuirk.Windows1252) =>
            new(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(DemoRss.Write20(feed)), "application/rss+xml"),
        FeedFormat.Rss20 => Utf8(DemoRss.Write20(feed), "application/rss+xml"),
        FeedFormat.Rss10 => Utf8(DemoRss.Write10(feed), "application/rdf+xml"),
        FeedFormat.Atom10 => Utf8(DemoAtom.Write10(feed), "application/atom+xml"),
        FeedFormat.Atom03 => Utf8(DemoAtom.Write03(feed), "application/atom+xml"),
        FeedFormat.Json11 => Utf8(DemoJson.Write11(feed), "application/feed+json"),
        var format => throw new InvalidOperationException($"No invented blog is written in {format}."),
    };

    /// <summary>The text as XML or HTML shows it literally.</summary>
    internal static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>An instant as Atom, RSS 1.0 and JSON Feed write it (RFC 3339).</summary>
    internal static string Rfc3339(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Every value in the form given, one after the other.</summary>
    internal static string Each<T>(IEnumerable<T> values, Func<T, string> write) => string.Concat(values.Select(write));

    private static DemoDocument Utf8(string text, string mediaType) =>
        new(Encoding.UTF8.GetBytes(text), $"{mediaType}; charset=utf-8");
}
