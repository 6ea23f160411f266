using System.Globalization;
using System.Text;

namespace FeedHub.Reading;

/// <summary>One document of a <c>.cases</c> file and what it must read as; the format is told in Fixtures/conformance/README.md.</summary>
internal sealed record ConformanceCase(string Title, IReadOnlyDictionary<string, string> Options, string Document, string Expected)
{
    private const string Namespaces =
        "xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
        + " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\""
        + " xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\""
        + " xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
        + " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" xmlns:georss=\"http://www.georss.org/georss\""
        + " xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\""
        + " xmlns:cc=\"http://web.resource.org/cc/\" xmlns:creativeCommons=\"http://backend.userland.com/creativeCommonsRssModule\""
        + " xmlns:admin=\"http://webns.net/mvcb/\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\""
        + " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:app=\"http://www.w3.org/2007/app\"";

    public string? Option(string name) => Options.GetValueOrDefault(name);

    public static IEnumerable<ConformanceCase> ReadAll(string text) =>
        text.ReplaceLineEndings("\n").Split("\n=== ")[1..].Select(Parse);

    /// <summary>The document, in its frame and as bytes.</summary>
    public byte[] Bytes()
    {
        var document = Option("in") switch
        {
            null => Document,
            "channel" => $"<rss version=\"2.0\" {Namespaces}><channel>{Document}</channel></rss>",
            "item" => $"<rss version=\"2.0\" {Namespaces}><channel><item>{Document}</item></channel></rss>",
            "feed" => $"<feed xmlns=\"http://www.w3.org/2005/Atom\" {Namespaces}>{Document}</feed>",
            "entry" => $"<feed xmlns=\"http://www.w3.org/2005/Atom\" {Namespaces}><entry>{Document}</entry></feed>",
            "old entry" => $"<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\" {Namespaces}><entry>{Document}</entry></feed>",
            "json item" => $"{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"T\", \"items\": [{{{Document}}}]}}",
            "json" => $"{{\"version\": \"https://jsonfeed.org/version/1.1\", {Document}}}",
            var other => throw new InvalidDataException($"{Title}: no frame \"{other}\""),
        };
        return Option("bytes") switch
        {
            null => Encoding.UTF8.GetBytes(document),
            "escaped" => Unescape(document),
            var name => Encoder(name).GetBytes(document),
        };
    }

    private static ConformanceCase Parse(string text)
    {
        var parts = text.Split("\n<<<\n", 2);
        var rest = parts[1].Split("\n>>>\n", 2);
        var lines = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(lines[0], lines[1..].Select(line => line.Split(':', 2)).ToDictionary(option => option[0], option => option[1].Trim()), rest[0], rest[1]);
    }

    private static Encoding Encoder(string name) =>
        name.StartsWith("utf", StringComparison.Ordinal) ? Encoding.GetEncoding(name) : CodePagesEncodingProvider.Instance.GetEncoding(name)!;

    // \xNN is a byte; all else is UTF-8.
    private static byte[] Unescape(string text)
    {
        var parts = text.Split("\\x");
        return
        [
            .. Encoding.UTF8.GetBytes(parts[0]),
            .. parts[1..].SelectMany(part => (byte[])[byte.Parse(part[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture), .. Encoding.UTF8.GetBytes(part[2..])]),
        ];
    }
}
