namespace FeedHub.Serving.Pages;

/// <summary>What the page of a channel shows.</summary>
public sealed record ChannelPageModel
{
    /// <summary>What is around it.</summary>
    public required Site Site { get; init; }

    /// <summary>The channel with its feeds.</summary>
    public required PageChannel Channel { get; init; }

    /// <summary>Its stories, best first.</summary>
    public required IReadOnlyList<PageStory> Stories { get; init; }

    /// <summary>Its newest articles.</summary>
    public required IReadOnlyList<PageStory> Headlines { get; init; }
}
