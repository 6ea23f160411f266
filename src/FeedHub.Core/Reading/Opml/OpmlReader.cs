using FeedHub.Reading.Decoding;
using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Opml;

/// <summary>
/// Reads OPML 1.0, 1.1 and 2.0 from bytes, in any encoding and also where it is not well-formed (OUT-27, BAD-63). Nothing is fetched, no
/// DTD is followed, and no input makes it throw.
/// </summary>
public static class OpmlReader
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The most outlines of a document, folders and rejected ones included.</summary>
    public const int MaxOutlineCount = 10_000;

    /// <summary>The most outlines around a feed.</summary>
    public const int MaxDepth = 16;

    /// <summary>Reads one document.</summary>
    public static OpmlOutcome Read(ReadOnlyMemory<byte> document)
    {
        if (document.Length > MaxBytes)
        {
            return new OpmlOutcome.Refused($"it has more than {MaxBytes / 1024 / 1024} MB");
        }

        var repairs = new Repairs();
        using var text = DocumentDecoder.Decode(document.Span, null, repairs);
        using var buffer = new CharBuffer();
        var tokenizer = new Tokenizer(text.Characters, text.Length, new References(repairs), repairs);
        var references = new References(repairs); // others than the tokenizer's, which learn the entities of a DTD: none of those is expanded
        var outlines = new OutlineStack(text, references, buffer);
        var (isOpml, isInHead, isTitle) = (false, false, false);
        string? title = null;
        while (tokenizer.Read())
        {
            var isStart = tokenizer.Kind == TokenKind.StartTag;
            if (tokenizer.Kind == TokenKind.Text)
            {
                title ??= isTitle ? Line(tokenizer.Value, tokenizer.IsLiteral, references, buffer) : null;
                outlines.Mend(tokenizer.Value);
                continue;
            }

            if (Is(tokenizer.Value, "outline") && isOpml)
            {
                if (!isStart)
                {
                    outlines.Close();
                }
                else if (!outlines.Open(tokenizer))
                {
                    return new OpmlOutcome.Refused($"it has more than {MaxOutlineCount} outlines");
                }
            }
            else if (isStart && !isOpml && !Is(tokenizer.Value, "opml"))
            {
                return new OpmlOutcome.Refused("it is no OPML: its first element is another");
            }

            isOpml |= isStart;
            isInHead = Is(tokenizer.Value, "head") ? isStart : isInHead;
            isTitle = isInHead && isStart && Is(tokenizer.Value, "title");
        }

        return isOpml
            ? new OpmlOutcome.Read(title, outlines.Feeds, outlines.Rejected, repairs.ToList())
            : new OpmlOutcome.Refused("it is no OPML: it has no element");
    }

    /// <summary>A text with its references decoded, white space folded and without what cannot be shown; null: nothing is left.</summary>
    internal static string? Line(ReadOnlySpan<char> raw, bool isLiteral, References references, CharBuffer buffer)
    {
        buffer.Clear();
        if (isLiteral)
        {
            buffer.Append(raw);
        }
        else
        {
            references.Decode(raw, buffer);
        }

        return PlainText.Fold(XmlText.Clean(buffer.Span.ToString())) is { Length: > 0 } line ? line : null;
    }

    private static bool Is(ReadOnlySpan<char> name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
