using System.Buffers;
using System.Text.Unicode;

namespace FeedHub.Reading.Decoding;

/// <summary>
/// Bytes to text: byte order mark, HTTP charset, XML declaration, each believed only as far as the bytes allow; then strict UTF-8;
/// then windows-1252 (RFC 7303, 3, and what publishers do).
/// </summary>
internal static class DocumentDecoder
{
    public static DecodedText Decode(ReadOnlySpan<byte> bytes, string? contentType, Repairs repairs)
    {
        var encoding = ByMark(bytes, out var markLength) ?? ByPattern(bytes);
        bytes = bytes[markLength..];
        var text = encoding == EncodingLabel.Utf8 || encoding is null
            ? DecodeAscii(bytes, encoding, contentType, repairs)
            : Decode(bytes, encoding, repairs);
        TextCleaner.Clean(text, repairs);
        return text;
    }

    private static EncodingLabel? ByMark(ReadOnlySpan<byte> bytes, out int length)
    {
        (var encoding, length) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (EncodingLabel.Utf8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (EncodingLabel.Utf32LittleEndian, 4),
            [0, 0, 0xFE, 0xFF, ..] => (EncodingLabel.Utf32BigEndian, 4),
            [0xFF, 0xFE, ..] => (EncodingLabel.Utf16LittleEndian, 2),
            [0xFE, 0xFF, ..] => (EncodingLabel.Utf16BigEndian, 2),
            _ => ((EncodingLabel?)null, 0),
        };
        return encoding;
    }

    // XML 1.0, appendix F.1: how "<" and what follows looks without a mark.
    private static EncodingLabel? ByPattern(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'<' or (byte)'{', 0, 0, 0, ..] => EncodingLabel.Utf32LittleEndian,
        [0, 0, 0, (byte)'<' or (byte)'{', ..] => EncodingLabel.Utf32BigEndian,
        [(byte)'<' or (byte)'{' or (byte)' ' or (byte)'\n' or (byte)'\r', 0, not 0, 0, ..] => EncodingLabel.Utf16LittleEndian,
        [0, (byte)'<' or (byte)'{' or (byte)' ' or (byte)'\n' or (byte)'\r', 0, not 0, ..] => EncodingLabel.Utf16BigEndian,
        [0x4C, 0x6F, 0xA7, 0x94, ..] => DeclaredEncoding.OfEbcdic(bytes),
        _ => null,
    };

    private static DecodedText DecodeAscii(ReadOnlySpan<byte> bytes, EncodingLabel? marked, string? contentType, Repairs repairs)
    {
        var scan = Utf8Scan.Of(bytes);
        var declared = marked
            ?? Declared(DeclaredEncoding.OfHeader(contentType), repairs)
            ?? Declared(DeclaredEncoding.OfDocument(bytes), repairs);
        if (declared == EncodingLabel.Utf8 && !scan.IsValid)
        {
            // The server's word may be a default that nobody thought about, and the mark that of a file which printed the document.
            // The document's own may be better.
            declared = Declared(DeclaredEncoding.OfDocument(bytes), repairs);
        }

        if (declared is null || declared == EncodingLabel.Utf8)
        {
            return DecodeUtf8(bytes, scan, declared, repairs);
        }

        if (!declared.IsAsciiSuperset)
        {
            repairs.Add(Repairs.WrongEncoding); // a declaration that could be read as ASCII names no UTF-16
            return DecodeUtf8(bytes, scan, null, repairs);
        }

        if (scan.IsConvincing(declared.IsMultiByte))
        {
            // Where some bytes are no UTF-8, the declaration is not refuted: the rest was pasted in.
            repairs.Add(Repairs.WrongEncoding);
            return DecodeUtf8(bytes, scan, null, repairs, scan.IsValid ? EncodingLabel.Utf8 : declared);
        }

        return Decode(bytes, declared, repairs);
    }

    private static EncodingLabel? Declared(ReadOnlySpan<char> label, Repairs repairs)
    {
        if (label.IsEmpty)
        {
            return null;
        }

        var encoding = EncodingLabel.Find(label);
        if (encoding is null)
        {
            repairs.Add(Repairs.UnknownEncoding);
        }

        return encoding;
    }

    private static DecodedText DecodeUtf8(
        ReadOnlySpan<byte> bytes, Utf8Scan scan, EncodingLabel? declared, Repairs repairs, EncodingLabel? label = null)
    {
        if (!scan.IsValid && scan.SequenceCount <= scan.InvalidCount)
        {
            repairs.Add(declared is null ? Repairs.InvalidBytes : Repairs.WrongEncoding);
            return Decode(bytes, EncodingLabel.Windows1252, repairs);
        }

        var characters = CharPool.Rent(bytes.Length);
        var length = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(bytes, characters.AsSpan(length), out var read, out var written, replaceInvalidSequences: false);
            length += written;
            bytes = bytes[read..];
            if (status != OperationStatus.InvalidData)
            {
                if (!bytes.IsEmpty)
                {
                    repairs.Add(Repairs.InvalidBytes); // the end of input cuts a sequence
                }

                return new DecodedText(characters, length, label ?? EncodingLabel.Utf8);
            }

            repairs.Add(Repairs.InvalidBytes);
            characters[length++] = Windows1252.ToCharacter(bytes[0]); // a fragment pasted from a windows-1252 page
            bytes = bytes[1..];
        }
    }

    private static DecodedText Decode(ReadOnlySpan<byte> bytes, EncodingLabel encoding, Repairs repairs)
    {
        bytes = HalfCharacters.Mend(bytes, encoding, repairs);
        var decoder = encoding.Decoder();
        var characters = CharPool.Rent(Math.Max(1, decoder.GetMaxCharCount(bytes.Length)));
        var length = decoder.GetChars(bytes, characters);
        if (encoding.IsBig5)
        {
            Big5.Mend(characters.AsSpan(0, length));
        }

        if (characters.AsSpan(0, length).Contains('\uFFFD'))
        {
            repairs.Add(Repairs.InvalidBytes);
        }

        return new DecodedText(characters, length, encoding);
    }
}
