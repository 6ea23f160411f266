namespace FeedHub.Reading.Markup;

/// <content>Tags and their attributes.</content>
internal sealed partial class Tokenizer
{
    private const int MaxAttributeCount = 256;
    private const int MaxNameLength = 256;
    private const int MaxComparedCount = 32;

    private Outcome ReadEndTag(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 3 || !IsNameStart(rest[2]))
        {
            return Outcome.Text;
        }

        var nameEnd = rest[2..].IndexOfAny(NameEnds);
        nameEnd = nameEnd < 0 ? rest.Length : nameEnd + 2;
        var close = rest[nameEnd..].IndexOfAny('<', '>');
        Kind = TokenKind.EndTag;
        _start = _position + 2;
        _end = _position + nameEnd;
        if (close < 0)
        {
            _position = length;
            return Outcome.Token;
        }

        if (rest[nameEnd + close] == '<')
        {
            repairs.Add(Repairs.MalformedTag);
            _position += nameEnd + close;
        }
        else
        {
            _position += nameEnd + close + 1;
        }

        return Outcome.Token;
    }

    private Outcome ReadStartTag()
    {
        var nameStart = _position + 1;
        var nameLength = _text.AsSpan(nameStart, length - nameStart).IndexOfAny(NameEnds);
        if (nameLength < 0)
        {
            _position = length;
            return Outcome.Skipped;
        }

        var position = nameStart + nameLength;
        var hasValue = false;
        _tagName = nameStart..position;
        _isMalformed = false;
        IsEmptyElement = false;
        while (true)
        {
            while (position < length && _text[position] is ' ' or '\n' or '\t' or '\r')
            {
                position++;
            }

            if (position >= length)
            {
                _position = length;
                return Outcome.Skipped;
            }

            var character = _text[position];
            if (character == '>')
            {
                position++;
                break;
            }

            if (character == '<')
            {
                if (!hasValue && !(AttributeCount == 0 && Names.IsFeedElement(Names.Of(_text.AsSpan(nameStart, nameLength)))))
                {
                    return Outcome.Text; // "a <b and c": never a tag
                }

                repairs.Add(Repairs.MalformedTag);
                break;
            }

            if (character is '/' or '"' or '\'' or '=' or '?')
            {
                position++;
                if (character == '/')
                {
                    IsEmptyElement = position < length && _text[position] == '>';
                }
                else
                {
                    _isMalformed = true;
                }

                continue;
            }

            position = ReadAttribute(position, ref hasValue);
        }

        _position = position;
        if (_isMalformed)
        {
            repairs.Add(Repairs.MalformedAttribute);
        }

        if (nameLength > MaxNameLength)
        {
            repairs.Add(Repairs.NameTooLong);
            AttributeCount = 0;
            return Outcome.Skipped;
        }

        Kind = TokenKind.StartTag;
        _start = nameStart;
        _end = nameStart + nameLength;
        return Outcome.Token;
    }

    private int ReadAttribute(int position, ref bool hasValue)
    {
        var nameStart = position;
        var nameLength = _text.AsSpan(position, length - position).IndexOfAny(NameEnds);
        position = nameLength < 0 ? length : position + nameLength;
        var attribute = new RawAttribute(nameStart, position - nameStart, position, 0);
        var equals = position;
        while (equals < length && _text[equals] is ' ' or '\n' or '\t' or '\r')
        {
            equals++;
        }

        if (equals < length && _text[equals] == '=')
        {
            hasValue = true;
            position = AttributeValue(equals + 1, ref attribute);
        }
        else
        {
            _isMalformed = true; // an attribute without value
        }

        Keep(attribute);
        return position;
    }

    // Sets where the value is; returns the position behind it.
    private int AttributeValue(int position, ref RawAttribute attribute)
    {
        while (position < length && _text[position] is ' ' or '\n' or '\t' or '\r')
        {
            position++;
        }

        if (position >= length)
        {
            return length;
        }

        var quote = _text[position];
        var rest = _text.AsSpan(position, length - position);
        if (quote is '"' or '\'')
        {
            rest = rest[1..];
            var close = rest.IndexOf(quote);
            var goesOn = close >= 0 && close + 1 < rest.Length && !" \t\n\r/>?".Contains(rest[close + 1], StringComparison.Ordinal);
            var lostAt = goesOn ? NextAttribute(rest[..close]) : 0;
            if (close >= 0 && lostAt == 0 && IsValue(rest[..close], quote))
            {
                attribute = attribute with { ValueStart = position + 1, ValueLength = close };
                return position + close + 2;
            }

            _isMalformed = true;
            if (lostAt > 0)
            {
                attribute = attribute with { ValueStart = position + 1, ValueLength = lostAt };
                return position + 1 + lostAt;
            }

            var tagEnd = rest.IndexOfAny('>', '<', quote == '"' ? '\'' : '"');
            tagEnd = tagEnd < 0 ? rest.Length : tagEnd;
            var isClosed = tagEnd < rest.Length && rest[tagEnd] is '"' or '\''; // by a quote of the other kind
            attribute = attribute with { ValueStart = position + 1, ValueLength = isClosed ? tagEnd : rest[..tagEnd].TrimEnd(HasEnd(rest[tagEnd..]) ? " \n\t" : "/ \n\t").Length };
            return position + 1 + (isClosed ? tagEnd + 1 : attribute.ValueLength);
        }

        _isMalformed = true;
        var end = rest.IndexOfAny(" \t\n\r><");
        end = end < 0 ? rest.Length : end;
        if (end > 0 && end < rest.Length && rest[end] == '>' && rest[end - 1] == '/' && !IsDeclaration(attribute))
        {
            end--; // <link href=x/>, but not <rss xmlns:a=http://example.org/>
        }

        attribute = attribute with { ValueStart = position, ValueLength = end };
        return position + end;
    }

    // "<" never stands in a value: with a ">" before it the closing quote is lost. And what ends in another attribute's "=", behind a quote
    // of the other kind, or goes on behind such a quote and a ">", was closed by that one.
    private static bool IsValue(ReadOnlySpan<char> value, char quote)
    {
        var other = quote == '"' ? '\'' : '"';
        var end = value.IndexOf('>');
        if (end >= 0 && value[end..].Contains('<'))
        {
            return false;
        }

        if (value is [.., '='])
        {
            return !value.Contains(other);
        }

        if (end < 0)
        {
            return true;
        }

        var before = value[..end].TrimEnd("/ ");
        return !(before is [.., var last] && last == other && before.Count(other) % 2 == 1);
    }

    // Where a value ends whose closing quote is lost before the next attribute: "http://x.example/1 rel="; 0: no attribute is in it.
    private static int NextAttribute(ReadOnlySpan<char> value)
    {
        var blank = value.LastIndexOfAny(" \t\n");
        if (blank <= 0 || value is not [.., '='] || value.ContainsAny("<>\"'"))
        {
            return 0;
        }

        var name = value[(blank + 1)..^1];
        return !name.IsEmpty && IsNameStart(name[0]) && !name.ContainsAny("/?&=.") ? value[..blank].TrimEnd().Length : 0;
    }

    // Whether a tag is not its own end, so that the stroke before its bracket belongs to a value: its end tag stands behind it, or it always has one.
    private bool HasEnd(ReadOnlySpan<char> rest)
    {
        var name = _text.AsSpan()[_tagName];
        if (Names.IsContainer(Names.Of(name[(name.LastIndexOf(':') + 1)..])))
        {
            return true;
        }

        var next = rest.IndexOf('<');
        return next >= 0 && rest[next..] is ['<', '/', .. var behind] && behind.StartsWith(name, StringComparison.Ordinal);
    }

    private bool IsDeclaration(RawAttribute attribute) =>
        _text.AsSpan(attribute.NameStart, attribute.NameLength).StartsWith("xml", StringComparison.OrdinalIgnoreCase);

    private void Keep(RawAttribute attribute)
    {
        if (AttributeCount == MaxAttributeCount)
        {
            repairs.Add(Repairs.TooManyAttributes);
            return;
        }

        var name = _text.AsSpan(attribute.NameStart, attribute.NameLength);
        for (var index = 0; index < Math.Min(AttributeCount, MaxComparedCount); index++)
        {
            if (AttributeName(index).SequenceEqual(name))
            {
                repairs.Add(Repairs.RepeatedAttribute);
                return;
            }
        }

        if (AttributeCount == _attributes.Length)
        {
            Array.Resize(ref _attributes, _attributes.Length * 4);
        }

        _attributes[AttributeCount++] = attribute;
    }
}
