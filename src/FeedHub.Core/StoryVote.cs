namespace FeedHub;

/// <summary>What one reader thinks of a story.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Stars">From <see cref="StoryRating.Min"/> to <see cref="StoryRating.Max"/>.</param>
/// <param name="Marks">Hashes of what may vote once for it: the network that it came from, and the form.</param>
public sealed record StoryVote(string StoryId, int Stars, IReadOnlyList<string> Marks);
