namespace FeedHub.Reading.Markup;

/// <summary>
/// Whether open elements are closed further on as XML asks for it. A guess at a missing end tag is made only where one is missing: in a
/// well-formed document none is, whatever its elements hold.
/// </summary>
internal sealed class LookAhead(char[] text, int length)
{
    private const int MaxOpenCount = 100;
    private const int MaxReadPerCharacter = 4; // of the document, over all looks: a document of nothing but unclosed tags stays linear

    private readonly List<(int Start, int Length)> _open = [];
    private long _budget = (long)length * MaxReadPerCharacter;

    /// <summary>Do the end tags of all <paramref name="elements"/> follow, with nothing but well-formed content before each?</summary>
    /// <param name="position">Behind the start tag that has just been read.</param>
    /// <param name="started">The name in that tag; null: it is its own end.</param>
    /// <param name="elements">The names of the open elements, the innermost first.</param>
    public bool Closes(int position, (int Start, int Length)? started, ReadOnlySpan<(int Start, int Length)> elements)
    {
        _open.Clear();
        if (started is { } first)
        {
            _open.Add(first);
        }

        var from = position;
        var result = Closes(ref position, elements);
        _budget -= position - from;
        return result;
    }

    private bool Closes(ref int position, ReadOnlySpan<(int Start, int Length)> elements)
    {
        var end = (int)Math.Min(length, position + _budget);
        var closed = 0;
        while (true)
        {
            var found = position < end ? text.AsSpan(position, end - position).IndexOf('<') : -1;
            if (found < 0)
            {
                position = end;
                return false;
            }

            position += found;
            var rest = text.AsSpan(position, end - position);
            if (rest.StartsWith("</", StringComparison.Ordinal))
            {
                var nameLength = rest[2..].IndexOfAny(Tokenizer.NameEnds);
                var close = rest.IndexOf('>');
                if (nameLength < 0 || close < 0 || !rest[(2 + nameLength)..close].IsWhiteSpace())
                {
                    return false;
                }

                var name = rest.Slice(2, nameLength);
                position += close + 1;
                if (_open is [.., var last])
                {
                    if (!IsNamed(last, name))
                    {
                        return false;
                    }

                    _open.RemoveAt(_open.Count - 1);
                }
                else if (!IsNamed(elements[closed], name))
                {
                    return false;
                }
                else if (++closed == elements.Length)
                {
                    return true;
                }
            }
            else if (LengthOf(rest, position) is not (> 0 and var tokenLength))
            {
                return false;
            }
            else
            {
                position += tokenLength;
            }
        }
    }

    // Of what stands here and is no end tag; 0: it is not well-formed.
    private int LengthOf(ReadOnlySpan<char> rest, int at) => rest switch
    {
        _ when rest.StartsWith("<!--", StringComparison.Ordinal) => EndOf(rest, 4, "-->"),
        _ when rest.StartsWith("<![CDATA[", StringComparison.Ordinal) => EndOf(rest, 9, "]]>"),
        ['<', '?', ..] => EndOf(rest, 2, "?>"),
        ['<', var first, ..] when Tokenizer.IsNameStart(first) => LengthOfStartTag(rest, at),
        _ => 0,
    };

    private int LengthOfStartTag(ReadOnlySpan<char> rest, int at)
    {
        var nameLength = rest[1..].IndexOfAny(Tokenizer.NameEnds);
        var position = nameLength + 1;
        while (nameLength >= 0 && rest[position..].IndexOfAny("<>\"'") is var found and >= 0)
        {
            position += found;
            switch (rest[position])
            {
                case '<':
                    return 0;
                case '>':
                    if (rest[position - 1] != '/')
                    {
                        if (_open.Count == MaxOpenCount)
                        {
                            return 0;
                        }

                        _open.Add((at + 1, nameLength));
                    }

                    return position + 1;
                default:
                    var value = rest[(position + 1)..];
                    var close = value.IndexOf(rest[position]);
                    if (close < 0 || value[..close].Contains('<'))
                    {
                        return 0;
                    }

                    position += close + 2;
                    break;
            }
        }

        return 0;
    }

    private static int EndOf(ReadOnlySpan<char> rest, int from, ReadOnlySpan<char> mark) =>
        rest[from..].IndexOf(mark, StringComparison.Ordinal) is var found and >= 0 ? from + found + mark.Length : 0;

    private bool IsNamed((int Start, int Length) element, ReadOnlySpan<char> name) => text.AsSpan(element.Start, element.Length).SequenceEqual(name);
}
