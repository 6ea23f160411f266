using FeedHub.Normalizing;
using FeedHub.Rendering;

namespace FeedHub.Serving.Pages;

/// <summary>A story or article as pages show it.</summary>
public sealed record PageStory
{
    private const int LeadLength = 280;

    /// <summary>The story's id; null: it is an article alone, and has no page of its own.</summary>
    public string? Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>The feed that it is from.</summary>
    public required string Source { get; init; }

    /// <summary>Its author; null: not said, or the same name as the source's.</summary>
    public string? Author { get; init; }

    /// <summary>When its source published it.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Comments, as its source counts them; null: not said.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>Where they are; null: not said.</summary>
    public string? CommentsUrl { get; init; }

    /// <summary>Its first words; may be empty.</summary>
    public required string Lead { get; init; }

    /// <summary>Other feeds that carry it.</summary>
    public required IReadOnlyList<PageLink> AlsoIn { get; init; }

    /// <summary>The language of its texts; null: not said.</summary>
    public string? Language { get; init; }

    /// <summary>What readers think of it; null: nobody has said.</summary>
    public StoryRating? Rating { get; init; }

    /// <summary>One sentence on why it stands where it does; null: not known now.</summary>
    public string? Why { get; init; }

    /// <summary>An article, or a story with the article that leads it.</summary>
    /// <param name="maker">Knows the names of feeds.</param>
    /// <param name="led">The article.</param>
    /// <param name="story">The story that it leads; null: an article alone.</param>
    /// <param name="rating">What readers think of the story; null: nothing.</param>
    /// <param name="why">Why it stands where it does; null: not known.</param>
    public static PageStory Of(PublicationMaker maker, LedArticle led, Story? story, StoryRating? rating = null, StoryExplanation? why = null)
    {
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(led);
        var source = maker.TitleOf(led.Lead.FeedId);
        return new PageStory
        {
            Id = story?.Id,
            Title = led.Lead.Title,
            Link = led.Lead.Link,
            Source = source,
            Author = AuthorOf(led.Lead.Authors, source),
            PublishedAt = PublicationMaker.PublishedAt(led),
            CommentsCount = led.Lead.CommentsCount,
            CommentsUrl = led.Lead.CommentsUrl,
            Lead = FirstWords(led.Lead.Summary ?? led.Lead.Content, led.Lead.Title),
            AlsoIn = story?.Shown is { } shown
                ? Others(shown.Item.Sources.Select(other => (other.FeedId, other.Title, other.Link)), led.Lead.FeedId)
                : Others(led.Article.Sources.Select(other => (other.FeedId, maker.TitleOf(other.FeedId), other.Link)), led.Lead.FeedId),
            Language = led.Lead.Language,
            Rating = rating,
            Why = why?.Text,
        };
    }

    /// <summary>A listed story whose article is read no more: what was frozen of it.</summary>
    public static PageStory Of(Story story, StoryRating? rating = null)
    {
        ArgumentNullException.ThrowIfNull(story);
        var item = story.Shown!.Item;
        var leader = item.Sources[0];
        return new PageStory
        {
            Id = story.Id,
            Title = item.Title,
            Link = item.Link,
            Source = leader.Title,
            Author = AuthorOf(item.Authors, leader.Title),
            PublishedAt = item.Story?.Evidence.FirstOrDefault(one => one.ArticleKey == story.Shown.LeadKey)?.At
                ?? story.Members.FirstOrDefault(member => member.ArticleKey == story.Shown.LeadKey)?.At
                ?? item.PublishedAt,
            CommentsCount = item.CommentsCount,
            CommentsUrl = item.CommentsUrl,
            Lead = FirstWords(item.Summary ?? item.Content, item.Title),
            AlsoIn = Others(item.Sources.Select(other => (other.FeedId, other.Title, other.Link)), leader.FeedId),
            Language = item.Language,
            Rating = rating,
        };
    }

    private static string? AuthorOf(IReadOnlyList<Person> authors, string source) =>
        authors.Select(author => author.Name).FirstOrDefault(name => name is not null) is { } author && author != source ? author : null;

    private static IReadOnlyList<PageLink> Others(IEnumerable<(FeedId Id, string Title, string? Link)> sources, FeedId leader) =>
        [.. sources.Where(source => source.Id != leader).DistinctBy(source => source.Id).Select(source => new PageLink(source.Title, source.Link))];

    /// <summary>As many words as a paragraph wants, cut between two of them; nothing where they only repeat the title.</summary>
    private static string FirstWords(string? html, string title)
    {
        var text = SafeHtml.TextOf(html ?? "");
        return text == title ? ""
            : text.Length <= LeadLength ? text
            : text[..Math.Max(text.LastIndexOf(' ', LeadLength), LeadLength / 2)].TrimEnd() + "…";
    }
}

/// <summary>A name that leads somewhere.</summary>
/// <param name="Title">The name.</param>
/// <param name="Url">Where it leads; null: nowhere.</param>
public sealed record PageLink(string Title, string? Url);
