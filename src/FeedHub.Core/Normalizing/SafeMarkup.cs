using AngleSharp.Dom;
using Ganss.Xss;

namespace FeedHub.Normalizing;

/// <summary>What markup is safe: the elements, attributes and addresses that pass, and what becomes of the others.</summary>
internal static class SafeMarkup
{
    /// <summary>What each link is marked with.</summary>
    public const string LinkRelations = "noopener noreferrer nofollow ugc";

    // Stays inside what feed validators accept without a warning (RULES 2.7): so no bdo, and no audio or video, which need controls.
    private static readonly string[] _elements =
    [
        "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "big", "blockquote", "br", "caption", "center", "cite", "code",
        "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby",
        "s", "samp", "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
        "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ];

    // The content of these is no text, or text for another place. Other elements that are not safe leave their content behind.
    private static readonly HashSet<string> _droppedWithContent = new(StringComparer.Ordinal)
    {
        "applet", "base", "button", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "input", "link", "math", "meta", "noembed",
        "noframes", "noscript", "object", "option", "param", "script", "select", "style", "svg", "template", "textarea", "title",
    };

    private static readonly string[] _attributes =
    [
        "abbr", "alt", "cite", "colspan", "datetime", "dir", "height", "href", "hreflang", "lang", "open", "reversed", "rowspan", "scope",
        "sizes", "span", "src", "srcset", "start", "title", "type", "value", "width",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _read =
        new HashSet<string>([.. _attributes, "rel"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Counters that some feeds put at the end of each entry.
    private static readonly string[] _trackers =
    [
        "doubleclick.net", "feedsportal.com", "google-analytics.com", "pixel.quantserve.com", "pixel.wp.com", "scorecardresearch.com",
        "stats.wordpress.com",
    ];

    /// <summary>The sanitizer for one round; shared, as its manual allows once it is set up.</summary>
    public static HtmlSanitizer Sanitizer { get; } = NewSanitizer();

    /// <summary>The name of an attribute that passes on one element or another, as it is written; null: none of that name does.</summary>
    public static string? AttributeOf(ReadOnlySpan<char> name) => _read.TryGetValue(name, out var known) && name.SequenceEqual(known) ? known : null;

    /// <summary>The address as it is written; null: it is not absolute, or of no scheme that is safe.</summary>
    /// <remarks>A rooted path counts as absolute on Unix, hence the look at the scheme.</remarks>
    public static string? Absolute(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeMailto)
            ? url.AbsoluteUri
            : null;

    /// <summary>Whether a picture at this address only counts who looks at it.</summary>
    public static bool IsTracker(Uri url) => _trackers.Any(host => url.Host == host || url.Host.EndsWith("." + host, StringComparison.Ordinal));

    /// <summary>Whether a picture of this width or height is not meant to be seen.</summary>
    public static bool IsDot(ReadOnlySpan<char> size) => size.Trim().TrimEnd("pxPX") is "0" or "1";

    private static HtmlSanitizer NewSanitizer()
    {
        var options = HtmlSanitizerOptions.Empty();
        options.AllowedTags.UnionWith(_elements);
        options.AllowedAttributes.UnionWith(_attributes);
        options.AllowedSchemes.UnionWith([Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto]);
        options.UriAttributes.UnionWith(["cite", "href", "src"]);
        options.UriListAttributes.UnionWith(["srcset"]);
        var sanitizer = new HtmlSanitizer(options)
        {
            KeepChildNodes = true,
            HtmlParserFactory = static () => BoundedHtml.NewParser(static name => _read.Contains(name.Span)),
        };
        sanitizer.RemovingTag += static (_, removing) => DropWithContent(removing);
        sanitizer.FilterUrl += static (_, filtering) => filtering.SanitizedUrl = Absolute(filtering.SanitizedUrl); // its base has been applied
        sanitizer.PostProcessNode += static (_, processing) => Finish(processing.Node);
        return sanitizer;
    }

    private static void DropWithContent(RemovingTagEventArgs removing)
    {
        if (_droppedWithContent.Contains(removing.Tag.LocalName))
        {
            removing.Tag.Remove();
            removing.Cancel = true;
        }
    }

    private static void Finish(INode node)
    {
        if (node is not IElement element)
        {
            return;
        }

        if (element.LocalName == "img" && !IsPicture(element))
        {
            element.Remove();
        }
        else if (element.LocalName == "img" && element.GetAttribute("src") is { } source && element.Attributes.Any(NamesSource))
        {
            element.RemoveAttribute("src"); // the last one is what validators take for the source
            element.SetAttribute("src", source);
        }
        else if (element.LocalName is "rt" or "rp" && element.ParentElement?.LocalName != "ruby" && element.Closest("ruby") is not null)
        {
            element.Replace([.. element.ChildNodes]); // an error in HTML where something else stands between
        }
        else if (element.LocalName == "a" && element.HasAttribute("href"))
        {
            element.SetAttribute("rel", LinkRelations);
        }
    }

    private static bool IsPicture(IElement image) =>
        Uri.TryCreate(image.GetAttribute("src") ?? image.GetAttribute("srcset")?.Split(' ')[0], UriKind.Absolute, out var url)
        && !(IsDot(image.GetAttribute("width")) && IsDot(image.GetAttribute("height")))
        && !IsTracker(url);

    private static bool NamesSource(IAttr attribute) => attribute.Name != "src" && attribute.Value.Contains("src=", StringComparison.OrdinalIgnoreCase);
}
