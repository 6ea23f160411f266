using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace FeedHub;

/// <summary>Turns markup into the text that people read in it.</summary>
internal static class PlainText
{
    private static readonly HashSet<string> _unread = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "iframe", "svg", "math", "template", "object", "embed", "applet", "noembed", "noframes",
    };

    // Their edges part words, which the edges of other elements do not.
    private static readonly HashSet<string> _blocks = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
        "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "li", "main", "nav", "ol", "option", "p", "pre",
        "section", "summary", "table", "td", "th", "tr", "ul",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _blockNames = _blocks.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The text of a piece of HTML: tags stripped, character references decoded once, white space folded. Unread content, as of scripts,
    /// is left out. Never throws.
    /// </summary>
    public static string FromHtml(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        html = XmlText.Clean(html);
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return Fold(html);
        }

        using var document = BoundedHtml.TryParse(html);
        return Fold(XmlText.Clean(document is null ? BoundedHtml.WithoutTags(html) : Read(document)));
    }

    /// <summary>
    /// The text of markup that <see cref="Normalizing.SafeHtml"/> made, as <see cref="FromHtml"/> would find it, without a parser: there each &lt; begins
    /// a tag, attributes stand in double quotes, and nothing is unread. Of markup that was cut off, the tag in which it was is left out.
    /// </summary>
    public static string FromSafe(string safeHtml)
    {
        ArgumentNullException.ThrowIfNull(safeHtml);
        var text = new StringBuilder(safeHtml.Length);
        var rest = safeHtml.AsSpan();
        while (rest.IndexOf('<') is var open and >= 0)
        {
            text.Append(rest[..open]);
            rest = rest[(open + 1)..];
            var name = rest.StartsWith('/') ? rest[1..] : rest;
            if (_blockNames.Contains(name[..(name.IndexOfAny(" />") is >= 0 and var end ? end : name.Length)]))
            {
                text.Append(' ');
            }

            rest = rest[EndOfTag(rest)..];
        }

        return Fold(WebUtility.HtmlDecode(text.Append(rest).ToString()));
    }

    /// <summary>Every run of white space becomes one blank, and none is left at the ends.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                folded.Append(character);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd(' ');
    }

    // Follows the links between nodes: no recursion, whatever the depth.
    private static string Read(IHtmlDocument document)
    {
        var text = new StringBuilder();
        INode? root = document.Body;
        var node = root?.FirstChild;
        while (node is not null)
        {
            if (node is IText run)
            {
                text.Append(run.Data);
            }

            Part(node, text);
            if (node.FirstChild is { } child && !_unread.Contains(node.NodeName.ToLowerInvariant()))
            {
                node = child;
                continue;
            }

            while (node is not null && node != root && node.NextSibling is null)
            {
                node = node.Parent;
                Part(node, text);
            }

            node = node == root ? null : node?.NextSibling;
        }

        return text.ToString();
    }

    private static int EndOfTag(ReadOnlySpan<char> tag)
    {
        var at = 0;
        while (tag[at..].IndexOfAny('"', '>') is var next and >= 0)
        {
            at += next + 1;
            if (tag[at - 1] == '>')
            {
                return at;
            }

            var quote = tag[at..].IndexOf('"');
            if (quote < 0)
            {
                break;
            }

            at += quote + 1;
        }

        return tag.Length;
    }

    private static void Part(INode? node, StringBuilder text)
    {
        if (node is IElement element && _blocks.Contains(element.LocalName))
        {
            text.Append(' ');
        }
    }
}
