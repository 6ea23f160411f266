using System.Globalization;
using System.Text;

namespace FeedHub.Normalizing;

/// <summary>Titles as one harmless line (BAD-45).</summary>
internal static class PlainTitle
{
    /// <summary>In characters, as <see cref="string.Length"/> counts them.</summary>
    public const int MaxLength = 500;

    // Vietnamese needs two on a letter, Hebrew with accents four.
    private const int MaxMarks = 5;

    // What may come of so many characters fills a title.
    private const int MaxInputLength = 64 * 1024;

    /// <summary>A title as a document has it, as a line of plain text; empty: it shows nothing.</summary>
    public static string From(ParsedText title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return Clean(title.IsHtml ? SafeHtml.PlainText(title.Value) : title.Value);
    }

    /// <summary>
    /// White space folded, without invisible characters and direction overrides, no more than a few marks on one letter, at most
    /// <see cref="MaxLength"/> characters; then the last is an ellipsis.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsClean(text) ? text : Cut(PlainText.Fold(Visible(XmlText.Clean(text.Length > MaxInputLength ? text[..MaxInputLength] : text))));
    }

    /// <summary>Most lines are plain ASCII, with nothing to take away.</summary>
    private static bool IsClean(string text) =>
        text is { Length: > 0 and <= MaxLength } and not [' ', ..] and not [.., ' ']
        && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !text.Contains("  ", StringComparison.Ordinal);

    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        var marks = 0;
        var lastWasJoiner = true; // a joiner joins something
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            marks = isMark ? marks + 1 : 0;

            // Zero-width joiner and non-joiner spell Persian, Indic words and emoji; tags spell flags. Other format characters only
            // hide, or turn the direction of what follows.
            var isJoiner = rune.Value is 0x200C or 0x200D;
            var isTag = rune.Value is >= 0xE0020 and <= 0xE007F;
            var isShown = isMark ? marks <= MaxMarks
                : isJoiner ? !lastWasJoiner
                : isTag || category != UnicodeCategory.Format;
            if (isShown)
            {
                visible.Append(rune);
                lastWasJoiner = isJoiner;
            }
        }

        return visible.ToString();
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var length = 0;
        while (StringInfo.GetNextTextElementLength(text.AsSpan(length)) is var next && length + next < MaxLength)
        {
            length += next;
        }

        if (length == 0)
        {
            length = char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1;
        }

        return string.Concat(text.AsSpan(0, length).TrimEnd(), "…");
    }
}
