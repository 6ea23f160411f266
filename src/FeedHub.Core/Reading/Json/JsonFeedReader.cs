using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FeedHub.Reading.Decoding;

namespace FeedHub.Reading.Json;

/// <summary>JSON Feed 1.0 and 1.1 by their shape. A value of a wrong type costs its field; JSON that is none is not used in part.</summary>
internal static class JsonFeedReader
{
    private const int MaxDepth = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Does the document begin like JSON?</summary>
    public static bool Looks(ReadOnlySpan<byte> document)
    {
        document = document is [0xEF, 0xBB, 0xBF, ..] ? document[3..] : document;
        return document.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    public static ReadOutcome Read(ReadOnlyMemory<byte> document, DocumentContext context, Repairs repairs)
    {
        var bytes = document.Span is [0xEF, 0xBB, 0xBF, ..] ? document[3..] : document;
        if (Utf8.IsValid(bytes.Span))
        {
            return Read(new ReadOnlySequence<byte>(bytes), EncodingLabel.Utf8, context, repairs);
        }

        using var text = DocumentDecoder.Decode(document.Span, context.ContentType, repairs);
        return Read(text, context, repairs);
    }

    public static ReadOutcome Read(DecodedText text, DocumentContext context, Repairs repairs) =>
        Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text.Characters, 0, text.Length)), text.Encoding, context, repairs);

    private static ReadOutcome Read(ReadOnlySequence<byte> utf8, EncodingLabel encoding, DocumentContext context, Repairs repairs)
    {
        try
        {
            using var json = JsonDocument.Parse(Surrogates.Mend(utf8, repairs), Options);
            return JsonFeed.IsFeed(json.RootElement)
                ? new ReadOutcome.Read(JsonFeed.Build(json.RootElement, encoding.Name, context, repairs))
                : new ReadOutcome.NotAFeed("not-a-feed", "The document is JSON, but no JSON Feed.", encoding.Name);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser's way to say it; InvalidOperationException where an escaped name is no text.
            return new ReadOutcome.NotAFeed("invalid-json", "The document begins as JSON, but is not well-formed.", encoding.Name);
        }
    }
}
