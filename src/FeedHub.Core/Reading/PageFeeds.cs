using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using FeedHub.Reading.Decoding;

namespace FeedHub.Reading;

/// <summary>A feed that a page names.</summary>
/// <param name="Url">Where it is: http or https.</param>
/// <param name="Title">What the page calls it, on one line; null: nothing.</param>
public sealed record PageFeed(Uri Url, string? Title);

/// <summary>
/// Finds the feeds that a page says it has: its link elements (HTML, 4.6.7.1) and the Link headers that came with it (RFC 8288). No
/// address is guessed.
/// </summary>
public static partial class PageFeeds
{
    private const int MaxCount = 20;
    private const int MaxTitleLength = 200;
    private const int MaxLength = 256 * 1024; // the head of a page, and far more

    /// <summary>The feeds in the order in which the page names them, each once; those of comments last.</summary>
    /// <param name="page">The body of the page.</param>
    /// <param name="context">What came with it.</param>
    /// <param name="links">Its Link headers as sent.</param>
    public static IReadOnlyList<PageFeed> Find(ReadOnlyMemory<byte> page, DocumentContext context, IReadOnlyList<string> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        return
        [
            .. InHeaders(links, context).Concat(InPage(page, context))
                .DistinctBy(feed => feed.Url.AbsoluteUri)
                .OrderBy(IsOfComments)
                .Take(MaxCount),
        ];
    }

    private static IEnumerable<PageFeed> InHeaders(IReadOnlyList<string> links, DocumentContext context) =>
        from header in links
        where header.Length <= MaxLength
        from Match link in LinkPattern.Matches(header)
        let parameters = link.Groups["parameters"].Value
        where IsAlternate(Parameter(parameters, "rel"), Parameter(parameters, "type"))
        let feed = Feed(link.Groups["address"].Value, Parameter(parameters, "title"), Addresses.OfDocument(context))
        where feed is not null
        select feed;

    private static IEnumerable<PageFeed> InPage(ReadOnlyMemory<byte> page, DocumentContext context)
    {
        using var text = DocumentDecoder.Decode(page.Span[..Math.Min(page.Length, 4 * MaxLength)], context.ContentType, new Repairs());
        try
        {
            using var document = BoundedHtml
                .NewParser(static name => name.Span is "rel" or "type" or "href" or "title")
                .ParseDocument(text.Span[..Math.Min(text.Length, MaxLength)].ToString());
            var baseUrl = Addresses.Base(document.QuerySelector("base[href]")?.GetAttribute("href"), Addresses.OfDocument(context));
            return
            [
                .. document.QuerySelectorAll("link").OfType<IHtmlLinkElement>()
                    .Where(link => IsAlternate(link.GetAttribute("rel"), link.GetAttribute("type")))
                    .Select(link => Feed(link.GetAttribute("href"), link.GetAttribute("title"), baseUrl))
                    .OfType<PageFeed>(),
            ];
        }
        catch (BoundedHtml.TooManyElementsException)
        {
            return [];
        }
    }

    private static bool IsAlternate(string? relation, string? type)
    {
        var words = (relation ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var media = (type ?? "").Split(';')[0].Trim().ToLowerInvariant();
        var isFeed = media is "application/rss+xml" or "application/atom+xml" or "application/feed+json" or "application/rdf+xml";
        return words.Contains("alternate", StringComparer.OrdinalIgnoreCase) && !words.Contains("stylesheet", StringComparer.OrdinalIgnoreCase)
            && (isFeed || (media is "application/json" or "application/xml" or "text/xml" && words.Contains("feed", StringComparer.OrdinalIgnoreCase)))
            || (words.Contains("feed", StringComparer.OrdinalIgnoreCase) && (media.Length == 0 || isFeed)); // as HTML once had it
    }

    private static PageFeed? Feed(string? address, string? title, Uri? baseUrl) =>
        Addresses.Resolve(address, baseUrl) is { } resolved && Uri.TryCreate(resolved, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? new PageFeed(url, PlainText.Fold(XmlText.Clean(title ?? "")) is { Length: > 0 and <= MaxTitleLength } line ? line : null)
            : null;

    private static bool IsOfComments(PageFeed feed) =>
        feed.Url.AbsolutePath.Contains("/comments", StringComparison.OrdinalIgnoreCase)
        || (feed.Title?.Contains("comments", StringComparison.OrdinalIgnoreCase) ?? false);

    private static string? Parameter(string parameters, string name) => ParameterPattern.Matches(parameters)
        .FirstOrDefault(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))?.Groups["value"].Value.Trim('"');

    [GeneratedRegex("""<(?<address>[^<>]*)>(?<parameters>(\s*;\s*[A-Za-z*]+\s*=\s*("[^"]*"|[^\s",;]+))*)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LinkPattern { get; }

    [GeneratedRegex("""(?<name>[A-Za-z*]+)\s*=\s*(?<value>"[^"]*"|[^\s",;]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ParameterPattern { get; }
}
