using FeedHub.Reading.Markup;
using FeedHub.Reading.Rss;

namespace FeedHub.Reading.Atom;

/// <summary>Atom links by their relation (RFC 4287, 4.2.7; RFC 4685, 4).</summary>
internal static class AtomLinks
{
    private const string RegistryPrefix = "http://www.iana.org/assignments/relation/";

    public static void Read(ElementReader reader, Draft draft)
    {
        var rel = reader.Attribute("rel") ?? "alternate";
        rel = rel.StartsWith(RegistryPrefix, StringComparison.OrdinalIgnoreCase) ? rel[RegistryPrefix.Length..] : rel;
        var type = reader.Attribute("type");
        var length = reader.Attribute("length");
        var title = reader.Attribute("title");
        var language = reader.Attribute("hreflang");
        var count = Numbers.Count(reader.QualifiedAttribute("count"));
        var href = Addresses.Resolve(reader.Attribute("href"), reader.Base) ?? RssElements.ReadAddress(reader); // written as RSS has it
        if (href is null)
        {
            return;
        }

        draft.Links.Offer(new Link(rel, type, href, title, language, length));
        switch (rel.ToLowerInvariant())
        {
            case "alternate":
                draft.Link.Offer(href, IsPage(type) ? 2 : 3);
                break;
            case "enclosure":
                draft.Add(new Enclosure(href, type, Numbers.Size(length)));
                draft.Image.Offer(MediaTypes.IsImage(type) ? href : null, 4);
                break;
            case "license":
                draft.License.Offer(href);
                break;
            case "replies" when IsPage(type):
                draft.CommentsUrl.Offer(href);
                draft.CommentsCount.Offer(count, 1);
                break;
            case "replies":
                draft.CommentsFeed.Offer(href);
                draft.CommentsCount.Offer(count, 1);
                break;
        }
    }

    private static bool IsPage(string? type) =>
        type is null || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/xhtml", StringComparison.OrdinalIgnoreCase);
}
