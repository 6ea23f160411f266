using FeedHub.Reading.Markup;
using FeedHub.Reading.Rss;

namespace FeedHub.Reading.Modules;

/// <summary>Apple's podcast elements, which Google took over. The owner is whom Apple writes to, no author.</summary>
internal static class ItunesElements
{
    public static void Read(ElementReader reader, Draft draft)
    {
        switch (reader.Name)
        {
            case "title":
                draft.Title.Offer(RssElements.ReadText(reader), 2);
                break;
            case "author":
                draft.Authors.Offer(People.Parse(reader.ReadString()), 3);
                break;
            case "summary" or "description":
                draft.Summary.Offer(RssElements.ReadText(reader), 1);
                break;
            case "subtitle":
                draft.Summary.Offer(RssElements.ReadText(reader), 4);
                break;
            case "image":
                draft.Image.Offer(
                    Addresses.Resolve(reader.Attribute("href") ?? reader.Attribute("url"), reader.Base) ?? RssElements.ReadAddress(reader), 1);
                break;
            case "link" when "image".Equals(reader.Attribute("rel"), StringComparison.OrdinalIgnoreCase):
                draft.Image.Offer(Addresses.Resolve(reader.Attribute("href"), reader.Base), 1);
                break;
            case "block":
                draft.IsBlocked |= reader.ReadSpan().Equals("yes", StringComparison.OrdinalIgnoreCase);
                break;
            case "category":
                ReadCategory(reader, draft);
                break;
            case "keywords":
                Keywords.Read(reader, draft);
                break;
        }
    }

    private static void ReadCategory(ElementReader reader, Draft draft)
    {
        const string Scheme = "http://www.itunes.com/";
        var depth = reader.Depth;
        draft.Add(reader.Attribute("text") is { } outer ? new Category(outer, Scheme, null) : null);
        while (reader.ReadChild(depth))
        {
            draft.Add(reader.Name == "category" && reader.Attribute("text") is { } inner ? new Category(inner, Scheme, null) : null);
        }
    }
}
