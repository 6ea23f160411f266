namespace FeedHub.Serving.Pages;

/// <summary>A channel with its feeds.</summary>
/// <param name="Name">As the list names it.</param>
/// <param name="Slug">As addresses show it.</param>
/// <param name="Feeds">Its feeds in the order of the list.</param>
/// <param name="SourcesPath">The page of the sources on which they begin, below the root.</param>
public sealed record PageChannel(string Name, string Slug, IReadOnlyList<PageFeed> Feeds, string SourcesPath);
