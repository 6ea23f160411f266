using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FeedHub;

/// <summary>HTML parsed within bounds: no input makes the tree too deep to walk or too large to hold (BAD-43).</summary>
internal static class BoundedHtml
{
    /// <summary>Characters that are looked at; the rest of a longer text is cut off.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Levels of nesting; deeper elements become siblings of the deepest.</summary>
    private const int MaxDepth = 128;

    // The parser walks its stack of open elements for each tag, and opens unclosed formatting elements anew in each paragraph: a hostile
    // text costs the square of this number, a second or so. An article with highlighted code has a few thousand.
    internal const int MaxElementCount = 10_000;

    // Immutable; to make one costs as much as to parse a paragraph.
    private static readonly IConfiguration _configuration = Configuration.Default;

    /// <summary>A parser for one document. It throws <see cref="TooManyElementsException"/>.</summary>
    /// <param name="keepsAttribute">Which attributes are read at all: comparing each with each costs the square of their number.</param>
    public static HtmlParser NewParser(Func<ReadOnlyMemory<char>, bool> keepsAttribute)
    {
        var count = 0;
        var options = new HtmlParserOptions
        {
            MaximumDepth = MaxDepth,
            SkipComments = true,
            SkipProcessingInstructions = true,
            DisableElementPositionTracking = true,
            ShouldEmitAttribute = (ref _, name) => keepsAttribute(name),
            OnCreated = (_, _) =>
            {
                if (++count > MaxElementCount)
                {
                    throw new TooManyElementsException();
                }
            },
        };
        return new HtmlParser(options, BrowsingContext.New(_configuration));
    }

    /// <summary>The document with the text as its body; null: it would be too large.</summary>
    public static IHtmlDocument? TryParse(string html)
    {
        try
        {
            return NewParser(static _ => false).ParseDocument("<!doctype html><html><body>" + Cut(html));
        }
        catch (TooManyElementsException)
        {
            return null;
        }
    }

    /// <summary>The first <see cref="MaxLength"/> characters.</summary>
    public static string Cut(string html) => html.Length <= MaxLength ? html : XmlText.Clean(html[..MaxLength]);

    /// <summary>What stands outside of angle brackets, its references decoded once: for texts that cannot be parsed within bounds.</summary>
    public static string WithoutTags(string html)
    {
        var text = new StringBuilder();
        var rest = Cut(html).AsSpan();
        while (rest.IndexOf('<') is var open and >= 0)
        {
            text.Append(rest[..open]).Append(' ');
            var close = rest[open..].IndexOf('>');
            rest = close < 0 ? [] : rest[(open + close + 1)..];
        }

        return WebUtility.HtmlDecode(text.Append(rest).ToString());
    }

    /// <summary>The text would need more elements than any article has.</summary>
    internal sealed class TooManyElementsException : Exception;
}
