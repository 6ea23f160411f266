namespace FeedHub.Reading.Markup;

/// <content>The text and the markup that elements hold.</content>
internal sealed partial class ElementReader
{
    /// <summary>
    /// Reads the current element to its end: its text, decoded once and trimmed, without the markup in it; null where it is empty, or
    /// where the document breaks off inside it: half an address or date would be a wrong one.
    /// </summary>
    public string? ReadString() => ReadSpan() is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary>The same, valid until the next read; empty where there is none.</summary>
    public ReadOnlySpan<char> ReadSpan()
    {
        var depth = Depth;
        _buffer.Clear();
        while (Read() && !(Kind == NodeKind.End && Depth == depth))
        {
            if (Kind == NodeKind.Text)
            {
                AppendText(_buffer);
            }
        }

        return IsTruncated ? [] : _buffer.Span.Trim();
    }

    /// <summary>The text at which the reader stands, decoded.</summary>
    public string Text()
    {
        _scratch.Clear();
        AppendText(_scratch);
        return _scratch.Span.ToString();
    }

    /// <summary>
    /// Reads the current element to its end with the markup in it.
    /// </summary>
    /// <param name="isMarkup">
    /// True: the elements are the content, and its text is escaped as markup needs it; a single div around all of it is dropped (RFC 4287,
    /// 3.1.1.3). False: the text is the content, and elements between it were meant to be escaped.
    /// </param>
    /// <param name="hasElements">Whether there were any elements.</param>
    /// <param name="contentBase">The base that holds for the content, of the single div where that has its own.</param>
    /// <returns>Trimmed; null where empty, and where the document breaks off inside it.</returns>
    public string? ReadMarkup(bool isMarkup, out bool hasElements, out Uri? contentBase)
    {
        var depth = Depth;
        var outerBase = Base;
        contentBase = outerBase;
        hasElements = false;
        _buffer.Clear();
        int outerCount = 0, innerStart = 0, innerEnd = 0;
        while (Read() && !(Kind == NodeKind.End && Depth == depth))
        {
            var isOuter = Depth == depth + 1;
            switch (Kind)
            {
                case NodeKind.Text when isMarkup:
                    outerCount += Depth == depth && !_tokenizer.Value.IsWhiteSpace() ? 1 : 0;
                    AppendEscaped();
                    break;

                case NodeKind.Text:
                    AppendText(_buffer);
                    break;

                case NodeKind.Start:
                    hasElements = true;
                    outerCount += isOuter ? 1 : 0;
                    AppendStartTag(outerBase);
                    innerStart = isOuter && outerCount == 1 && WrittenName.Equals("div", StringComparison.OrdinalIgnoreCase) ? _buffer.Length : innerStart;
                    contentBase = innerStart > 0 && outerCount == 1 && isOuter ? Base : contentBase;
                    break;

                case NodeKind.End:
                    innerEnd = isOuter ? _buffer.Length : innerEnd;
                    AppendEndTag();
                    break;
            }
        }

        if (IsTruncated)
        {
            return null;
        }

        var isWrapped = isMarkup && outerCount == 1 && innerStart > 0;
        contentBase = isWrapped ? contentBase : Base;
        var text = (isWrapped ? _buffer.Span[innerStart..innerEnd] : _buffer.Span).Trim();
        return text.IsEmpty ? null : text.ToString();
    }

    private void AppendText(CharBuffer buffer)
    {
        if (_tokenizer.IsLiteral)
        {
            buffer.Append(_tokenizer.Value);
        }
        else
        {
            _references.Decode(_tokenizer.Value, buffer);
        }
    }

    private void AppendEscaped()
    {
        var value = _tokenizer.Value;
        if (!_tokenizer.IsLiteral && !value.Contains('&') && !value.Contains('<'))
        {
            _buffer.Append(value);
            return;
        }

        _scratch.Clear();
        AppendText(_scratch);
        Escape(_scratch.Span, "&<>");
    }

    // HTML knows no xml:base: where the markup sets one of its own, the references under it become absolute.
    private void AppendStartTag(Uri? outerBase)
    {
        var ownBase = ReferenceEquals(Base, outerBase) ? null : Base;
        _buffer.Append('<');
        _buffer.Append(WrittenName);
        for (var index = 0; index < _tokenizer.AttributeCount; index++)
        {
            var name = _tokenizer.AttributeName(index);
            if (name.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase) || name is "xml:base" or "xml:space")
            {
                continue;
            }

            _buffer.Append(' ');
            _buffer.Append(name is "xml:lang" ? "lang" : name);
            _buffer.Append("=\"");
            _scratch.Clear();
            _references.Decode(_tokenizer.AttributeValue(index), _scratch);
            var resolved = ownBase is not null && Names.IsReference(name) ? Addresses.Resolve(_scratch.Span.ToString(), ownBase) : null;
            Escape(resolved ?? _scratch.Span, "&<\"");
            _buffer.Append('"');
        }

        _buffer.Append('>');
    }

    private void AppendEndTag()
    {
        if (!Names.IsVoid(WrittenName))
        {
            _buffer.Append("</");
            _buffer.Append(WrittenName);
            _buffer.Append('>');
        }
    }

    private void Escape(ReadOnlySpan<char> text, ReadOnlySpan<char> special)
    {
        while (text.IndexOfAny(special) is var at and >= 0)
        {
            _buffer.Append(text[..at]);
            _buffer.Append(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => "&quot;" });
            text = text[(at + 1)..];
        }

        _buffer.Append(text);
    }
}
