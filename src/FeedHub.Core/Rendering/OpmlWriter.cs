using System.Xml;

namespace FeedHub.Rendering;

/// <summary>The list of feeds as OPML 2.0, which every feed reader imports (OUT-27).</summary>
public static class OpmlWriter
{
    /// <summary>
    /// One outline for each channel, its feeds within: UTF-8 without byte order mark, equal bytes for equal arguments. Holds no
    /// credentials. What the feeds say of themselves fills in where the list names no title.
    /// </summary>
    public static byte[] Write(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(states);
        return XmlBytes.Write(page: null, writer =>
        {
            writer.WriteStartElement("opml");
            writer.WriteAttributeString("version", "2.0");
            writer.WriteStartElement("head");
            writer.WriteElementString("title", Safe.Text(list.Title));
            writer.WriteEndElement();
            writer.WriteStartElement("body");
            foreach (var channel in list.Channels)
            {
                writer.WriteStartElement("outline");
                writer.WriteAttributeString("text", Safe.Text(channel.Name)); // more would ask for a type
                foreach (var feed in channel.Feeds)
                {
                    WriteFeed(writer, feed, states.GetValueOrDefault(feed.Id)?.Profile);
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        });
    }

    private static void WriteFeed(XmlWriter writer, FeedSource feed, FeedProfile? profile)
    {
        if (Safe.FeedAddress(ShownAddress.Of(feed.Url).OriginalString) is not { } url)
        {
            return;
        }

        writer.WriteStartElement("outline");
        writer.WriteAttributeString("type", "rss"); // for Atom too: the type of every subscription
        WriteTitle(writer, new[] { feed.Title, profile?.Title, url.Host }.First(title => !string.IsNullOrWhiteSpace(title))!);
        writer.WriteAttributeString("xmlUrl", url.AbsoluteUri);
        if (Safe.Address(profile?.SiteUrl) is { } site)
        {
            writer.WriteAttributeString("htmlUrl", site.AbsoluteUri);
        }

        writer.WriteEndElement();
    }

    private static void WriteTitle(XmlWriter writer, string title)
    {
        var text = Safe.Text(title);
        writer.WriteAttributeString("text", text);
        writer.WriteAttributeString("title", text);
    }
}
