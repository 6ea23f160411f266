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
        "draft", "control", "head", "html", "abstract", "value", "li", "available", "p", "a",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The elements that only a feed has: where one starts, whatever text stood open before it has ended.</summary>
    private static readonly FrozenSet<string> FeedOnly = new[]
    {
        "item", "entry", "guid", "pubdate", "lastbuilddate", "enclosure", "managingeditor", "webmaster", "textinput", "channel", "category",
        "published", "updated", "issued", "modified", "expirationdate", "comments", "generator", "copyright", "ttl",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The elements that hold one text and no other element of their own vocabulary.</summary>
    private static readonly FrozenSet<string> Leaves = new[]
    {
        "title", "link", "description", "language", "copyright", "managingeditor", "webmaster", "pubdate", "lastbuilddate", "category",
        "generator", "docs", "ttl", "comments", "enclosure", "guid", "expirationdate", "id", "subtitle", "tagline", "summary", "content",
        "updated", "modified", "published", "issued", "created", "rights", "icon", "logo", "url",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Texts = new[] { "description", "summary", "content", "subtitle", "tagline", "rights", "copyright" }
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

    /// <summary>An element of this name holds nothing but text or markup.</summary>
    public static bool IsLeaf(string name) => Leaves.Contains(name);

    /// <summary>Does the start of <paramref name="started"/> end <paramref name="open"/>, whose end tag has not come?</summary>
    public static bool Ends(string started, string open) =>
        started.Length > 0 && (Texts.Contains(open) ? FeedOnly.Contains(started) : Leaves.Contains(started) || FeedOnly.Contains(started));
}
