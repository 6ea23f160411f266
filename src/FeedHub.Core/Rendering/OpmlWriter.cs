using System.Xml;

namespace FeedHub.Rendering;

/// <summary>The list of feeds as OPML 2.0, which every feed reader imports (OUT-27).</summary>
public static class OpmlWriter
{
    /// <summary>
    /// One outline for each channel, its feeds within: UTF-8 without byte order mark, equal bytes for equal arguments. Holds no
    /// credentials. What the feeds say of themselves fills in where the list names no title. Titles look the same to every reader.
    /// </summary>
    public static byte[] Write(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return Write(list, states, Safe.TextOrHtml);
    }

    /// <summary>The same for a list that comes back: its titles are as they were given, letter by letter.</summary>
    public static byte[] Export(FeedList list) => Write(list, new Dictionary<FeedId, FeedState>(), Safe.Text);

    private static byte[] Write(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, Func<string, string> safe)
    {
        ArgumentNullException.ThrowIfNull(list);
        return XmlBytes.Write(page: null, writer =>
        {
            writer.WriteStartElement("opml");
            writer.WriteAttributeString("version", "2.0");
            writer.WriteStartElement("head");
            writer.WriteElementString("title", safe(list.Title));
            writer.WriteEndElement();
            writer.WriteStartElement("body");
            foreach (var channel in list.Channels)
            {
                writer.WriteStartElement("outline");
                writer.WriteAttributeString("text", safe(channel.Name)); // more would ask for a type
                foreach (var feed in channel.Feeds)
                {
                    WriteFeed(writer, feed, states.GetValueOrDefault(feed.Id)?.Profile, safe);
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        });
    }

    private static void WriteFeed(XmlWriter writer, FeedSource feed, FeedProfile? profile, Func<string, string> safe)
    {
        if (Safe.FeedAddress(ShownAddress.Of(feed.Url).OriginalString) is not { } url)
        {
            return;
        }

        writer.WriteStartElement("outline");
        writer.WriteAttributeString("type", "rss"); // for Atom too: the type of every subscription
        var title = safe(new[] { feed.Title, profile?.Title, url.Host }.First(text => !string.IsNullOrWhiteSpace(text))!);
        writer.WriteAttributeString("text", title);
        writer.WriteAttributeString("title", title);
        writer.WriteAttributeString("xmlUrl", url.AbsoluteUri);
        if (Safe.Address(profile?.SiteUrl) is { } site)
        {
            writer.WriteAttributeString("htmlUrl", site.AbsoluteUri);
        }

        writer.WriteEndElement();
    }
}
