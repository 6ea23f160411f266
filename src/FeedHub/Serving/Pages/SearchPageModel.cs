namespace FeedHub.Serving.Pages;

/// <summary>What the page of a search shows.</summary>
/// <param name="Site">What is around it.</param>
/// <param name="Query">What was asked for; empty: nothing yet.</param>
/// <param name="Hits">What was found, best first.</param>
/// <param name="HitCount">How much was found in all.</param>
public sealed record SearchPageModel(Site Site, string Query, IReadOnlyList<PageStory> Hits, int HitCount);
