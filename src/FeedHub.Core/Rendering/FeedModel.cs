using System.ServiceModel.Syndication;
using System.Xml;
using System.Xml.Linq;

namespace FeedHub.Rendering;

/// <summary>A publication in the object model of the syndication library, from which Atom and RSS are written.</summary>
internal static class FeedModel
{
    public static readonly XNamespace Media = "http://search.yahoo.com/mrss/";

    private const string Html = "text/html";

    /// <summary>The feed. Every id and date is set, since the library invents those that are missing.</summary>
    public static SyndicationFeed Of(Publication publication, Uri selfUrl, string mediaType)
    {
        var title = XmlText.Clean(publication.Title);
        var feed = new SyndicationFeed([.. publication.Items.Select(item => Item(publication, item))])
        {
            Id = XmlText.Clean(publication.Id),
            Title = Plain(title),
            LastUpdatedTime = publication.UpdatedAt.ToUniversalTime(),
            Generator = "FeedHub",
        };
        if (!string.IsNullOrWhiteSpace(publication.Description))
        {
            feed.Description = Plain(XmlText.Clean(publication.Description));
        }

        feed.Authors.Add(new SyndicationPerson { Name = title });
        feed.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(publication.HomeUrl.AbsoluteUri), Html));
        feed.Links.Add(SyndicationLink.CreateSelfLink(selfUrl, mediaType));
        Declare(feed, "media", Media);
        return feed;
    }

    /// <summary>Declares a prefix once for the whole document, as readers that look for the usual prefix expect it.</summary>
    public static void Declare(SyndicationFeed feed, string prefix, XNamespace ns) =>
        feed.AttributeExtensions[new XmlQualifiedName(prefix, XNamespace.Xmlns.NamespaceName)] = ns.NamespaceName;

    /// <summary>Adds an element of another namespace, whose prefix the feed declares.</summary>
    public static void Extend(SyndicationElementExtensionCollection extensions, string prefix, XName name, params object[] content)
    {
        using var reader = new XElement(name, new XAttribute(XNamespace.Xmlns + prefix, name.NamespaceName), content).CreateReader();
        extensions.Add(reader);
    }

    private static SyndicationItem Item(Publication publication, PublishedItem published)
    {
        var item = new SyndicationItem
        {
            Id = XmlText.Clean(published.Id),
            Title = Plain(XmlText.Clean(published.Title)),
            PublishDate = published.PublishedAt.ToUniversalTime(),
            LastUpdatedTime = published.UpdatedAt.ToUniversalTime(),
            SourceFeed = Source(published),
            Summary = Markup(published.Summary),
            Content = Markup(AlsoCovered.ContentOf(published)),
        };
        if (Safe.Language(published.Language) is { } language)
        {
            item.AttributeExtensions[new XmlQualifiedName("lang", XNamespace.Xml.NamespaceName)] = language;
        }

        if (published.Rights is { } rights)
        {
            item.Copyright = Plain(XmlText.Clean(rights));
        }

        foreach (var link in Links(publication, published))
        {
            item.Links.Add(link);
        }

        foreach (var author in published.Authors)
        {
            if (Safe.Name(author) is { } name)
            {
                item.Authors.Add(new SyndicationPerson { Name = name, Uri = Safe.Address(author.Uri)?.AbsoluteUri });
            }
        }

        foreach (var category in published.Categories)
        {
            item.Categories.Add(new SyndicationCategory(
                XmlText.Clean(category.Term), Safe.Scheme(category.Scheme), category.Label is { } label ? XmlText.Clean(label) : null));
        }

        if (Safe.Address(published.Image) is { } image)
        {
            Extend(item.ElementExtensions, "media", Media + "thumbnail", new XAttribute("url", image.AbsoluteUri));
        }

        return item;
    }

    private static IEnumerable<SyndicationLink> Links(Publication publication, PublishedItem published)
    {
        if (Safe.Address(published.Link) is { } link)
        {
            yield return SyndicationLink.CreateAlternateLink(link, Html);
        }

        if (Safe.Address(published.CommentsUrl) is { } comments)
        {
            yield return new SyndicationLink(comments, "replies", null, Html, 0);
        }

        foreach (var enclosure in published.Enclosures)
        {
            if (Safe.Address(enclosure.Url) is { } url)
            {
                yield return SyndicationLink.CreateMediaEnclosureLink(url, Safe.MediaType(enclosure.Type), Safe.Length(enclosure));
            }
        }

        if (publication.PageOf(published) is { } page)
        {
            yield return new SyndicationLink(page, "related", "Who tells the story, and why it stands where it does", Html, 0);
        }

        // Where else the item was found: readers show these as further links, or not at all.
        foreach (var source in published.Sources.Skip(1))
        {
            if (Safe.Address(source.Link) is { } via)
            {
                yield return new SyndicationLink(via, "via", XmlText.Clean(source.Title), Html, 0);
            }
        }
    }

    /// <summary>The feed that the item names as its source already, else the one that we read it from (RFC 4287, 4.2.11).</summary>
    private static SyndicationFeed Source(PublishedItem published)
    {
        var lead = published.Sources[0];
        var source = published.Origin is { Id: not null, Title: not null } origin
            ? Source(origin.Id, origin.Title, origin.UpdatedAt ?? published.UpdatedAt, origin.FeedUrl, origin.SiteUrl)

            // Dated like the item: the moment of the source's own last change would alter our bytes at each of its polls.
            : Source(lead.Id, lead.Title, published.UpdatedAt, lead.FeedUrl, lead.SiteUrl);
        if (published.Origin is { Id: not null, Title: not null, Rights: { } rights })
        {
            source.Copyright = Plain(XmlText.Clean(rights));
        }

        // An entry without author takes the source's; else it would take the author of our feed, who did not write it (RFC 4287, 4.2.1).
        if (!published.Authors.Any(author => Safe.Name(author) is not null))
        {
            source.Authors.Add(new SyndicationPerson { Name = XmlText.Clean(published.Origin?.Author ?? source.Title.Text) });
        }

        return source;
    }

    private static SyndicationFeed Source(string id, string title, DateTimeOffset updatedAt, string? feedUrl, string? siteUrl)
    {
        var source = new SyndicationFeed
        {
            Id = XmlText.Clean(id),
            Title = Plain(XmlText.Clean(title)),
            LastUpdatedTime = updatedAt.ToUniversalTime(),
        };
        if (Safe.Address(feedUrl) is { } feed)
        {
            source.Links.Add(new SyndicationLink(feed) { RelationshipType = "self" });
        }

        if (Safe.Address(siteUrl) is { } site)
        {
            source.Links.Add(SyndicationLink.CreateAlternateLink(site, Html));
        }

        return source;
    }

    private static TextSyndicationContent Plain(string text) => new(text, TextSyndicationContentKind.Plaintext);

    private static TextSyndicationContent? Markup(string? html) =>
        html is null ? null : new(XmlText.Clean(html), TextSyndicationContentKind.Html);
}
