using System.Buffers;

namespace FeedHub.Reading.Markup;

internal enum TokenKind
{
    EndOfDocument,
    StartTag,
    EndTag,
    Text,
}

/// <summary>
/// Cuts the text of a document into tags and text as they stand, with no idea of nesting. Comments, processing instructions and the
/// DOCTYPE are passed over. It reads whatever it is given: "&lt;" that opens no tag is text.
/// </summary>
internal sealed partial class Tokenizer(char[] text, int length, References references, Repairs repairs)
{
    private const int MaxInstructionLength = 4096;

    public static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\n\r/><=");

    private readonly char[] _text = text;
    private RawAttribute[] _attributes = new RawAttribute[16];
    private int _position;
    private int _start;
    private int _end;
    private int _nextCDataEnd = -1;
    private int _nextCommentEnd = -1;
    private bool _isMalformed;
    private Range _tagName;

    public TokenKind Kind { get; private set; }

    /// <summary>The start tag is its own end.</summary>
    public bool IsEmptyElement { get; private set; }

    /// <summary>The text is from a CDATA section: it holds no references.</summary>
    public bool IsLiteral { get; private set; }

    /// <summary>The document says that it is an HTML page.</summary>
    public bool IsHtmlPage { get; private set; }

    /// <summary>The name of the tag as written, or the text.</summary>
    public ReadOnlySpan<char> Value => _text.AsSpan(_start, _end - _start);

    public int ValueStart => _start;

    /// <summary>Behind what was read last.</summary>
    public int Position => _position;

    public int AttributeCount { get; private set; }

    /// <summary>The element whose content is being read, where the caller knows: its end tag ends a CDATA section that nothing else ends.</summary>
    public Range Open { get; set; }

    public ReadOnlySpan<char> Slice(int start, int count) => _text.AsSpan(start, count);

    public int AttributeNameStart(int index) => _attributes[index].NameStart;

    public ReadOnlySpan<char> AttributeName(int index) => _text.AsSpan(_attributes[index].NameStart, _attributes[index].NameLength);

    public ReadOnlySpan<char> AttributeValue(int index) => _text.AsSpan(_attributes[index].ValueStart, _attributes[index].ValueLength);

    public bool Read()
    {
        AttributeCount = 0;
        IsLiteral = false;
        while (_position < length)
        {
            if (_text[_position] != '<')
            {
                ReadText(0);
                return true;
            }

            switch (ReadMarkup())
            {
                case Outcome.Token:
                    return true;
                case Outcome.Text:
                    repairs.Add(Repairs.BareLessThan);
                    ReadText(1);
                    return true;
            }
        }

        Kind = TokenKind.EndOfDocument;
        return false;
    }

    private void ReadText(int skip)
    {
        Kind = TokenKind.Text;
        _start = _position;
        var found = _text.AsSpan(_position + skip, length - _position - skip).IndexOf('<');
        _end = found < 0 ? length : _position + skip + found;
        _position = _end;
    }

    private Outcome ReadMarkup()
    {
        var rest = _text.AsSpan(_position, length - _position);
        if (rest.Length < 2)
        {
            return Outcome.Text;
        }

        return rest[1] switch
        {
            '/' => ReadEndTag(rest),
            '!' => ReadDeclaration(rest),
            '?' => SkipInstruction(rest),
            var first => IsNameStart(first) ? ReadStartTag() : Outcome.Text,
        };
    }

    private Outcome ReadDeclaration(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            var close = Find("-->", _position + 4, ref _nextCommentEnd) - _position - 4;
            if (_nextCommentEnd == int.MaxValue)
            {
                // Its first ">" may have been meant to end it; but a tag before that is none of its words.
                repairs.Add(Repairs.MalformedComment);
                close = rest[4..].IndexOfAny('<', '>') + 4;
                _position += close < 4 ? rest.Length : rest[close] == '<' ? close : close + 1;
                return Outcome.Skipped;
            }

            _position += close + 7;
            return Outcome.Skipped;
        }

