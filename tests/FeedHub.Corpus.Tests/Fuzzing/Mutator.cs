using System.Globalization;
using System.Text;

namespace FeedHub.Fuzzing;

/// <summary>
/// Makes bad documents of good ones: it knows tags, texts, attributes and the values of JSON, and the words that readers act on. The same
/// seed and number always give the same document.
/// </summary>
/// <param name="documents">Whole documents.</param>
/// <param name="fragments">What may stand inside one.</param>
/// <param name="dates">Dates as they are written.</param>
/// <param name="seed">Another seed gives other documents.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> documents, IReadOnlyList<byte[]> fragments, IReadOnlyList<string> dates, int seed)
{
    /// <summary>No input is longer.</summary>
    public const int MaxLength = 1024 * 1024;

    private const int UsualLength = 12 * 1024;

    /// <summary>The document of an iteration.</summary>
    public byte[] Make(int iteration)
    {
        var random = Random(iteration);
        var bytes = Begin(random);
        for (var count = 1 + random.Next(random.Next(2) == 0 ? 3 : 12); count > 0; count--)
        {
            bytes = Mutate(bytes, random);
            bytes = bytes.Length > MaxLength ? bytes[..MaxLength] : bytes;
        }

        return bytes;
    }

    /// <summary>What its header says; null: nothing.</summary>
    public string? ContentType(int iteration) => iteration % 4 > 0 ? null : $"text/xml; charset={Pick(Words.Encodings, Random(-iteration))}";

    private Random Random(int iteration) => new(unchecked((seed * 1_000_003) + iteration));

    // Most of a long document is more of the same: its head, and a part of the rest that begins with a tag.
    private byte[] Begin(Random random)
    {
        var whole = Pick(documents, random);
        if (whole.Length <= UsualLength || random.Next(50) == 0)
        {
            return whole;
        }

        var from = Tag(whole, random);
        return [.. whole[..Math.Min(from, 4096)], .. whole[from..Math.Min(whole.Length, from + UsualLength - 4096)]];
    }

    private byte[] Mutate(byte[] bytes, Random random)
    {
        if (bytes.Length < 8)
        {
            return [.. bytes, .. Token(bytes, random)];
        }

        var at = random.Next(bytes.Length);
        var tag = Tag(bytes, random);
        switch (random.Next(28))
        {
            case 0:
                bytes = [.. bytes];
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes = [.. bytes];
                bytes[at] = Pick(Words.Bytes, random);
                return bytes;
            case 2:
                return Replace(bytes, at, Length(bytes, at, random), []);
            case 3: // from tag to tag
                return Replace(bytes, tag, Math.Max(0, Tag(bytes, random) - tag), []);
            case 4: // again
                return Replace(bytes, tag, 0, Part(bytes, tag, random));
            case 5: // moved
                var part = Part(bytes, tag, random);
                return Insert(Replace(bytes, tag, part.Length, []), part, random);
            case 6: // of another document
                var other = Pick(documents, random);
                return Replace(bytes, tag, 0, Part(other, Tag(other, random), random));
            case 7: // the rest from another document
                var rest = Pick(documents, random);
                var from = Tag(rest, random);
                return [.. bytes[..tag], .. rest[from..Math.Min(rest.Length, from + UsualLength)]];
            case 8 or 9:
                return Replace(bytes, at, 0, Token(bytes, random));
            case 10 or 11:
                return Replace(bytes, tag, 0, Token(bytes, random));
            case 12 or 13:
                return ReplaceText(bytes, tag, Token(bytes, random));
            case 14:
                return ReplaceText(bytes, tag, Latin1(Number(random)));
            case 15:
                return ReplaceText(bytes, tag, [.. Token(bytes, random), .. Token(bytes, random), .. Token(bytes, random)]);
            case 16:
                return Replace(bytes, random.Next(2) == 0 ? at : tag, 0, Repeat(Token(bytes, random), Count(random)));
            case 17:
                return Replace(bytes, tag, 0, Repeat(Latin1(Pick(Words.Nests, random)), Count(random)));
            case 18:
                return Replace(bytes, tag, 0, Repeat(Part(bytes, tag, random), 2 + random.Next(40)));
            case 19:
                return ReplaceAttribute(bytes, at, random);
            case 20:
                return Declare(bytes, random);
            case 21:
                return Encode(bytes, random);
            case 22:
                return bytes[..at];
            case 23 or 24:
                return Replace(bytes, tag, 0, Pick(fragments, random));
            case 25:
                return ReplaceText(bytes, tag, Encoding.UTF8.GetBytes(Pick(dates, random)));
            case 26:
                return [.. "<rss><channel><item>"u8, .. Pick(fragments, random), .. Pick(fragments, random), .. bytes[tag..]];
            default:
                return ReplaceValue(bytes, at, random);
        }
    }

    // What stands between two tags, or between two quotes.
    private static byte[] ReplaceText(byte[] bytes, int tag, byte[] text)
    {
        var start = bytes.AsSpan(tag).IndexOf((byte)'>') is var close and >= 0 ? tag + close + 1 : tag;
        var length = bytes.AsSpan(start).IndexOf((byte)'<') is var next and >= 0 ? next : 0;
        return Replace(bytes, start, length, text);
    }

    private static byte[] ReplaceAttribute(byte[] bytes, int at, Random random)
    {
        var equals = bytes.AsSpan(at).IndexOf((byte)'=');
        if (equals < 0 || at + equals + 2 >= bytes.Length)
        {
            return bytes;
        }

        var start = at + equals + 1;
        var end = bytes.AsSpan(start + 1).IndexOf(bytes[start]);
        var value = random.Next(3) == 0 ? Number(random) : Pick(Words.Values, random);
        var quote = Pick(Words.Quotes, random);
        return Replace(bytes, start, end < 0 ? 0 : end + 2, Latin1(quote + value + (random.Next(8) == 0 ? Pick(Words.Quotes, random) : quote)));
    }

    // A value of JSON by one of another type.
    private static byte[] ReplaceValue(byte[] bytes, int at, Random random)
    {
        var colon = bytes.AsSpan(at).IndexOf((byte)':');
        if (colon < 0)
        {
            return bytes;
        }

        var start = at + colon + 1;
        var end = bytes.AsSpan(start).IndexOfAny((byte)',', (byte)'}', (byte)']');
        var value = random.Next(3) == 0 ? Number(random) : Pick(Words.Json, random);
        return Replace(bytes, start, Math.Max(0, end), Latin1(value));
    }

    private static byte[] Declare(byte[] bytes, Random random)
    {
        var declaration = Latin1($"<?xml version=\"1.0\" encoding=\"{Pick(Words.Encodings, random)}\"?>");
        var end = bytes.AsSpan().StartsWith("<?xml"u8) ? bytes.AsSpan().IndexOf((byte)'>') + 1 : 0;
        return Replace(bytes, 0, end, declaration);
    }

    private static byte[] Encode(byte[] bytes, Random random)
    {
        var text = (random.Next(2) == 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        var encoding = random.Next(6) switch
        {
            0 => Encoding.Unicode,
            1 => Encoding.BigEndianUnicode,
            2 => Encoding.UTF32,
            3 => Encoding.UTF8,
            4 => CodePagesEncodingProvider.Instance.GetEncoding(932)!,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1251)!,
        };
        return [.. random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }

    private static byte[] Token(byte[] bytes, Random random)
    {
        var list = Pick(bytes.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..] && random.Next(4) > 0 ? Words.ForJson : Words.ForXml, random);
        return Encoding.UTF8.GetBytes(Pick(list, random));
    }

    private static string Number(Random random) => random.Next(6) switch
    {
        0 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        1 => new string('9', 1 + random.Next(random.Next(20) == 0 ? 20_000 : 40)),
        2 => "-" + random.Next(100),
        3 => $"{random.Next(100)}.{random.Next(1000)}e{random.Next(400)}",
        4 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(10_000):0000}-{random.Next(20):00}-{random.Next(40):00}T{random.Next(30):00}:00:00Z"),
        _ => "0x" + random.Next().ToString("x", CultureInfo.InvariantCulture),
    };

    private static int Count(Random random) => random.Next(40) == 0 ? random.Next(200_000) : random.Next(4) == 0 ? random.Next(2000) : random.Next(120);

    private static int Length(byte[] bytes, int at, Random random) => Math.Min(bytes.Length - at, 1 + random.Next(random.Next(4) == 0 ? 2000 : 20));

    private static byte[] Part(byte[] bytes, int from, Random random)
    {
        var length = 1 + random.Next(Math.Min(bytes.Length - from, random.Next(4) == 0 ? UsualLength : 600));
        var end = bytes.AsSpan(from, length).LastIndexOf((byte)'>');
        return bytes[from..(from + (end > 0 ? end + 1 : length))];
    }

    private static int Tag(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length);
        var found = bytes.AsSpan(from).IndexOfAny((byte)'<', (byte)'"');
        return found < 0 ? from : from + found;
    }

    private static byte[] Insert(byte[] bytes, byte[] part, Random random) =>
        bytes.Length == 0 ? part : Replace(bytes, Tag(bytes, random), 0, part);

    private static byte[] Replace(byte[] bytes, int at, int length, byte[] with) => [.. bytes.AsSpan(0, at), .. with, .. bytes.AsSpan(at + length)];

    private static byte[] Repeat(byte[] token, int count)
    {
        var result = new byte[Math.Min(token.Length * (long)count, MaxLength) / Math.Max(1, token.Length) * token.Length];
        for (var at = 0; at < result.Length; at += token.Length)
        {
            token.CopyTo(result, at);
        }

        return result;
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static T Pick<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];
}
