using System.Globalization;
using System.Xml.Linq;

namespace FeedHub.Fuzzing;

/// <summary>The essentials of RSS 2.0 in a document that we wrote.</summary>
internal static class RssCheck
{
    /// <summary>What is not as it must be; null: nothing. Ill-formed XML throws.</summary>
    public static string? Fault(byte[] document, int itemCount)
    {
        var rss = AtomCheck.Load(document);
        var channel = rss.Element("channel");
        if (rss.Name != "rss" || rss.Attribute("version")?.Value != "2.0" || channel is null || rss.Elements("channel").Count() != 1)
        {
            return "no channel of RSS 2.0";
        }

        var items = channel.Elements("item").ToList();
        return items.Count != itemCount ? $"{items.Count} items of {itemCount}"
            : ((string[])["title", "link", "description"]).FirstOrDefault(name => channel.Elements(name).Count() != 1) is { } missing ? $"not one {missing} of the channel"
            : items.Select(OfItem).FirstOrDefault(fault => fault is not null);
    }

    private static string? OfItem(XElement item) =>
        item.Element("title") is null && item.Element("description") is null ? $"neither title nor description in {item}"
        : ((string[])["title", "link", "description", "guid", "pubDate", "source", "comments", "author", "enclosure"])
            .FirstOrDefault(name => item.Elements(name).Count() > 1) is { } twice ? $"two of {twice} in {item}"
        : item.Element("link") is { } link && !Iri.IsWeb(link.Value) ? $"no address: {link}"
        : item.Element("guid") is not { Value.Length: > 0 } guid ? $"no guid in {item}"
        : guid.Attribute("isPermaLink")?.Value is null or "true" && !Iri.IsWeb(guid.Value) ? $"no permalink: {guid}"
        : item.Element("pubDate") is { } date && !DateTimeOffset.TryParse(date.Value, CultureInfo.InvariantCulture, out _) ? $"no date: {date}"
        : item.Elements("enclosure").FirstOrDefault(enclosure =>
            ((string[])["url", "length", "type"]).Any(name => string.IsNullOrEmpty(enclosure.Attribute(name)?.Value))) is { } half ? $"half an enclosure: {half}"
        : item.Element("source") is { } source && string.IsNullOrEmpty(source.Attribute("url")?.Value) ? $"no address: {source}"
        : null;
}
