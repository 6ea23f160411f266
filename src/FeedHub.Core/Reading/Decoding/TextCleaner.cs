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
            if (span[next] is < '\u0080' or '\uFEFF')
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

    // Three such characters, or two side by side: a single pair may be what the text tells of.
    private static bool IsDoubleEncoded(ReadOnlySpan<char> span)
    {
        var count = 0;
        var isPairFound = false;
        for (span = AfterAscii(span); !span.IsEmpty; span = AfterAscii(span))
        {
            if (span[0] == '\uFEFF')
            {
                span = span[1..]; // a mark that stands behind something else is no letter
                continue;
            }

            var length = ReadRune(span, out _);
            if (length == 0)
            {
                return span.Length < 4 && IsConvincing();
            }

            count++;
            span = span[length..];
            isPairFound |= ReadRune(span, out _) > 0;
        }

        return IsConvincing();

        bool IsConvincing() => count >= ConvincingCount || isPairFound;
    }

    private static ReadOnlySpan<char> AfterAscii(ReadOnlySpan<char> span) =>
        span.IndexOfAnyExceptInRange('\0', '\u007F') is var next and >= 0 ? span[next..] : [];

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
