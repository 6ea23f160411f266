using System.Collections.Frozen;

namespace FeedHub.Reading.Markup;

/// <summary>Namespaces by their canonical address, and prefixes by custom where nothing declares them.</summary>
internal static class Vocabularies
{
    // Without scheme, "www.", closing slash or number sign; addresses that publishers have written instead stand beside the right one.
    private static readonly FrozenDictionary<string, Vocabulary> ByAddress = new Dictionary<string, Vocabulary>(StringComparer.OrdinalIgnoreCase)
    {
        ["my.netscape.com/rdf/simple/0.9"] = Vocabulary.Rss090,
        ["channel.netscape.com/rdf/simple/0.9"] = Vocabulary.Rss090,
        ["purl.org/rss/1.0"] = Vocabulary.Rss10,
        ["my.netscape.com/publish/formats/rss-0.91.dtd"] = Vocabulary.Rss,
        ["purl.org/net/rss1.1"] = Vocabulary.Rss10,
        ["backend.userland.com/rss"] = Vocabulary.Rss,
        ["backend.userland.com/rss2"] = Vocabulary.Rss,
        ["backend.userland.com/rss091"] = Vocabulary.Rss,
        ["backend.userland.com/rss092"] = Vocabulary.Rss,
        ["backend.userland.com/rss093"] = Vocabulary.Rss,
        ["blogs.law.harvard.edu/tech/rss"] = Vocabulary.Rss,
        ["cyber.law.harvard.edu/rss"] = Vocabulary.Rss,
        ["cyber.law.harvard.edu/rss/rss.html"] = Vocabulary.Rss,
        ["rssboard.org/rss-specification"] = Vocabulary.Rss,
        ["purl.org/rss/2.0"] = Vocabulary.Rss,
        ["purl.org/rss/1.0/modules/rss091"] = Vocabulary.Rss,
        ["purl.org/rss"] = Vocabulary.Rss,
        ["w3.org/1999/02/22-rdf-syntax-ns"] = Vocabulary.Rdf,
        ["w3.org/2005/Atom"] = Vocabulary.Atom,
        ["purl.org/atom/ns"] = Vocabulary.Atom03,
        ["example.com/newformat"] = Vocabulary.Atom03,
        ["necho"] = Vocabulary.Atom03,
        ["purl.org/echo"] = Vocabulary.Atom03,
        ["uri/of/echo/namespace"] = Vocabulary.Atom03,
        ["purl.org/pie"] = Vocabulary.Atom03,
        ["example.com/necho"] = Vocabulary.Atom03,
        ["w3.org/2007/app"] = Vocabulary.App,
        ["purl.org/atom/app"] = Vocabulary.App,
        ["w3.org/1999/xhtml"] = Vocabulary.Xhtml,
        ["w3.org/TR/xhtml1/strict"] = Vocabulary.Xhtml,
        ["w3.org/TR/REC-html40"] = Vocabulary.Xhtml,
        ["purl.org/dc/elements/1.1"] = Vocabulary.DublinCore,
        ["purl.org/dc/elements/1.0"] = Vocabulary.DublinCore,
        ["purl.org/dc/elements"] = Vocabulary.DublinCore,
        ["purl.org/dc"] = Vocabulary.DublinCore,
        ["purl.org/metadata/dublin_core"] = Vocabulary.DublinCore,
        ["purl.org/rss/1.0/modules/dc"] = Vocabulary.DublinCore,
        ["purl.org/dc/terms"] = Vocabulary.DublinCoreTerms,
        ["purl.org/rss/1.0/modules/dcterms"] = Vocabulary.DublinCoreTerms,
        ["purl.org/rss/1.0/modules/content"] = Vocabulary.Content,
        ["purl.org/rss/1.0/modules/slash"] = Vocabulary.Slash,
        ["purl.org/rss/1.0/modules/syndication"] = Vocabulary.Syndication,
        ["wellformedweb.org/CommentAPI"] = Vocabulary.CommentApi,
        ["purl.org/syndication/thread/1.0"] = Vocabulary.Threading,
        ["search.yahoo.com/mrss"] = Vocabulary.Media,
        ["search.yahoo.com/mrss/rss"] = Vocabulary.Media,
        ["tools.search.yahoo.com/mrss"] = Vocabulary.Media,
        ["video.search.yahoo.com/mrss"] = Vocabulary.Media,
        ["api.search.yahoo.com/mrss"] = Vocabulary.Media,
        ["rssboard.org/media-rss"] = Vocabulary.Media,
        ["itunes.com/DTDs/PodCast-1.0.dtd"] = Vocabulary.Itunes,
        ["itunes.com/DTDs/Podcast"] = Vocabulary.Itunes,
        ["example.com/DTDs/PodCast-1.0.dtd"] = Vocabulary.Itunes,
        ["google.com/schemas/play-podcasts/1.0"] = Vocabulary.Itunes,
        ["rssnamespace.org/feedburner/ext/1.0"] = Vocabulary.FeedBurner,
        ["backend.userland.com/creativeCommonsRssModule"] = Vocabulary.CreativeCommons,
        ["cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"] = Vocabulary.CreativeCommons,
        ["blogs.law.harvard.edu/tech/creativeCommonsRssModule"] = Vocabulary.CreativeCommons,
        ["web.resource.org/cc"] = Vocabulary.CreativeCommons,
        ["creativecommons.org/ns"] = Vocabulary.CreativeCommons,
        ["webns.net/mvcb"] = Vocabulary.Admin,
        ["w3.org/XML/1998/namespace"] = Vocabulary.Xml,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Vocabulary> ByPrefix = new Dictionary<string, Vocabulary>(StringComparer.OrdinalIgnoreCase)
    {
        ["rss"] = Vocabulary.Rss,
        ["rdf"] = Vocabulary.Rdf,
        ["atom"] = Vocabulary.Atom,
        ["atom10"] = Vocabulary.Atom,
        ["a10"] = Vocabulary.Atom,
        ["app"] = Vocabulary.App,
        ["xhtml"] = Vocabulary.Xhtml,
        ["html"] = Vocabulary.Xhtml,
        ["dc"] = Vocabulary.DublinCore,
        ["dcterms"] = Vocabulary.DublinCoreTerms,
        ["content"] = Vocabulary.Content,
        ["slash"] = Vocabulary.Slash,
        ["sy"] = Vocabulary.Syndication,
        ["wfw"] = Vocabulary.CommentApi,
        ["thr"] = Vocabulary.Threading,
        ["media"] = Vocabulary.Media,
        ["itunes"] = Vocabulary.Itunes,
        ["feedburner"] = Vocabulary.FeedBurner,
        ["creativecommons"] = Vocabulary.CreativeCommons,
        ["cc"] = Vocabulary.CreativeCommons,
        ["admin"] = Vocabulary.Admin,
        ["xml"] = Vocabulary.Xml,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Vocabulary>.AlternateLookup<ReadOnlySpan<char>> Addresses =
        ByAddress.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, Vocabulary>.AlternateLookup<ReadOnlySpan<char>> Prefixes =
        ByPrefix.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Vocabulary OfAddress(ReadOnlySpan<char> address)
    {
        address = address.Trim();
        if (address.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
        {
            address = address[(scheme + 3)..];
        }

        if (address.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            address = address[4..];
        }

        return Addresses.TryGetValue(address.TrimEnd("/#"), out var vocabulary) ? vocabulary : Vocabulary.Unknown;
    }

    public static Vocabulary OfPrefix(ReadOnlySpan<char> prefix) =>
        Prefixes.TryGetValue(prefix, out var vocabulary) ? vocabulary : Vocabulary.Unknown;

    /// <summary>RSS of any version.</summary>
    public static bool IsRss(this Vocabulary vocabulary) => vocabulary is Vocabulary.Rss or Vocabulary.Rss090 or Vocabulary.Rss10;

    /// <summary>Atom of any version.</summary>
    public static bool IsAtom(this Vocabulary vocabulary) => vocabulary is Vocabulary.Atom or Vocabulary.Atom03;
}
