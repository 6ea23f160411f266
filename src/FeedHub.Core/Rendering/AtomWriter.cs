using System.Globalization;
using System.ServiceModel.Syndication;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Rendering;

/// <summary>Publications as Atom 1.0 (RFC 4287), with thread counts (RFC 4685), thumbnails and archives (RFC 5005).</summary>
public static class AtomWriter
{
    private const string MediaType = "application/atom+xml";
    private const string OwnLanguage = "en"; // of the words that are FeedHub's; every entry says its own

    private static readonly XNamespace _thread = "http://purl.org/syndication/thread/1.0";
    private static readonly XNamespace _history = "http://purl.org/syndication/history/1.0";

    /// <summary>The document at <c>StemUrl.atom</c>: UTF-8 without byte order mark, equal bytes for equal publications.</summary>
    public static byte[] Write(Publication publication) => Render(publication).Bytes;

    /// <summary>The same in parts.</summary>
    public static AtomParts WriteParts(Publication publication)
    {
        var (bytes, start, end) = Render(publication);
        return new AtomParts(bytes.AsMemory(0, start), bytes.AsMemory(start, end - start), bytes.AsMemory(end));
    }

    private static (byte[] Bytes, int EntriesStart, int EntriesEnd) Render(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        var self = new Uri(publication.StemUrl.AbsoluteUri + ".atom");
        var feed = FeedModel.Of(publication, self, MediaType);
        feed.Language = OwnLanguage;
        FeedModel.Declare(feed, "thr", _thread);
        AddArchives(feed, publication);
        foreach (var (item, published) in feed.Items.Zip(publication.Items))
        {
            item.AttributeExtensions.TryAdd(new XmlQualifiedName("lang", XNamespace.Xml.NamespaceName), LanguageCode.Undetermined);

            // Without a link an entry must have content (RFC 4287, 4.1.2), and should have a text in any case.
            if (item.Content is null && (item.Summary is null || item.Links.All(link => link.RelationshipType != "alternate")))
            {
                item.Content = item.Summary ?? item.Title;
                item.Summary = null;
            }

            if (published.CommentsCount is { } count and >= 0)
            {
                FeedModel.Extend(item.ElementExtensions, "thr", _thread + "total", count.ToString(CultureInfo.InvariantCulture));
            }
        }

        AtomFormatter? formatter = null;
        var bytes = XmlBytes.Write(publication.HomeUrl, (writer, stream) =>
        {
            formatter = new AtomFormatter(feed, stream);
            formatter.WriteTo(writer);
        });
        return (bytes, (int)formatter!.EntriesStart, (int)formatter.EntriesEnd);
    }

    private static void AddArchives(SyndicationFeed feed, Publication publication)
    {
        foreach (var (relation, url) in new[]
        {
            ("prev-archive", publication.PreviousArchiveUrl), ("next-archive", publication.NextArchiveUrl), ("current", publication.CurrentUrl),
        })
        {
            if (url is not null)
            {
                feed.Links.Add(new SyndicationLink(new Uri(url.AbsoluteUri), relation, null, MediaType, 0));
            }
        }

        // The only archive document is not yet part of anything: who sees the mark looks for the others.
        if (publication.CurrentUrl is not null && (publication.PreviousArchiveUrl ?? publication.NextArchiveUrl) is not null)
        {
            FeedModel.Declare(feed, "fh", _history);
            FeedModel.Extend(feed.ElementExtensions, "fh", _history + "archive");
        }
    }
}
