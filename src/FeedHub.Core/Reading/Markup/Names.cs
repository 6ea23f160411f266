using System.Collections.Frozen;

namespace FeedHub.Reading.Markup;

/// <summary>The local names that mean something to the reader, in lower case; all others are one to it.</summary>
internal static class Names
{
    /// <summary>The name of what we know nothing of.</summary>
    public const string Other = "";

    private static readonly FrozenSet<string> Known = new[]
    {
        "rss", "rdf", "feed", "entry", "channel", "item", "items", "image", "textinput", "title", "link", "description", "language",
        "copyright", "managingeditor", "webmaster", "pubdate", "lastbuilddate", "category", "generator", "docs", "ttl", "author",
        "comments", "enclosure", "guid", "source", "expirationdate", "url", "id", "subtitle", "tagline", "summary", "content",
        "contributor", "updated", "modified", "published", "issued", "created", "rights", "icon", "logo", "name", "email", "uri",
        "homepage", "creator", "publisher", "date", "subject", "valid", "encoded", "body", "div", "section", "updateperiod",
        "updatefrequency", "commentrss", "total", "group", "thumbnail", "keywords", "text", "origlink", "license", "generatoragent",
        "draft", "control", "head", "html", "abstract", "value", "li", "available", "p", "a", "skiphours", "skipdays", "hour", "day", "block",
        "fullitem", "categories", "origenclosurelink", "peerlink",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The elements that only a feed has: where one starts, whatever text stood open before it has ended.</summary>
    private static readonly FrozenSet<string> FeedOnly = new[]
    {
        "item", "entry", "guid", "pubdate", "lastbuilddate", "enclosure", "managingeditor", "webmaster", "textinput", "channel", "category",
        "published", "updated", "issued", "modified", "expirationdate", "comments", "generator", "copyright", "ttl", "author", "contributor",
        "skiphours", "skipdays",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The elements that hold one text or one person and no other element of the feed.</summary>
    private static readonly FrozenSet<string> Leaves = new[]
    {
        "title", "link", "description", "language", "copyright", "managingeditor", "webmaster", "pubdate", "lastbuilddate", "category",
        "generator", "docs", "ttl", "comments", "enclosure", "guid", "expirationdate", "id", "subtitle", "tagline", "summary", "content",
        "updated", "modified", "published", "issued", "created", "rights", "icon", "logo", "url", "author", "contributor", "hour", "day",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those of them that hold a single address, id, date or number.</summary>
    private static readonly FrozenSet<string> Lines = new[]
    {
        "link", "pubdate", "lastbuilddate", "ttl", "comments", "guid", "expirationdate", "id", "updated", "modified", "published", "issued",
        "created", "date", "valid", "available", "origlink", "commentrss", "total",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PersonParts = new[] { "name", "email", "uri", "url", "homepage" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The elements of a channel that have parts of their own, none of which is an entry.</summary>
    private static readonly FrozenSet<string> Groups = new[] { "image", "textinput", "source", "skiphours", "skipdays" }
        .ToFrozenSet(StringComparer.Ordinal);

    // What a reference of markup may stand in (HTML, attributes of type URL).
    private static readonly FrozenSet<string> References = new[]
    {
        "href", "src", "cite", "action", "formaction", "poster", "data", "longdesc", "background", "usemap",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ReferenceLookup =
        References.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Texts = new[]
    {
        "description", "summary", "content", "subtitle", "tagline", "rights", "copyright", "encoded", "abstract",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a source of Atom cannot hold (RFC 4287, 4.2.11): it belongs to the entry.</summary>
    private static readonly FrozenSet<string> EntryOnly = new[] { "summary", "content", "published", "issued", "source" }
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> VoidElements = new[]
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "meta", "param", "track", "wbr",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> VoidLookup =
        VoidElements.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(ReadOnlySpan<char> localName) => Lookup.TryGetValue(localName, out var name) ? name : Other;

    /// <summary>HTML elements without content and end tag.</summary>
    public static bool IsVoid(ReadOnlySpan<char> localName) => VoidLookup.Contains(localName);

    /// <summary>Those of them that people leave between the elements of a feed: lines, rules and pictures.</summary>
    public static bool IsBreak(ReadOnlySpan<char> localName) =>
        localName.Length <= 3 && (localName.Equals("br", StringComparison.OrdinalIgnoreCase) || localName.Equals("hr", StringComparison.OrdinalIgnoreCase)
            || localName.Equals("img", StringComparison.OrdinalIgnoreCase) || localName.Equals("wbr", StringComparison.OrdinalIgnoreCase));

    /// <summary>An element of this name holds nothing but text, markup or the parts of a person.</summary>
    public static bool IsLeaf(string name) => Leaves.Contains(name) || PersonParts.Contains(name);

    /// <summary>An element of this name holds the elements of a feed or an entry.</summary>
    public static bool IsContainer(string name) => name is "item" or "entry" or "channel" or "feed" or "rss" or "rdf" or "items";

    /// <summary>An element of this name holds one line, and no markup.</summary>
    public static bool IsLine(string name) => Lines.Contains(name);

    /// <summary>Nothing but a feed or an entry has an element of this name.</summary>
    public static bool IsFeedOnly(string name) => FeedOnly.Contains(name);

    /// <summary>A feed or an entry has an element of this name.</summary>
    public static bool IsFeedElement(string name) => Leaves.Contains(name) || FeedOnly.Contains(name);

    /// <summary>An element of this name holds a text that may have markup in it.</summary>
    public static bool IsText(string name) => Texts.Contains(name);

    /// <summary>An element of this name may hold the parts of a person.</summary>
    public static bool IsPerson(string name) => name is "author" or "contributor";

    /// <summary>An element of this name holds elements, but never an entry.</summary>
    public static bool IsGroup(string name) => Groups.Contains(name);

    /// <summary>A group of a channel, such as its image, has an element of this name.</summary>
    public static bool IsPartOfGroup(string name) => name is "url" or "title" or "link" or "description" or "hour" or "day";

    /// <summary>Does the start of <paramref name="started"/> end a source of RSS, which is one text?</summary>
    public static bool EndsSource(string started, bool hasText) => FeedOnly.Contains(started) || (hasText && Leaves.Contains(started));

    /// <summary>Does it end a source of Atom, which has parts, each of these once?</summary>
    public static bool EndsSource(string started, SourceParts parts) => EntryOnly.Contains(started) || (parts & PartOf(started)) != 0;

    /// <summary>The part of a source that an element is.</summary>
    public static SourceParts PartOf(string name) => name switch
    {
        "id" => SourceParts.Id,
        "title" => SourceParts.Title,
        "updated" or "modified" => SourceParts.Updated,
        _ => SourceParts.None,
    };

    /// <summary>The attribute of markup holds an address.</summary>
    public static bool IsReference(ReadOnlySpan<char> attribute) => ReferenceLookup.Contains(attribute);

    /// <summary>An element of a module that holds one text.</summary>
    public static bool IsLeaf(string name, Vocabulary vocabulary) => vocabulary switch
    {
        Vocabulary.DublinCore or Vocabulary.DublinCoreTerms or Vocabulary.Slash or Vocabulary.Syndication or Vocabulary.CommentApi
            or Vocabulary.FeedBurner or Vocabulary.Threading => true,
        Vocabulary.Content => name == "encoded",
        Vocabulary.Media => name is "title" or "description" or "keywords" or "text",
        Vocabulary.Itunes => name is "author" or "summary" or "subtitle" or "keywords" or "title" or "block",
        _ => false,
    };

    /// <summary>
    /// Does the start of <paramref name="started"/> end <paramref name="open"/>, whose end tag has not come?
    /// </summary>
    /// <param name="started">An element of RSS or Atom.</param>
    /// <param name="open">An element that holds one text or person.</param>
    /// <param name="isDirect">It starts in the text itself rather than in markup there, where HTML and SVG have elements of the same names.</param>
    public static bool Ends(string started, string open, bool isDirect)
    {
        if (Texts.Contains(open))
        {
            return FeedOnly.Contains(started)
                || (isDirect && (Leaves.Contains(started) || started is "source" or "image") && started != "url");
        }

        return PersonParts.Contains(started)
            ? !IsPerson(open) && (PersonParts.Contains(open) || Leaves.Contains(started))
            : Leaves.Contains(started) || FeedOnly.Contains(started) || started is "source" or "image";
    }
}
