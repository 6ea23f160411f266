using FeedHub.Reading.Markup;
using FeedHub.Reading.Rss;

namespace FeedHub.Reading.Modules;

/// <summary>Media RSS 1.5: what a group says holds for the entry, what stands inside one content only for that.</summary>
internal static class MediaElements
{
    public static void Read(ElementReader reader, Draft draft, int rank)
    {
        switch (reader.Name)
        {
            case "group":
                ReadChildren(reader, draft, rank);
                break;
            case "content":
                ReadContent(reader, draft);
                break;
            case "peerlink":
                draft.Add(Addresses.Resolve(reader.Attribute("href"), reader.Base) is { } peers ? new Enclosure(peers, reader.Attribute("type"), null) : null);
                break;
            case "thumbnail":
                draft.Image.Offer(Addresses.Resolve(reader.Attribute("url"), reader.Base) ?? RssElements.ReadAddress(reader), rank);
                break;
            case "title":
                draft.Title.Offer(RssElements.ReadText(reader), 2);
                break;
            case "description":
                draft.Summary.Offer(RssElements.ReadText(reader), 3);
                break;
            case "category":
                ReadCategory(reader, draft);
                break;
            case "copyright":
                draft.Rights.Offer(RightsLine.Of(RssElements.ReadText(reader)), 2);
                break;
            case "keywords":
                Keywords.Read(reader, draft);
                break;
        }
    }

    private static void ReadChildren(ElementReader reader, Draft draft, int rank)
    {
        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Vocabulary == Vocabulary.Media && reader.Name != "group")
            {
                Read(reader, draft, rank);
            }
        }
    }

    private static void ReadContent(ElementReader reader, Draft draft)
    {
        if (Addresses.Resolve(reader.Attribute("url"), reader.Base) is { } url)
        {
            var type = reader.Attribute("type");
            draft.Add(new Enclosure(url, type, Numbers.Size(reader.Attribute("fileSize"))));
            draft.Image.Offer("image".Equals(reader.Attribute("medium"), StringComparison.OrdinalIgnoreCase) || MediaTypes.IsImage(type) ? url : null, 3);
        }

        var depth = reader.Depth;
        while (reader.ReadChild(depth))
        {
            if (reader.Vocabulary == Vocabulary.Media && reader.Name == "thumbnail")
            {
                draft.Image.Offer(Addresses.Resolve(reader.Attribute("url"), reader.Base), 1);
            }
        }
    }

    private static void ReadCategory(ElementReader reader, Draft draft)
    {
        var scheme = reader.Attribute("scheme");
        var label = reader.Attribute("label");
        draft.Add(reader.ReadString() is { } term ? new Category(term, scheme, label) : null);
    }
}
