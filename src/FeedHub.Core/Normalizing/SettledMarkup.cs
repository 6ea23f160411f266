using System.Buffers;
using System.Collections.Frozen;

namespace FeedHub.Normalizing;

/// <summary>
/// Knows markup that <see cref="SafeMarkup"/> would return as it stands: nearly all that it has made, and what careful publishers write. No parser
/// is needed for that, since of what parsers mend nothing is there: each element is closed where it may be, each value quoted. It answers no
/// to whatever it is not sure of, such as tables, which costs one round of the parser more.
/// </summary>
internal ref struct SettledMarkup
{
    private const int MaxLength = SafeHtml.MaxBytes / 3;
    private const int MaxDepth = 32;
    private const int MaxElementCount = BoundedHtml.MaxElementCount / 2;

    // In text none of these stands bare where safe markup was written.
    private static readonly SearchValues<char> _marks = SearchValues.Create("<>&\r\u00A0");

    // A value with one of these is left to the parser.
    private static readonly SearchValues<char> _odd = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code), .. "<>`{}\u00A0"]);

    private static readonly Element _paragraph = new("p", Kind.Block);
    private static readonly Element _anchor = new("a", Kind.Formatting);

    // Those that the parser treats alike (HTML, 13.2.6.4.7); tables, ruby and pictures have rules of their own.
    private static readonly FrozenDictionary<string, Element>.AlternateLookup<ReadOnlySpan<char>> _elements = Elements(
        (Kind.Phrasing, "abbr acronym bdi cite del dfn ins kbd mark q samp span sub sup time var"),
        (Kind.Formatting, "b big code em i s small strike strong tt u"),
        (Kind.Block, "address article aside blockquote center details div dl figcaption figure footer header main ol pre section summary ul"),
        (Kind.Heading, "h1 h2 h3 h4 h5 h6"),
        (Kind.ListItem, "li"),
        (Kind.Description, "dd dt"),
        (Kind.Void, "br img wbr"),
        (Kind.Rule, "hr"));

    private readonly List<Element> _open = [];
    private readonly List<string> _names = [];
    private ReadOnlySpan<char> _rest;
    private int _elementCount;

    private SettledMarkup(ReadOnlySpan<char> html) => _rest = html;

    private enum Kind
    {
        Phrasing,
        Formatting,
        Block,
        Heading,
        ListItem,
        Description,
        Void,
        Rule,
    }

    /// <summary>Whether to sanitize the text would surely change nothing.</summary>
    public static bool Is(string html) =>
        html.Length is > 0 and <= MaxLength
        && !char.IsWhiteSpace(html[0])
        && !char.IsWhiteSpace(html[^1])
        && new SettledMarkup(html).Holds();

    private static FrozenDictionary<string, Element>.AlternateLookup<ReadOnlySpan<char>> Elements(params IEnumerable<(Kind Kind, string Names)> kinds) => kinds
        .SelectMany(kind => kind.Names.Split(' ').Select(name => new Element(name, kind.Kind)))
        .Append(_paragraph)
        .Append(_anchor)
        .ToFrozenDictionary(element => element.Name, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private bool Holds()
    {
        while (_rest.IndexOfAny(_marks) is >= 0 and var next)
        {
            _rest = _rest[next..];
            var holds = _rest[0] switch
            {
                '&' => Skip("&amp;") || Skip("&lt;") || Skip("&gt;") || Skip("&nbsp;"),
                '<' => _rest is ['<', '/', ..] ? Closes() : Opens(),
                _ => false,
            };
            if (!holds)
            {
                return false;
            }
        }

        return _open.Count == 0;
    }

    private bool Skip(string text)
    {
        if (!_rest.StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _rest = _rest[text.Length..];
        return true;
    }

    private bool Closes()
    {
        if (_open is not [.., var element] || !Skip("</") || !Skip(element.Name) || !Skip(">"))
        {
            return false;
        }

        _open.RemoveAt(_open.Count - 1);
        return true;
    }

    private bool Opens()
    {
        var end = _rest.IndexOfAny(' ', '>');
        if (end < 0 || ++_elementCount > MaxElementCount || !_elements.TryGetValue(_rest[1..end], out var element) || !MayStand(element))
        {
            return false;
        }

        _rest = _rest[end..];
        if (!HasSafeAttributes(element) || !Skip(">") || (element.Name == "pre" && _rest is ['\n', ..]))
        {
            return false;
        }

        if (element.Kind is not (Kind.Void or Kind.Rule))
        {
            _open.Add(element);
        }

        return true;
    }

    // Where the parser neither closes another element before it nor opens one anew.
    private readonly bool MayStand(Element element) => _open.Count < MaxDepth && element.Kind switch
    {
        Kind.Phrasing or Kind.Void => true,
        Kind.Formatting => !_open.Contains(element),
        Kind.Heading => !_open.Contains(_paragraph) && !_open.Exists(static open => open.Kind == Kind.Heading),
        Kind.ListItem => _open is [.., { Name: "ul" or "ol" }],
        Kind.Description => _open is [.., { Name: "dl" }],
        _ => !_open.Contains(_paragraph),
    };

    private bool HasSafeAttributes(Element element)
    {
        _names.Clear();
        while (Skip(" "))
        {
            var end = _rest.IndexOf('=');
            if (end < 0 || SafeMarkup.AttributeOf(_rest[..end]) is not { } name || _names.Contains(name))
            {
                return false;
            }

            _names.Add(name);
            _rest = _rest[(end + 1)..];
            if (!Skip("\"") || _rest.IndexOf('"') is not (>= 0 and var length) || !IsSafe(element, name, _rest[..length]))
            {
                return false;
            }

            _rest = _rest[(length + 1)..];
        }

        return element.Name switch
        {
            "a" => _names.Contains("href") == _names is [.., "rel"],
            "img" => _names.Contains("src"),
            _ => true,
        };
    }

    private readonly bool IsSafe(Element element, string name, ReadOnlySpan<char> value)
    {
        // Where another attribute seems to name a source, the source is put behind it.
        if (value.ContainsAny(_odd)
            || !HasSafeReferences(value)
            || (element.Name == "img" && name != "src" && value.Contains("src=", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        return name switch
        {
            "srcset" => false,
            "rel" => element == _anchor && _names.Contains("href") && value.SequenceEqual(SafeMarkup.LinkRelations),
            "cite" or "href" or "src" => !value.Contains("&quot;", StringComparison.Ordinal)
                && IsSettledAddress(element, value.ToString().Replace("&amp;", "&", StringComparison.Ordinal)),
            "height" or "width" when element.Name == "img" => !SafeMarkup.IsDot(value),
            _ => true,
        };
    }

    private static bool HasSafeReferences(ReadOnlySpan<char> value)
    {
        while (value.IndexOf('&') is >= 0 and var next)
        {
            value = value[next..];
            if (!value.StartsWith("&amp;", StringComparison.Ordinal) && !value.StartsWith("&quot;", StringComparison.Ordinal))
            {
                return false;
            }

            value = value[1..];
        }

        return true;
    }

    private static bool IsSettledAddress(Element element, string address) =>
        SafeMarkup.Absolute(address) == address
        && (element.Name != "img" || !SafeMarkup.IsTracker(new Uri(address)));

    private sealed record Element(string Name, Kind Kind);
}
