using System.Runtime.CompilerServices;

namespace FeedHub.Rendering;

/// <summary>Makes publications of articles: what their readers see, the same in every format.</summary>
/// <param name="list">The list, whose titles win.</param>
/// <param name="states">What the feeds say of themselves.</param>
/// <param name="hub">The hub.</param>
/// <param name="publicUrl">The base of every published address, with a slash at its end.</param>
public sealed class PublicationMaker(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, HubState hub, Uri publicUrl)
{
    private static readonly ConditionalWeakTable<FeedList, IReadOnlyDictionary<FeedId, FeedSource>> _sourcesOf = [];

    // Of each list it is made once: makers come and go with each publishing.
    private readonly IReadOnlyDictionary<FeedId, FeedSource> _sources =
        _sourcesOf.GetValue(list, static list => list.Feeds.ToDictionary(source => source.Id));

    /// <summary>The newest articles by first sight, of the whole.</summary>
    public Publication Latest(IEnumerable<LedArticle> articles) => Latest(RankedList.WholeName, articles.Select(ItemOf), null);

    /// <summary>The newest articles of the whole or of a channel.</summary>
    /// <param name="name">The slug of a channel; empty: the whole.</param>
    /// <param name="items">The articles, newest first sight first.</param>
    /// <param name="archive">The newest archive document; null: there is none.</param>
    public Publication Latest(string name, IEnumerable<PublishedItem> items, Month? archive) =>
        Make(name, "latest", items) with { PreviousArchiveUrl = archive is { } month ? ArchiveUrl(name, month) : null };

    /// <summary>The archive document of a month (RFC 5005, 4), with the identity of <c>/latest</c>.</summary>
    /// <param name="name">The slug of a channel; empty: the whole.</param>
    /// <param name="month">The month of first sight of its articles.</param>
    /// <param name="items">All of them or a part, in any order.</param>
    /// <param name="hasPrevious">There is one of the month before.</param>
    /// <param name="hasNext">There is one of the month after.</param>
    public Publication Archive(string name, Month month, IReadOnlyList<PublishedItem> items, bool hasPrevious, bool hasNext)
    {
        var latest = Make(name, "latest", items);
        var url = ArchiveUrl(name, month).AbsoluteUri;
        return latest with
        {
            StemUrl = new Uri(url[..url.LastIndexOf('.')]),
            CurrentUrl = new Uri(latest.StemUrl.AbsoluteUri + ".atom"),
            PreviousArchiveUrl = hasPrevious ? ArchiveUrl(name, month.Previous) : null,
            NextArchiveUrl = hasNext ? ArchiveUrl(name, month.Next) : null,
            UpdatedAt = items.Count > 0 ? latest.UpdatedAt : month.StartAt,
        };
    }

    /// <summary>The item of an article.</summary>
    public PublishedItem ItemOf(LedArticle led)
    {
        ArgumentNullException.ThrowIfNull(led);
        return Item(led, led.Article.Id, PublishedAt(led), UpdatedAt(led));
    }

