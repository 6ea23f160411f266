namespace FeedHub.Serving.Pages;

/// <summary>A channel with its feeds.</summary>
/// <param name="Name">As the list names it.</param>
/// <param name="Slug">As addresses show it.</param>
/// <param name="Feeds">Its feeds in the order of the list.</param>
public sealed record PageChannel(string Name, string Slug, IReadOnlyList<PageFeed> Feeds);
