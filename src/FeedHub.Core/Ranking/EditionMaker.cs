namespace FeedHub.Ranking;

/// <summary>Makes the next edition: what the front page shows, and what the merged feed lists (CONTRACT, Listed).</summary>
public static class EditionMaker
{
    private const int MaxListedCount = 200;

    /// <summary>The edition after a ranking; the same one where nothing changed.</summary>
    /// <param name="last">The edition before.</param>
    /// <param name="frontPage">Keys of the articles, best first.</param>
    /// <param name="listedAt">When an article was first listed ever; null: never.</param>
    /// <param name="keepListed">How long a story stays listed after it left the front page.</param>
    /// <param name="now">The moment of the edition; in whole milliseconds.</param>
    public static Edition Next(
        Edition last, IReadOnlyList<string> frontPage, Func<string, DateTimeOffset?> listedAt, TimeSpan keepListed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(frontPage);
        ArgumentNullException.ThrowIfNull(listedAt);
        var isThere = frontPage.ToHashSet(StringComparer.Ordinal);
        var known = last.Listed.Select(listing => listing.ArticleKey).ToHashSet(StringComparer.Ordinal);
        var listed = frontPage
            .Where(key => !known.Contains(key))
            .Select(key => new Listing(key, listedAt(key) ?? now, null))
            .Concat(last.Listed.Select(listing => listing with
            {
                LeftAt = isThere.Contains(listing.ArticleKey) ? null : listing.LeftAt ?? now,
            }))
            .Where(listing => listing.LeftAt is null || now - listing.LeftAt < keepListed)
            .OrderByDescending(listing => listing.ListedAt) // stable: among those listed together the better stays first
            .Take(MaxListedCount)
            .ToList();
        return frontPage.SequenceEqual(last.FrontPage, StringComparer.Ordinal) && listed.SequenceEqual(last.Listed)
            ? last
            : new Edition(last.Number + 1, frontPage, listed);
    }
}
