using FeedHub.Rendering;

namespace FeedHub.Serving.Pages;

/// <summary>What the front page shows, in the order in which it shows it.</summary>
public sealed record FrontPageModel
{
    private const int HeadlineCount = 25;

    /// <summary>The list, for title, announcement and resources.</summary>
    public required FeedList List { get; init; }

    /// <summary>How far the first round of polls is; null: it is over.</summary>
    public PollProgress? Progress { get; init; }

    /// <summary>The top stories, best first.</summary>
    public required IReadOnlyList<PageStory> Stories { get; init; }

    /// <summary>The newest articles.</summary>
    public required IReadOnlyList<PageStory> Headlines { get; init; }

    /// <summary>Channels with their feeds.</summary>
    public required IReadOnlyList<PageChannel> Channels { get; init; }

    /// <summary>Puts together what the store holds.</summary>
    public static FrontPageModel Of(
        PublicationMaker maker,
        FeedList list,
        IReadOnlyDictionary<FeedId, FeedState> states,
        HubState hub,
        IReadOnlyList<LedArticle> latest,
        IReadOnlyDictionary<string, Story> stories,
        IReadOnlyDictionary<string, LedArticle> leads) => new()
        {
            List = list,
            Progress = hub.FirstRoundDone ? null : PollProgress.Of(list, states),
            Stories = [.. hub.Edition.Whole.FrontPage.Where(leads.ContainsKey).Select(id => PageStory.Of(maker, leads[id], stories[id]))],
            Headlines = [.. latest.Take(HeadlineCount).Select(led => PageStory.Of(maker, led, null))],
            Channels = [.. list.Channels.Select(channel => new PageChannel(
                channel.Name,
                [.. channel.Feeds.Select(feed => new PageFeed(
                    maker.TitleOf(feed.Id), states.GetValueOrDefault(feed.Id)?.Profile?.SiteUrl, ShownAddress.Of(feed.Url).AbsoluteUri))]))],
        };
}

/// <summary>How far the first round of polls is.</summary>
/// <param name="Done">Feeds visited.</param>
/// <param name="All">Feeds followed.</param>
public sealed record PollProgress(int Done, int All)
{
    internal static PollProgress Of(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states)
    {
        var followed = list.Feeds.Where(source => !source.Paused).ToList();
        return new PollProgress(followed.Count(source => states.GetValueOrDefault(source.Id)?.LastOutcome is not null), followed.Count);
    }
}

/// <summary>A story or article as pages show it.</summary>
public sealed record PageStory
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>The feed that it is from.</summary>
    public required string Source { get; init; }

    /// <summary>Its author; null: not said.</summary>
    public string? Author { get; init; }

    /// <summary>When its source published it.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Comments, as its source counts them; null: not said.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>Where they are; null: not said.</summary>
    public string? CommentsUrl { get; init; }

    /// <summary>Its first words.</summary>
    public required string Lead { get; init; }

    /// <summary>Other feeds that carry it.</summary>
    public required IReadOnlyList<(string Title, string? Link)> AlsoIn { get; init; }

    /// <summary>The language of its texts; null: not said.</summary>
    public string? Language { get; init; }

    internal static PageStory Of(PublicationMaker maker, LedArticle led, Story? story)
    {
        const int leadLength = 280;
        var text = Normalizing.SafeHtml.PlainText(led.Lead.Summary ?? led.Lead.Content ?? "");
        return new PageStory
        {
            Title = led.Lead.Title,
            Link = led.Lead.Link,
            Source = maker.TitleOf(led.Lead.FeedId),
            Author = led.Lead.Authors.Select(author => author.Name).FirstOrDefault(name => name is not null),
            PublishedAt = PublicationMaker.PublishedAt(led),
            CommentsCount = led.Lead.CommentsCount,
            CommentsUrl = led.Lead.CommentsUrl,
            Lead = text.Length <= leadLength ? text : text[..Math.Max(text.LastIndexOf(' ', leadLength), leadLength / 2)].TrimEnd() + "…",
            AlsoIn = story?.Shown is { } shown
                ? [.. shown.Item.Sources.Where(source => source.FeedId != led.Lead.FeedId).DistinctBy(source => source.FeedId).Select(source => (source.Title, source.Link))]
                : [.. led.Article.Sources
                    .Where(source => source.FeedId != led.Lead.FeedId)
                    .DistinctBy(source => source.FeedId)
                    .Select(source => (maker.TitleOf(source.FeedId), source.Link))],
            Language = led.Lead.Language,
        };
    }
}

/// <summary>A channel with its feeds.</summary>
public sealed record PageChannel(string Name, IReadOnlyList<PageFeed> Feeds);

/// <summary>A feed as pages show it.</summary>
/// <param name="Title">Its name.</param>
/// <param name="SiteUrl">Its blog; null: not said, or never read.</param>
/// <param name="FeedUrl">The feed itself.</param>
public sealed record PageFeed(string Title, string? SiteUrl, string FeedUrl);
