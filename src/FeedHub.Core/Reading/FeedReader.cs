using FeedHub.Reading.Decoding;
using FeedHub.Reading.Json;

namespace FeedHub.Reading;

/// <summary>
/// Reads RSS, Atom, CDF and JSON Feed from bytes, however broken: one tolerant path for good and bad documents alike. Nothing is fetched,
/// nothing is invented, and no input makes it throw.
/// </summary>
public static class FeedReader
{
    /// <summary>Changes whenever the same bytes may read differently, so that what depends on it is read anew.</summary>
    public const int Version = 5;

    internal const int MaxEntryCount = 10_000;

    /// <summary>Reads one document.</summary>
    /// <param name="document">The body as received, its content coding removed.</param>
    /// <param name="context">What the transport knows: address, charset, language.</param>
    public static ReadOutcome Read(ReadOnlyMemory<byte> document, DocumentContext context)
    {
        var bytes = document.Span;
        if (bytes.IsEmpty)
        {
            return new ReadOutcome.NotAFeed("empty", "The document is empty.", null);
        }

        if (IsBinary(bytes))
        {
            return new ReadOutcome.NotAFeed("not-a-feed", "The document is an image, an archive or another binary file.", null);
        }

        var repairs = new Repairs();
        if (JsonFeedReader.Looks(bytes))
        {
            return JsonFeedReader.Read(document, context, repairs);
        }

        using var text = DocumentDecoder.Decode(bytes, context.ContentType, repairs);
        return text.Span.TrimStart() switch
        {
            [] => new ReadOutcome.NotAFeed("empty", "The document is empty.", text.Encoding.Name),
            ['{' or '[', ..] => JsonFeedReader.Read(text, context, repairs), // JSON in UTF-16
            _ => XmlFeedReader.Read(text, context, repairs),
        };
    }

    private static bool IsBinary(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) || bytes.StartsWith("GIF8"u8) || bytes.StartsWith("PK\x03\x04"u8)
        || bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..] or [0x1F, 0x8B, ..]
        || bytes.StartsWith("RIFF"u8) || bytes.StartsWith("ID3"u8);
}
