using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FeedHub;

/// <summary>A document of an <see cref="OriginServer"/>, with the validators that it is served with, as text.</summary>
internal sealed record OriginDocument(ReadOnlyMemory<byte> Body)
{
    /// <summary>With a charset or without; null: no Content-Type is sent.</summary>
    public string? ContentType { get; init; } = "application/xml";

    /// <summary>By default it follows from the content; null: none is sent.</summary>
    public string? ETag { get; init; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Body.Span))[..16]}\"";

    /// <summary>Null: none is sent.</summary>
    public string? LastModified { get; init; } = "Wed, 01 Jan 2025 12:00:00 GMT";

    public static OriginDocument Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>200, or 304 where the request's condition says so (RFC 9110, 13.2.2).</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = new StringValues(ETag);
        response.Headers.LastModified = new StringValues(LastModified);
        if (IsCurrent(context.Request.Headers))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, context.RequestAborted);
    }

    private bool IsCurrent(IHeaderDictionary headers)
    {
        if (headers.IfNoneMatch.Count > 0) // it wins: If-Modified-Since is then ignored
        {
            return EntityTagHeaderValue.TryParseList([.. headers.IfNoneMatch.OfType<string>()], out var tags)
                && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || WithoutWeak(tag.ToString()) == WithoutWeak(ETag));
        }

        return Date(headers.IfModifiedSince) is { } since && Date(LastModified) is { } modified && modified <= since;
    }

    private static string? WithoutWeak(string? tag) => tag?.StartsWith("W/", StringComparison.Ordinal) == true ? tag[2..] : tag;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
