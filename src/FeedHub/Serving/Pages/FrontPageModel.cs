namespace FeedHub.Serving.Pages;

/// <summary>What the front page shows, in the order in which it shows it.</summary>
public sealed record FrontPageModel
{
    /// <summary>Headlines that the page has room for.</summary>
    public const int HeadlineCount = 20;

    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The operator's line; null: none.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>How far the first round of polls is; null: it is over.</summary>
    public PollProgress? Progress { get; init; }

    /// <summary>The top stories, best first.</summary>
    public required IReadOnlyList<PageStory> Stories { get; init; }

    /// <summary>The newest articles.</summary>
    public required IReadOnlyList<PageStory> Headlines { get; init; }

    /// <summary>The operator's links.</summary>
    public required IReadOnlyList<Resource> Resources { get; init; }

    /// <summary>Channels with their feeds.</summary>
    public required IReadOnlyList<PageChannel> Channels { get; init; }
}
