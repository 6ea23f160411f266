using System.Globalization;
using System.ServiceModel.Syndication;
using System.Xml.Linq;

namespace FeedHub.Rendering;

/// <summary>Publications as Atom 1.0 (RFC 4287), with thread counts (RFC 4685) and thumbnails.</summary>
public static class AtomWriter
{
    private static readonly XNamespace _thread = "http://purl.org/syndication/thread/1.0";

    /// <summary>The document at <c>StemUrl.atom</c>: UTF-8 without byte order mark, equal bytes for equal publications.</summary>
    public static byte[] Write(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        var self = new Uri(publication.StemUrl.AbsoluteUri + ".atom");
        var feed = FeedModel.Of(publication, self, "application/atom+xml");
        FeedModel.Declare(feed, "thr", _thread);
        foreach (var (item, published) in feed.Items.Zip(publication.Items))
        {
            // Without a link an entry must have content (RFC 4287, 4.1.2).
            if (item.Content is null && item.Links.All(link => link.RelationshipType != "alternate"))
            {
                item.Content = item.Summary ?? item.Title;
                item.Summary = null;
            }

            if (published.CommentsCount is { } count and >= 0)
            {
                FeedModel.Extend(item.ElementExtensions, "thr", _thread + "total", count.ToString(CultureInfo.InvariantCulture));
            }
        }

        return XmlBytes.Write(publication.HomeUrl, new Atom10FeedFormatter(feed).WriteTo);
    }
}
