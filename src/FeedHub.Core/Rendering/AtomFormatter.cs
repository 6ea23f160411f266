using System.ServiceModel.Syndication;
using System.Xml;

namespace FeedHub.Rendering;

/// <summary>The library's Atom, which tells where the entries begin and end among the bytes.</summary>
internal sealed class AtomFormatter(SyndicationFeed feed, Stream bytes) : Atom10FeedFormatter(feed)
{
    /// <summary>The place of the first byte of the first entry, or of what follows where there is none.</summary>
    public long EntriesStart { get; private set; }

    /// <summary>The place behind the last entry.</summary>
    public long EntriesEnd { get; private set; }

    protected override void WriteItems(XmlWriter writer, IEnumerable<SyndicationItem> items, Uri feedBaseUri)
    {
        writer.Flush();
        EntriesStart = bytes.Position;
        base.WriteItems(writer, items, feedBaseUri);
        writer.Flush();
        EntriesEnd = bytes.Position;
    }
}
