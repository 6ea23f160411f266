using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FeedHub.Serving;

/// <summary>What the feed validator of the W3C takes for an error or warns of, as far as our documents could offend it and grammars do not say it.</summary>
internal static partial class ValidatorRules
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace _dublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly HashSet<XName> _atomPlain = [_atom + "title", _atom + "subtitle", _atom + "rights", _atom + "name", _atom + "generator"];
    private static readonly HashSet<XName> _rssPlain = ["title", "category", "source", _dublinCore + "rights"];
    private static readonly DateTimeOffset _earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The faults of an Atom, RSS or OPML document; empty: none.</summary>
    public static IReadOnlyList<string> FaultsOf(XDocument document)
    {
        var root = document.Root!;
        return
        [
            .. root.DescendantsAndSelf().SelectMany(OfCharacters),
            .. root.DescendantsAndSelf().Attributes(XNamespace.Xml + "lang").Where(language => !Language.IsMatch(language.Value)).Select(language => $"language {language.Value}"),
            .. root.Name == _atom + "feed" ? OfAtom(root) : root.Name == "rss" ? OfRss(root.Element("channel")!) : OfOpml(root),
        ];
    }

    private static IEnumerable<string> OfCharacters(XElement element) => element.Attributes().Select(attribute => attribute.Value)
        .Concat(element.Nodes().OfType<XText>().Select(text => text.Value))
        .Where(text => text.Any(character => character is (>= '\u0080' and <= '\u009F') or '\uFFFD' or (>= '\uFDD0' and <= '\uFDEF')))
        .Select(text => $"characters of {element.Name}: {text}");

    private static IEnumerable<string> OfAtom(XElement feed)
    {
        if (feed.Attribute(XNamespace.Xml + "lang") is null)
        {
            yield return "no language";
        }

        foreach (var element in feed.Descendants())
        {
            if (element.Name == _atom + "id" && !IriText.IsNormal(element.Value))
            {
                yield return $"id {element.Value}";
            }
            else if (_atomPlain.Contains(element.Name) && (LooksLikeMarkup(element.Value) || element.Value.Length == 0 || (element.Name.LocalName == "name" && Mail.IsMatch(element.Value))))
            {
                yield return $"{element.Name.LocalName} {element.Value}";
            }
            else if (element.Name.LocalName is "updated" or "published" && !IsPlausible(DateTimeOffset.Parse(element.Value, CultureInfo.InvariantCulture)))
            {
                yield return $"{element.Name.LocalName} {element.Value}";
            }

            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "label" or "title" && LooksLikeMarkup(attribute.Value)))
            {
                yield return $"{attribute.Name} {attribute.Value}";
            }
        }

        foreach (var entry in feed.Elements(_atom + "entry").Where(entry => entry.Element(_atom + "content") is null && entry.Element(_atom + "summary") is null))
        {
            yield return $"no text in {entry.Element(_atom + "id")!.Value}";
        }

        if (feed.Elements().Any(element => element.Name.LocalName == "archive")
            && !feed.Elements(_atom + "link").Any(link => (string?)link.Attribute("rel") is "prev-archive" or "next-archive"))
        {
            yield return "an archive alone";
        }
    }

    private static IEnumerable<string> OfRss(XElement channel)
    {
        foreach (var element in channel.Elements().Concat(channel.Elements("item").Elements()))
        {
            var isOfChannel = element.Parent == channel;
            if ((_rssPlain.Contains(element.Name) || (isOfChannel && element.Name == "description"))
                && (EndTag.IsMatch(element.Value) || (element.Name == "category" && string.IsNullOrWhiteSpace(element.Value))))
            {
                yield return $"{element.Name.LocalName} {element.Value}";
            }

            if (isOfChannel && element.Name.LocalName is "title" or "description" && (LooksLikeMarkup(element.Value) || Tag.IsMatch(element.Value)))
            {
                yield return $"{element.Name.LocalName} of the channel {element.Value}";
            }

            if (element.Name.LocalName is "pubDate" or "lastBuildDate" && !IsPlausible(DateTimeOffset.Parse(element.Value, CultureInfo.InvariantCulture)))
            {
                yield return $"{element.Name.LocalName} {element.Value}";
            }

            if (element.Name.LocalName == "language" && !Language.IsMatch(element.Value))
            {
                yield return $"language {element.Value}";
            }

            foreach (var address in Addresses(element).Where(address => !(element.Name == "enclosure" ? NamedAddress : Address).IsMatch(address)))
            {
                yield return $"{element.Name.LocalName} {address}";
            }
        }
    }

    private static IEnumerable<string> Addresses(XElement element) => element.Name.LocalName switch
    {
        "link" or "comments" when element.Name.Namespace == XNamespace.None => [element.Value],
        "guid" when (string?)element.Attribute("isPermaLink") == "true" => [element.Value],
        "source" or "enclosure" or "thumbnail" => [(string)element.Attribute("url")!],
        _ => [],
    };

    private static IEnumerable<string> OfOpml(XElement opml) =>
        [
            .. opml.Element("head")!.Elements().Where(element => element.Name != "title").Select(element => $"{element.Name} in the head"),
            .. opml.Descendants("outline").Where(outline => outline.Attribute("type") is null && outline.Attributes().Count() > 1).Select(outline => $"no type: {outline}"),
            .. opml.Descendants("outline").Attributes().Where(attribute => attribute.Name.LocalName is "text" or "title").Select(attribute => attribute.Value)
                .Append(opml.Element("head")!.Element("title")!.Value).Where(text => Markup.IsMatch(text)).Select(text => $"markup in {text}"),
            .. opml.Descendants("outline").Attributes("htmlUrl").Where(address => !Address.IsMatch(address.Value)).Select(address => $"{address}"),
        ];

    private static bool IsPlausible(DateTimeOffset at) => at >= _earliest && at <= TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10);

    private static bool LooksLikeMarkup(string text) =>
        EndTag.IsMatch(text) || Reference.Matches(text).Any(match =>
            match.Groups[1].Value is var name && (!name.All(char.IsLetter) || WebUtility.HtmlDecode($"&{name};") != $"&{name};"));

    [GeneratedRegex(@"</\w+>")]
    private static partial Regex EndTag { get; }

    [GeneratedRegex("<[/A-Za-z]")]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"<|&(?![ \t\r\n&]|$)")]
    private static partial Regex Markup { get; }

    [GeneratedRegex(@"&(#?[\w\p{N}]+)")]
    private static partial Regex Reference { get; }

    [GeneratedRegex(@"<[^<>@\s]+@[^<>@\s]+>")]
    private static partial Regex Mail { get; }

    [GeneratedRegex("^(?!x[-]|i[-])[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
    private static partial Regex Language { get; }

    [GeneratedRegex(@"^https?://[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]+$")]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"^https?://([A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*(:[0-9]+)?/[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]*$")]
    private static partial Regex NamedAddress { get; }
}