    /// <summary>The listed stories of a list, newest listing first, each as it was frozen.</summary>
    /// <param name="ranked">The list.</param>
    /// <param name="stories">The stories by id; those without a frozen item are left out.</param>
    public Publication TopStories(RankedList ranked, IReadOnlyDictionary<string, Story> stories)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(stories);
        return Make(
            ranked.Name,
            "top-stories",
            ranked.Listed
                .Select(listing => stories.GetValueOrDefault(listing.StoryId)?.Shown?.Item)
                .OfType<PublishedItem>());
    }

    /// <summary>A story as it is to be shown from now on.</summary>
    /// <param name="story">The story.</param>
    /// <param name="lead">The article that leads it.</param>
    /// <param name="others">Its further articles, as many as are known.</param>
    /// <param name="evidence">What speaks for it.</param>
    /// <param name="listedAt">When it was first listed.</param>
    /// <param name="updatedAt">The moment of this change.</param>
    public PublishedItem Freeze(
        Story story, LedArticle lead, IReadOnlyList<LedArticle> others, IReadOnlyList<Evidence> evidence, DateTimeOffset listedAt, DateTimeOffset updatedAt)
    {
        ArgumentNullException.ThrowIfNull(story);
        ArgumentNullException.ThrowIfNull(lead);
        ArgumentNullException.ThrowIfNull(others);
        var item = Item(lead, story.Id, listedAt, updatedAt);
        PublishedSource[] also = [.. others
            .SelectMany(other => other.Article.Sources.Take(1).Select(source => Source(source) with { Headline = other.Lead.Title }))
            .Where(source => item.Sources.All(own => own.FeedId != source.FeedId || own.Link != source.Link))];
        return item with
        {
            Sources = [.. item.Sources, .. also],
            Story = new PublishedStory { Evidence = evidence, Members = story.Members, LeadReasons = story.LeadReasons },
        };
    }

    /// <summary>Whether the list still follows the article's lead and its rules admit it.</summary>
    public bool Admits(LedArticle led)
    {
        ArgumentNullException.ThrowIfNull(led);
        return _sources.TryGetValue(led.Lead.FeedId, out var source) && EntryRule.Admits(source, led.Lead);
    }

    /// <summary>The name under which a feed is shown: the configured title, else its own, else its host.</summary>
    public string TitleOf(FeedId id) => _sources.GetValueOrDefault(id)?.Title ?? states.GetValueOrDefault(id)?.Profile?.Title
        ?? (_sources.GetValueOrDefault(id)?.Url ?? states.GetValueOrDefault(id)?.Url)?.Host ?? id.Value;

    /// <summary>min(published, first seen) of the lead: the date that people see.</summary>
    public static DateTimeOffset PublishedAt(LedArticle led)
    {
        ArgumentNullException.ThrowIfNull(led);
        return (led.Lead.PublishedAt ?? led.Lead.UpdatedAt) is { } date && date < led.Lead.FirstSeenAt ? date : led.Lead.FirstSeenAt;
    }

    private static DateTimeOffset UpdatedAt(LedArticle led)
    {
        var published = PublishedAt(led);
        if (led.Lead.ChangedAt > led.Lead.FirstSeenAt || led.Article.LedSince is not null)
        {
            return Later(led.Lead.ChangedAt, led.Article.LedSince ?? led.Lead.ChangedAt);
        }

        return led.Lead.UpdatedAt is { } updated && updated > published && updated <= led.Lead.FirstSeenAt ? updated : published;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private Uri ArchiveUrl(string name, Month month) => new(publicUrl, $"{PathOf(name)}archive/{month.Name}.atom");

    private static string PathOf(string name) => name == RankedList.WholeName ? "" : $"channels/{name}/";

    private Publication Make(string name, string kind, IEnumerable<PublishedItem> items)
    {
        PublishedItem[] all = [.. items];
        var channel = list.Channels.FirstOrDefault(channel => channel.Slug == name);
        return new Publication
        {
            Id = Publication.IdOf(list.Id ?? hub.Id, PathOf(name) + kind),
            Title = $"{list.Title}{(channel is null ? "" : $", {channel.Name}")}: {kind.Replace('-', ' ')}",
            Description = list.Description,
            HomeUrl = channel is null ? publicUrl : new Uri(publicUrl, $"channels/{name}"),
            StemUrl = new Uri(publicUrl, PathOf(name) + kind),
            AboutUrl = new Uri(publicUrl, "bot"),
            BaseUrl = publicUrl,
            UpdatedAt = all.Select(item => item.UpdatedAt).DefaultIfEmpty(hub.CreatedAt).Max(),
            Items = all,
        };
    }

    private PublishedItem Item(LedArticle led, string id, DateTimeOffset publishedAt, DateTimeOffset updatedAt)
    {
        var lead = led.Lead;
        return new PublishedItem
        {
            Id = id,
            Title = lead.Title,
            Link = lead.Link,
            Summary = lead.Summary,
            Content = lead.Content,
            Authors = lead.Authors,
            PublishedAt = publishedAt,
            UpdatedAt = updatedAt,
            Categories = lead.Categories,
            Enclosures = lead.Enclosures,
            CommentsUrl = lead.CommentsUrl,
            CommentsCount = lead.CommentsCount,
            Language = lead.Language,
            Image = lead.Image,
            Origin = lead.Origin,
            Rights = lead.Rights ?? states.GetValueOrDefault(lead.FeedId)?.Profile?.Rights,
            Sources = [.. led.Article.Sources.DistinctBy(source => source.FeedId).Select(Source)],
        };
    }

    private PublishedSource Source(ArticleSource source)
    {
        var profile = states.GetValueOrDefault(source.FeedId)?.Profile;
        var visited = _sources.GetValueOrDefault(source.FeedId)?.Url ?? states.GetValueOrDefault(source.FeedId)?.Url;
        var url = visited is null ? null : ShownAddress.Of(visited).AbsoluteUri;
        return new PublishedSource
        {
            FeedId = source.FeedId,
            Id = profile?.AtomId ?? url ?? source.FeedId.Value,
            Title = TitleOf(source.FeedId),
            FeedUrl = url ?? "",
            SiteUrl = profile?.SiteUrl,
            Link = source.Link,
        };
    }
}
