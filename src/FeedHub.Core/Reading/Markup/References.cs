using System.Globalization;
using System.Text;
using AngleSharp.Html;
using FeedHub.Reading.Decoding;

namespace FeedHub.Reading.Markup;

/// <summary>Decodes <c>&amp;name;</c> and <c>&amp;#number;</c>, once. What is no reference stays as it stands.</summary>
internal sealed class References(Repairs repairs)
{
    private const int MaxNameLength = 32;
    private const int MaxEntityCount = 256;
    private const int MaxExpandedLength = 64 * 1024; // of all entities of the document's own, together

    private Dictionary<string, string>? _own;
    private int _expandedLength;

    /// <summary>An entity of the document's own DOCTYPE; its value is taken literally, never expanded again.</summary>
    public void Define(string name, string value)
    {
        _own ??= new(StringComparer.Ordinal);
        if (_own.Count < MaxEntityCount)
        {
            _own.TryAdd(name, value);
        }
    }

    public void Decode(ReadOnlySpan<char> raw, CharBuffer buffer)
    {
        while (raw.IndexOf('&') is var at and >= 0)
        {
            buffer.Append(raw[..at]);
            raw = raw[at..];
            var length = DecodeOne(raw, buffer);
            if (length == 0)
            {
                buffer.Append('&');
                length = 1;
            }

            raw = raw[length..];
        }

        buffer.Append(raw);
    }

    // The characters that the reference takes; 0: it is none.
    private int DecodeOne(ReadOnlySpan<char> raw, CharBuffer buffer)
    {
        var window = raw.Length > MaxNameLength + 2 ? raw[..(MaxNameLength + 2)] : raw;
        if (raw is ['&', '#', ..])
        {
            return DecodeNumber(raw, window, buffer);
        }

        var name = window[1..];
        var end = name.IndexOf(';');
        if (end <= 0 || !IsName(name[..end]))
        {
            repairs.Add(Repairs.BareAmpersand);
            return 0;
        }

        name = name[..end];
        switch (name)
        {
            case "amp": buffer.Append('&'); break;
            case "lt": buffer.Append('<'); break;
            case "gt": buffer.Append('>'); break;
            case "quot": buffer.Append('"'); break;
            case "apos": buffer.Append('\''); break;
            default: return DecodeName(name, buffer) ? end + 2 : 0;
        }

        return end + 2;
    }

    private bool DecodeName(ReadOnlySpan<char> name, CharBuffer buffer)
    {
        if (_own is not null && _own.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var own))
        {
            if (own.Length <= MaxExpandedLength - _expandedLength)
            {
                _expandedLength += own.Length;
                buffer.Append(own);
                return true;
            }
        }

        repairs.Add(Repairs.UndefinedEntity);
        if (HtmlEntityProvider.Resolver.GetSymbol($"{name};") is { } symbol)
        {
            buffer.Append(symbol);
            return true;
        }

        return false;
    }

    private int DecodeNumber(ReadOnlySpan<char> raw, ReadOnlySpan<char> window, CharBuffer buffer)
    {
        var isHex = window is [_, _, 'x' or 'X', ..];
        var digits = window[(isHex ? 3 : 2)..];
        var count = isHex ? CountHex(digits) : Count(digits.IndexOfAnyExceptInRange('0', '9'), digits);
        if (count == 0)
        {
            repairs.Add(Repairs.BareAmpersand);
            return 0;
        }

        if (!uint.TryParse(digits[..count], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            code = 0;
        }

        var length = (isHex ? 3 : 2) + count;
        if (length < raw.Length && raw[length] == ';')
        {
            length++;
        }
        else
        {
            repairs.Add(Repairs.InvalidReference);
        }

        return length + AppendCode(code, raw[length..], buffer);
    }

    // The further characters taken: the second half of a surrogate pair written as two references.
    private int AppendCode(uint code, ReadOnlySpan<char> rest, CharBuffer buffer)
    {
        if (code is >= 0x80 and <= 0x9F)
        {
            repairs.Add(Repairs.InvalidReference);
            code = Windows1252.ToCharacter((int)code);
        }

        if (code is >= 0xD800 and <= 0xDBFF && LowSurrogate(rest, out var taken) is not '\0' and var low)
        {
            repairs.Add(Repairs.InvalidReference);
            buffer.Append((char)code);
            buffer.Append(low);
            return taken;
        }

        if (code is '\t' or '\n' or '\r' or (>= 0x20 and < 0x7F) or >= 0xA0 && code is not (0xFFFE or 0xFFFF) && Rune.TryCreate(code, out var rune))
        {
            Span<char> pair = stackalloc char[2];
            buffer.Append(pair[..rune.EncodeToUtf16(pair)]);
        }
        else
        {
            repairs.Add(Repairs.ControlCharacter);
        }

        return 0;
    }

    private static char LowSurrogate(ReadOnlySpan<char> rest, out int taken)
    {
        taken = 0;
        var end = rest.Length > 10 ? rest[..10].IndexOf(';') : rest.IndexOf(';');
        if (end < 4 || !rest.StartsWith("&#", StringComparison.Ordinal))
        {
            return '\0';
        }

        var isHex = rest[2] is 'x' or 'X';
        var isNumber = uint.TryParse(
            rest[(isHex ? 3 : 2)..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        taken = end + 1;
        return isNumber && code is >= 0xDC00 and <= 0xDFFF ? (char)code : '\0';
    }

    private static int CountHex(ReadOnlySpan<char> digits)
    {
        var count = 0;
        while (count < digits.Length && char.IsAsciiHexDigit(digits[count]))
        {
            count++;
        }

        return count;
    }

    private static int Count(int end, ReadOnlySpan<char> digits) => end < 0 ? digits.Length : end;

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return !char.IsAsciiDigit(name[0]);
    }
}
