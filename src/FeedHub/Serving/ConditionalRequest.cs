using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving;

/// <summary>What a request asks of a document: which encoding, and whether it holds the document already (RFC 9110, 12.5.3 and 13.2.2).</summary>
internal static class ConditionalRequest
{
    private const int MaxTagCount = 100;

    /// <summary>The smallest variant that the request accepts; where it forbids all, the plain one.</summary>
    public static PublishedDocument.Variant Choose(PublishedDocument document, StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0 || !StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return document.Identity;
        }

        double? QualityOf(string coding) => accepted.FirstOrDefault(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } named
            ? named.Quality ?? 1
            : accepted.FirstOrDefault(value => value.Value == "*") is { } any ? any.Quality ?? 1 : null;

        var (brotli, gzip) = (QualityOf("br") ?? 0, QualityOf("gzip") ?? 0);
        var identity = accepted.Any(value => value.Value.Equals("identity", StringComparison.OrdinalIgnoreCase)) ? QualityOf("identity") ?? 0 : 0;
        return brotli > 0 && brotli >= gzip && brotli >= identity ? document.Brotli
            : gzip > 0 && gzip >= identity ? document.Gzip
            : document.Identity;
    }

    /// <summary>Whether the answer is 304: If-None-Match decides where there is one, else If-Modified-Since.</summary>
    public static bool IsCurrent(PublishedDocument document, PublishedDocument.Variant variant, IHeaderDictionary headers)
    {
        var tags = headers.IfNoneMatch;
        if (tags.Count > 0)
        {
            // Weak comparison (8.8.3.2) against the chosen variant; a client may hold another one, which is the same document too.
            return EntityTagHeaderValue.TryParseList(tags, out var list)
                && list.Take(MaxTagCount).Any(tag => tag.Tag == "*" || tag.Tag == variant.ETag);
        }

        return headers.IfModifiedSince is { Count: 1 } since
            && HeaderUtilities.TryParseDate(since[0], out var moment)
            && document.LastModified <= moment;
    }

    /// <summary>A moment as HTTP writes it.</summary>
    public static string HttpDate(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);
}
