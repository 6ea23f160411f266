using System.Globalization;
using System.ServiceModel.Syndication;
using System.Xml.Linq;

namespace FeedHub.Rendering;

/// <summary>Publications as RSS 2.0, after the Best Practices Profile of the RSS Advisory Board.</summary>
public static class RssWriter
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace _slash = "http://purl.org/rss/1.0/modules/slash/";
    private static readonly Uri _specification = new("http://www.rssboard.org/rss-specification");
    private static readonly TimeSpan _timeToLive = TimeSpan.FromMinutes(30); // an item changes at most that often

    /// <summary>The document at <c>StemUrl.rss</c>: UTF-8 without byte order mark, equal bytes for equal publications.</summary>
    public static byte[] Write(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        const string mediaType = "application/rss+xml";
        var self = new Uri(publication.StemUrl.AbsoluteUri + ".rss");
        var feed = FeedModel.Of(publication, self, mediaType);
        feed.Title = new TextSyndicationContent(Safe.Tagless(publication.Title)); // the library writes both without references
        feed.Description = string.IsNullOrWhiteSpace(publication.Description) ? feed.Title : new TextSyndicationContent(Safe.Tagless(publication.Description));
        feed.Language = Language(publication.Items);
        feed.Documentation = new SyndicationLink(_specification);
        feed.TimeToLive = _timeToLive;
        FeedModel.Declare(feed, "atom", _atom);
        FeedModel.Declare(feed, "content", RssFormatter.ContentNamespace);
        FeedModel.Declare(feed, "dc", RssFormatter.DublinCoreNamespace);
        FeedModel.Declare(feed, "slash", _slash);

        // The library would write this date with a lone Z for its zone.
        feed.LastUpdatedTime = default;
        feed.ElementExtensions.Add(new XElement("lastBuildDate", RssFormatter.Date(publication.UpdatedAt)).CreateReader());
        FeedModel.Extend(
            feed.ElementExtensions, "atom", _atom + "link",
            new XAttribute("href", self.AbsoluteUri), new XAttribute("rel", "self"), new XAttribute("type", mediaType));
        foreach (var (item, published) in feed.Items.Zip(publication.Items))
        {
            if (published.CommentsCount is { } count and >= 0)
            {
                FeedModel.Extend(item.ElementExtensions, "slash", _slash + "comments", count.ToString(CultureInfo.InvariantCulture));
            }
        }

        return XmlBytes.Write(publication.HomeUrl, new RssFormatter(feed).WriteTo);
    }

    // Validators ask for one: the items' where they agree, "mul" (ISO 639-2) where they do not.
    private static string Language(IEnumerable<PublishedItem> items)
    {
        var languages = items.Select(item => Safe.Language(item.Language)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        return languages.Take(2).ToArray() switch
        {
            [] => "en",
            [var only] => only.ToLowerInvariant(),
            _ => "mul",
        };
    }
}
