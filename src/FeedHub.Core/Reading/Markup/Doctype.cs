namespace FeedHub.Reading.Markup;

/// <summary>
/// Passes over a DOCTYPE. Of its internal subset only general entities with a short literal value are known; what is external, a
/// parameter or nested is not (RULES.md, BAD-19 and BAD-20).
/// </summary>
internal static class Doctype
{
    private const int MaxValueLength = 1024;
    private const int MaxNameLength = 32;

    /// <summary>Its length in <paramref name="rest"/>, which begins with it.</summary>
    public static int Read(ReadOnlySpan<char> rest, References references)
    {
        var open = rest.IndexOfAny('[', '>');
        if (open < 0)
        {
            return rest.Length;
        }

        if (rest[open] == '>')
        {
            return open + 1;
        }

        var position = open + 1;
        while (position < rest.Length)
        {
            var next = rest[position..].IndexOfAny('<', ']');
            if (next < 0)
            {
                break;
            }

            position += next;
            if (rest[position] == ']')
            {
                var close = rest[position..].IndexOf('>');
                return close < 0 ? rest.Length : position + close + 1;
            }

            var length = DeclarationLength(rest[position..]);
            if (length == 0)
            {
                return position; // a tag: the subset was never closed
            }

            if (rest[position..].StartsWith("<!ENTITY", StringComparison.Ordinal))
            {
                Define(rest.Slice(position + "<!ENTITY".Length, Math.Max(0, length - "<!ENTITY".Length)), references);
            }

            position += length;
        }

        return rest.Length;
    }

    private static int DeclarationLength(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            var close = rest.IndexOf("-->", StringComparison.Ordinal);
            return close < 0 ? rest.Length : close + 3;
        }

        if (rest.Length < 2 || rest[1] is not ('!' or '?'))
        {
            return 0;
        }

        var position = 1;
        while (position < rest.Length)
        {
            var next = rest[position..].IndexOfAny('"', '\'', '>');
            if (next < 0)
            {
                return rest.Length;
            }

            position += next + 1;
            if (rest[position - 1] == '>')
            {
                return position;
            }

            var close = rest[position..].IndexOf(rest[position - 1]);
            if (close < 0)
            {
                return rest.Length;
            }

            position += close + 1;
        }

        return rest.Length;
    }

    private static void Define(ReadOnlySpan<char> declaration, References references)
    {
        declaration = declaration.TrimStart();
        var nameEnd = declaration.IndexOfAny(" \t\n");
        if (nameEnd is <= 0 or > MaxNameLength)
        {
            return;
        }

        var name = declaration[..nameEnd];
        var value = declaration[nameEnd..].TrimStart();
        if (value.Length < 2 || value[0] is not ('"' or '\''))
        {
            return; // SYSTEM, PUBLIC, or a parameter entity
        }

        var close = value[1..].IndexOf(value[0]);
        if (close is >= 0 and <= MaxValueLength)
        {
            references.Define(name.ToString(), Literal(value.Slice(1, close)));
        }
    }

    // Numbers and the five of XML are decoded; any other reference would be nesting and stays as written.
    private static string Literal(ReadOnlySpan<char> value)
    {
        if (!value.Contains('&'))
        {
            return value.ToString();
        }

        using var buffer = new CharBuffer();
        new References(new Repairs()).Decode(value, buffer);
        return buffer.Span.ToString();
    }
}
