using System.Buffers;
using System.Text;

namespace FeedHub.Reading.Decoding;

/// <summary>Takes out of a decoded document, in place, what no XML may hold and what an encoding mistake left behind.</summary>
internal static class TextCleaner
{
    private const int ConvincingCount = 2;

    private static readonly SearchValues<char> Unwanted = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n')).Select(code => (char)code),
            .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code), '\uFEFF', '\uFFFE', '\uFFFF']);

    public static void Clean(DecodedText text, Repairs repairs)
    {
        if (text.Encoding == EncodingLabel.Utf8)
        {
            UndoDoubleEncoding(text, repairs);
        }

        var span = text.Span;
        var next = span.IndexOfAny(Unwanted);
        if (next < 0)
        {
            return;
        }

        var length = next;
        while (next < span.Length)
        {
            var character = span[next++];
            if (character == '\r')
            {
                // XML 1.0, 2.11: a line ends in one line feed.
                span[length++] = '\n';
                next += next < span.Length && span[next] == '\n' ? 1 : 0;
            }
            else if (character is >= '\u0080' and <= '\u009F')
            {
                repairs.Add(Repairs.ControlCharacter);
                character = Windows1252.ToCharacter(character);
                if (character > '\u009F')
                {
                    span[length++] = character;
                }
            }
            else if (character == '\uFEFF')
            {
                if (next > 1)
                {
                    span[length++] = character; // a zero-width no-break space inside the text is the publisher's
                }
            }
            else if (character != '\u007F')
            {
                repairs.Add(Repairs.ControlCharacter); // DEL goes too, but XML allows it: the document was well-formed
            }

            var run = span[next..].IndexOfAny(Unwanted);
            run = run < 0 ? span.Length - next : run;
            span.Slice(next, run).CopyTo(span[length..]);
            next += run;
            length += run;
        }

        text.Length = length;
    }

    // UTF-8 taken for windows-1252 and encoded again: believed only where every character of the document says so.
    private static void UndoDoubleEncoding(DecodedText text, Repairs repairs)
    {
        var span = text.Span;
        var first = span.IndexOfAnyExceptInRange('\0', '\u007F');
        if (first < 0 || !IsDoubleEncoded(span[first..]))
        {
            return;
        }

        repairs.Add(Repairs.DoubleEncoded);
        var length = first;
        for (var next = first; next < span.Length;)
        {
            if (span[next] < 0x80)
            {
                span[length++] = span[next++];
                continue;
            }

            var read = ReadRune(span[next..], out var rune);
            if (read == 0)
            {
                break; // what the end of the document has cut
            }

            next += read;
            length += rune.EncodeToUtf16(span[length..]);
        }

        text.Length = length;
    }

    private static bool IsDoubleEncoded(ReadOnlySpan<char> span)
    {
        var count = 0;
        while (!span.IsEmpty)
        {
            var length = ReadRune(span, out _);
            if (length == 0)
            {
                return span.Length < 4 && count >= ConvincingCount;
            }

            count++;
            span = span[length..];
            var next = span.IndexOfAnyExceptInRange('\0', '\u007F');
            span = next < 0 ? [] : span[next..];
        }

        return count >= ConvincingCount;
    }

    private static int ReadRune(ReadOnlySpan<char> span, out Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = 0;
        while (length < bytes.Length && length < span.Length && Windows1252.ToByte(span[length]) is var code and >= 0x80)
        {
            bytes[length++] = (byte)code;
        }

        return Rune.DecodeFromUtf8(bytes[..length], out rune, out var read) == OperationStatus.Done ? read : 0;
    }
}