        if (rest.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase))
        {
            ReadCData(rest["<![CDATA[".Length..]);
            return Outcome.Token;
        }

        if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            IsHtmlPage |= rest["<!DOCTYPE".Length..].TrimStart().StartsWith("html", StringComparison.OrdinalIgnoreCase);
            _position += Doctype.Read(rest, references);
            return Outcome.Skipped;
        }

        var end = rest.IndexOf('>');
        repairs.Add(Repairs.MalformedTag);
        _position = end < 0 ? length : _position + end + 1;
        return Outcome.Skipped;
    }

    private void ReadCData(ReadOnlySpan<char> rest)
    {
        Kind = TokenKind.Text;
        IsLiteral = true;
        _start = length - rest.Length;
        var close = Find("]]>", _start, ref _nextCDataEnd) is var found && found < int.MaxValue ? found - _start : -1;
        var nested = (close < 0 ? rest : rest[..close]).IndexOf("<![CDATA[", StringComparison.OrdinalIgnoreCase);
        if (close >= 0 && nested < 0)
        {
            _end = _start + close;
            _position = _end + 3;
            return;
        }

        // Nothing closes the section, or only the close of the next one: it reaches to the end tag of its element.
        var owner = EndTagOfOpen(nested < 0 ? rest : rest[..nested]);
        if (owner < 0 && close >= 0)
        {
            _end = _start + close;
            _position = _end + 3;
            return;
        }

        repairs.Add(Repairs.UnclosedCData);
        owner = owner < 0 ? nested : owner; // two sections of one element, neither closed
        _end = owner < 0 ? length : _start + owner;
        _position = _end;
    }

    // Where the next one stands, searched for once however often it is asked: documents of nothing but openings stay linear.
    private int Find(ReadOnlySpan<char> mark, int from, ref int next)
    {
        if (next < from)
        {
            var found = _text.AsSpan(from, length - from).IndexOf(mark, StringComparison.Ordinal);
            next = found < 0 ? int.MaxValue : from + found;
        }

        return next;
    }

    private int EndTagOfOpen(ReadOnlySpan<char> rest)
    {
        var name = _text.AsSpan()[Open];
        var from = 0;
        while (!name.IsEmpty && rest[from..].IndexOf("</", StringComparison.Ordinal) is var at and >= 0)
        {
            from += at + 2;
            if (rest[from..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return from - 2;
            }
        }

        return -1;
    }

    private Outcome SkipInstruction(ReadOnlySpan<char> rest)
    {
        if (_position > 0 && rest.StartsWith("<?xml ", StringComparison.Ordinal))
        {
            repairs.Add(Repairs.LeadingJunk); // the declaration must be the very first (XML 1.0, 2.8)
        }

        if (rest is ['<', '?', 'x', 'm', 'l', ' ' or '\t' or '\n', ..] && rest[1..].IndexOfAny('<', '>') is var next and >= 0 && rest[next + 1] == '<')
        {
            repairs.Add(Repairs.MalformedTag); // the declaration's own end is lost
            _position += next + 1;
            return Outcome.Skipped;
        }

        var close = rest[2..Math.Min(rest.Length, MaxInstructionLength)].IndexOf("?>", StringComparison.Ordinal);
        var end = rest.IndexOf('>');
        _position = end < 0 ? length : _position + (close < 0 || IsTagInside(rest.Slice(2, close)) ? end + 1 : close + 4);
        return Outcome.Skipped;
    }

    // "<?xml version="1.0"><rss>...?>": a tag behind a ">" says that the question mark before that was forgotten.
    private static bool IsTagInside(ReadOnlySpan<char> instruction) =>
        instruction.IndexOf('>') is var end and >= 0 && instruction.IndexOf('<') > end;

    public static bool IsNameStart(char character) =>
        char.IsAsciiLetter(character) || character is '_' or ':' || (character >= '\u00C0' && char.IsLetter(character));

    private enum Outcome
    {
        Token,
        Skipped,
        Text,
    }

    private readonly record struct RawAttribute(int NameStart, int NameLength, int ValueStart, int ValueLength);
}
