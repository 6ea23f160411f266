namespace FeedHub.Serving.Pages;

/// <summary>What the page of all sources shows.</summary>
/// <param name="Site">What is around it.</param>
/// <param name="Channels">The channels with their feeds.</param>
public sealed record SourcesPageModel(Site Site, IReadOnlyList<PageChannel> Channels);
