namespace FeedHub.Reading.Decoding;

/// <summary>What a document and its header say about the encoding, before anything is believed.</summary>
internal static class DeclaredEncoding
{
    private const int SearchedBytes = 1024;

    /// <summary>The charset parameter of a Content-Type header (RFC 9110, 8.3.1); empty: none.</summary>
    public static ReadOnlySpan<char> OfHeader(string? contentType)
    {
        var rest = contentType.AsSpan();
        while (rest.IndexOf("charset", StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            rest = rest[(at + "charset".Length)..].TrimStart();
            if (rest is ['=', ..])
            {
                rest = rest[1..].TrimStart();
                var end = rest.IndexOfAny(";, ");
                return (end < 0 ? rest : rest[..end]).Trim("\"'");
            }
        }

        return [];
    }

    /// <summary>The page of EBCDIC that the XML declaration names, for which any page will do; that of the United States where it names none.</summary>
    public static EncodingLabel OfEbcdic(ReadOnlySpan<byte> bytes)
    {
        var head = EncodingLabel.Ebcdic.Decoder().GetString(bytes[..Math.Min(bytes.Length, SearchedBytes)]);
        var label = OfDocument(System.Text.Encoding.Latin1.GetBytes(head));
        return label is not null && EncodingLabel.Find(label.AsSpan().Trim("\u00DC")) is { IsEbcdic: true } page // in 1026 the byte of the quote
            ? page
            : EncodingLabel.Ebcdic;
    }

    /// <summary>The encoding of the XML declaration, read as ASCII from the first kilobyte; null: none.</summary>
    public static string? OfDocument(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, SearchedBytes)];
        var start = head.IndexOf("<?xml"u8);
        if (start < 0)
        {
            return null;
        }

        head = head[start..];
        var end = head.IndexOf((byte)'>');
        head = end < 0 ? head : head[..end];
        var at = head.IndexOf("encoding"u8);
        if (at < 0)
        {
            return null;
        }

        head = head[(at + "encoding".Length)..].TrimStart(" \t\r\n="u8);
        if (head is [(byte)'"' or (byte)'\'', ..])
        {
            var close = head[1..].IndexOf(head[0]);
            head = close < 0 ? head[1..] : head.Slice(1, close);
        }
        else
        {
            var close = head.IndexOfAny(" \t?"u8);
            head = close < 0 ? head : head[..close];
        }

        return head.Length is > 0 and <= 40 ? System.Text.Encoding.Latin1.GetString(head) : null;
    }
}
