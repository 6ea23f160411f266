using System.Buffers;
using System.Collections.Frozen;
using AngleSharp.Html;

namespace FeedHub.Reading;

/// <summary>Whether a text is HTML, where its format does not say: RSS knows only "description", and people put either into it.</summary>
internal static class HtmlLooks
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("<&");

    private static readonly FrozenSet<string> Elements = new[]
    {
        "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blink", "blockquote", "br",
        "button", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em",
        "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
        "hr", "html", "body", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark",
        "marquee", "math", "nav", "nobr", "noscript", "object", "ol", "p", "picture", "pre", "q", "rb", "rp", "rt",
        "ruby", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
        "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "track", "tt", "u", "ul", "var", "video",
        "wbr",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Elements.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True where a tag that HTML knows and that is closed, a comment, or a character reference stands in it.</summary>
    public static bool IsHtml(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Marks) is var at and >= 0)
        {
            var isReference = text[at] == '&';
            text = text[(at + 1)..];
            if (isReference ? IsReference(text) : IsTag(text))
            {
                return true;
            }
        }

        return false;
    }

    // The text behind "<".
    private static bool IsTag(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("!--", StringComparison.Ordinal))
        {
            return true;
        }

        text = text is ['/', ..] ? text[1..] : text;
        var end = text[..Math.Min(text.Length, 12)].IndexOfAny(" \t\n/>");
        return end > 0 && Lookup.Contains(text[..end]) && text[end..].IndexOfAny('<', '>') is var close and >= 0 && text[end + close] == '>';
    }

    // The text behind "&".
    private static bool IsReference(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 10)].IndexOf(';');
        if (end < 2)
        {
            return false;
        }

        var name = text[..end];
        if (name[0] == '#')
        {
            return name[1..].IndexOfAnyExceptInRange('0', '9') < 0 || name[1] is 'x' or 'X';
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return name is "amp" or "lt" or "gt" or "quot" or "nbsp" || HtmlEntityProvider.Resolver.GetSymbol($"{name};") is not null;
    }
}
