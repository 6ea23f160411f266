using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving;

/// <summary>What a request asks of a document: which encoding, and whether it holds the document already (RFC 9110, 12.5.3 and 13.2.2).</summary>
internal static class ConditionalRequest
{
    private const int MaxTagCount = 100;

    /// <summary>The smallest coding that the request accepts; where it forbids all, none.</summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        // What nearly all clients send needs no parser.
        if (acceptEncoding.Count == 0)
        {
            return ContentCoding.Identity;
        }

        switch (acceptEncoding.Count == 1 ? acceptEncoding[0] : null)
        {
            case "gzip" or "gzip, deflate" or "gzip,deflate":
                return ContentCoding.Gzip;
            case "gzip, deflate, br" or "gzip, deflate, br, zstd" or "gzip, br" or "br":
                return ContentCoding.Brotli;
            case "identity":
                return ContentCoding.Identity;
        }

        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return ContentCoding.Identity;
        }

        double? QualityOf(string coding) => accepted.FirstOrDefault(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } named
            ? named.Quality ?? 1
            : accepted.FirstOrDefault(value => value.Value == "*") is { } any ? any.Quality ?? 1 : null;

        var (brotli, gzip) = (QualityOf("br") ?? 0, QualityOf("gzip") ?? 0);
        var identity = accepted.Any(value => value.Value.Equals("identity", StringComparison.OrdinalIgnoreCase)) ? QualityOf("identity") ?? 0 : 0;
        return brotli > 0 && brotli >= gzip && brotli >= identity ? ContentCoding.Brotli
            : gzip > 0 && gzip >= identity ? ContentCoding.Gzip
            : ContentCoding.Identity;
    }

    /// <summary>Whether the answer is 304: If-None-Match decides where there is one, else If-Modified-Since.</summary>
    public static bool IsCurrent(string etag, DateTimeOffset? lastModified, IHeaderDictionary headers)
    {
        var tags = headers.IfNoneMatch;
        if (tags.Count > 0)
        {
            // Weak comparison (8.8.3.2) against the chosen variant; a client may hold another one, which is the same document too.
            return (tags.Count == 1 && tags[0] == etag)
                || (EntityTagHeaderValue.TryParseList(tags, out var list) && list.Take(MaxTagCount).Any(tag => tag.Tag == "*" || tag.Tag == etag));
        }

        return headers.IfModifiedSince is { Count: 1 } since
            && HeaderUtilities.TryParseDate(since[0], out var moment)
            && lastModified <= moment;
    }

    /// <summary>A moment as HTTP writes it.</summary>
    public static string HttpDate(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);
}
