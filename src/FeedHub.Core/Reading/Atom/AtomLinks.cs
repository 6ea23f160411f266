using FeedHub.Reading.Markup;

namespace FeedHub.Reading.Atom;

/// <summary>Atom links by their relation (RFC 4287, 4.2.7; RFC 4685, 4).</summary>
internal static class AtomLinks
{
    private const string RegistryPrefix = "http://www.iana.org/assignments/relation/";

    public static void Read(ElementReader reader, Draft draft)
    {
        var href = Addresses.Resolve(reader.Attribute("href"), reader.Base);
        if (href is null)
        {
            return;
        }

        var rel = reader.Attribute("rel") ?? "alternate";
        rel = rel.StartsWith(RegistryPrefix, StringComparison.OrdinalIgnoreCase) ? rel[RegistryPrefix.Length..] : rel;
        var type = reader.Attribute("type");
        var length = reader.Attribute("length");
        draft.Links.Offer(new Link(rel, type, href, reader.Attribute("title"), reader.Attribute("hreflang"), length));
        switch (rel.ToLowerInvariant())
        {
            case "alternate":
                draft.Link.Offer(href, IsPage(type) ? 2 : 3);
                break;
            case "enclosure":
                draft.Add(new Enclosure(href, type, Numbers.Size(length)));
                break;
            case "license":
                draft.License.Offer(href);
                break;
            case "replies" when IsPage(type):
                draft.CommentsUrl.Offer(href);
                ReadCount(reader, draft);
                break;
            case "replies":
                draft.CommentsFeed.Offer(href);
                ReadCount(reader, draft);
                break;
        }
    }

    private static void ReadCount(ElementReader reader, Draft draft) => draft.CommentsCount.Offer(Numbers.Count(reader.QualifiedAttribute("count")), 1);

    private static bool IsPage(string? type) =>
        type is null || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/xhtml", StringComparison.OrdinalIgnoreCase);
}
