namespace FeedHub.Reading.Markup;

/// <summary>
/// Whether open elements are closed further on as XML asks for it. A guess at a missing end tag is made only where one is missing: in a
/// well-formed document none is, whatever its elements hold. (An entry outside of entries is never asked about: none is left out.)
/// </summary>
internal sealed class LookAhead(char[] text, int length)
{
    private const int MaxOpenCount = 100;
    private const int MaxReadPerCharacter = 2; // of the document, over all looks: a document of nothing but unclosed tags stays linear

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
                position = close < 0 ? end : position + close + 1;
                if (nameLength < 0 || close < 0 || !rest[(2 + nameLength)..close].IsWhiteSpace())
                {
                    return false;
                }

                var name = rest.Slice(2, nameLength);
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
            else if (!Passes(rest, ref position))
            {
                return false;
            }
        }
    }

    // Moves behind what stands here and is no end tag; false: it is not well-formed. The position tells in any case how far was read.
    private bool Passes(ReadOnlySpan<char> rest, ref int position) => rest switch
    {
        _ when rest.StartsWith("<!--", StringComparison.Ordinal) => PassesTo(rest, 4, "-->", ref position),
        _ when rest.StartsWith("<![CDATA[", StringComparison.Ordinal) => PassesTo(rest, 9, "]]>", ref position),
        ['<', '?', ..] => PassesTo(rest, 2, "?>", ref position),
        ['<', var first, ..] when Tokenizer.IsNameStart(first) => PassesStartTag(rest, ref position),
        _ => false,
    };

    private static bool PassesTo(ReadOnlySpan<char> rest, int from, ReadOnlySpan<char> mark, ref int position)
    {
        var found = rest[from..].IndexOf(mark, StringComparison.Ordinal);
        position += found < 0 ? rest.Length : from + found + mark.Length;
        return found >= 0;
    }

    private bool PassesStartTag(ReadOnlySpan<char> rest, ref int position)
    {
        var nameStart = position + 1;
        var nameLength = rest[1..].IndexOfAny(Tokenizer.NameEnds);
        var read = nameLength < 0 ? rest.Length : nameLength + 1;
        var isWhole = false;
        while (!isWhole)
        {
            var found = rest[read..].IndexOfAny("<>\"'");
            if (found < 0 || rest[read + found] == '<')
            {
                read = found < 0 ? rest.Length : read + found;
                break;
            }

            read += found + 1;
            isWhole = rest[read - 1] == '>';
            if (!isWhole)
            {
                var close = rest[read..].IndexOf(rest[read - 1]);
                if (close < 0 || rest.Slice(read, close).Contains('<'))
                {
                    read = close < 0 ? rest.Length : read + close;
                    break;
                }

                read += close + 1;
            }
        }

        position += read;
        if (isWhole && rest[read - 2] != '/')
        {
            _open.Add((nameStart, nameLength));
        }

        return isWhole && _open.Count <= MaxOpenCount;
    }

    private bool IsNamed((int Start, int Length) element, ReadOnlySpan<char> name) => text.AsSpan(element.Start, element.Length).SequenceEqual(name);
}
