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
        var title = Safe.Plain(publication.Title);
        var feed = new SyndicationFeed([.. publication.Items.Select(item => Item(publication, item))])
        {
            Id = Safe.Text(publication.Id),
            Title = Plain(title),
            LastUpdatedTime = publication.UpdatedAt.ToUniversalTime(),
            Generator = "FeedHub",
        };
        if (!string.IsNullOrWhiteSpace(publication.Description))
        {
            feed.Description = Plain(Safe.Plain(publication.Description));
        }

        feed.Authors.Add(new SyndicationPerson { Name = Safe.AuthorName(publication.Title) });
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
            Id = Safe.Text(published.Id),
            Title = Plain(Safe.Plain(published.Title)),
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
            item.Copyright = Plain(Safe.Plain(rights));
        }

        foreach (var link in Links(publication, published))
        {
            item.Links.Add(link);
        }

        foreach (var author in published.Authors)
        {
            if (Safe.Name(author) is { } name)
            {
                item.Authors.Add(new SyndicationPerson { Name = Safe.Plain(name), Uri = Safe.Address(author.Uri)?.AbsoluteUri });
            }
        }

        foreach (var category in published.Categories)
        {
            if (Safe.Text(category.Term) is var term && !string.IsNullOrWhiteSpace(term))
            {
                item.Categories.Add(new SyndicationCategory(
                    term, Safe.Scheme(category.Scheme), string.IsNullOrWhiteSpace(category.Label) ? null : Safe.Plain(category.Label)));
            }
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
                yield return new SyndicationLink(via, "via", Safe.Plain(source.Title), Html, 0);
            }
        }
    }

    /// <summary>The feed that the item names as its source already, else the one that we read it from (RFC 4287, 4.2.11).</summary>
    private static SyndicationFeed Source(PublishedItem published)
    {
        var lead = published.Sources[0];
        var source = published.Origin is { Id: not null, Title: not null } origin
            ? Source(Safe.SourceId(origin.Id, origin.FeedUrl, origin.SiteUrl), origin.Title, Earlier(origin.UpdatedAt, published.UpdatedAt), origin.FeedUrl, origin.SiteUrl)

            // Dated like the item: the moment of the source's own last change would alter our bytes at each of its polls.
            : Source(Safe.SourceId(lead.Id, lead.FeedUrl), lead.Title, published.UpdatedAt, lead.FeedUrl, lead.SiteUrl);
        if (published.Origin is { Id: not null, Title: not null, Rights: { } rights })
        {
            source.Copyright = Plain(Safe.Plain(rights));
        }

        // An entry without author takes the source's; else it would take the author of our feed, who did not write it (RFC 4287, 4.2.1).
        if (!published.Authors.Any(author => Safe.Name(author) is not null))
        {
            var author = published.Origin?.Author is { } named ? Safe.Name(new Person(named, null, null)) : null;
            source.Authors.Add(new SyndicationPerson { Name = author is null ? Safe.AuthorName(source.Title.Text) : Safe.Plain(author) });
        }

        return source;
    }

    private static SyndicationFeed Source(string id, string title, DateTimeOffset updatedAt, string? feedUrl, string? siteUrl)
    {
        var source = new SyndicationFeed
        {
            Id = id,
            Title = Plain(Safe.Plain(title)),
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

    // Sources claim to have changed in years to come.
    private static DateTimeOffset Earlier(DateTimeOffset? claimed, DateTimeOffset known) => claimed < known ? claimed.Value : known;

    private static TextSyndicationContent Plain(string text) => new(text, TextSyndicationContentKind.Plaintext);

    private static TextSyndicationContent? Markup(string? html) =>
        html is null ? null : new(Safe.Text(html), TextSyndicationContentKind.Html);
}
