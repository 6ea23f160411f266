namespace FeedHub.Ranking;

/// <summary>Makes the next edition: what the front pages show, and what the merged feeds list (CONTRACT, Listed).</summary>
public static class EditionMaker
{
    private const int MaxListedCount = 200;

    /// <summary>The edition after a ranking; the same one where nothing changed.</summary>
    /// <param name="last">The edition before.</param>
    /// <param name="frontPages">By the name of the list, the whole first: the stories, best first.</param>
    /// <param name="resolve">The story that an id stands for now; null: it is on no list any more.</param>
    /// <param name="keepListed">How long a story stays listed after it left the front page.</param>
    /// <param name="now">The moment of the edition; in whole milliseconds.</param>
    public static Edition Next(
        Edition last,
        IReadOnlyList<(string Name, IReadOnlyList<string> FrontPage)> frontPages,
        Func<string, string?> resolve,
        TimeSpan keepListed,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(frontPages);
        ArgumentNullException.ThrowIfNull(resolve);
        RankedList[] lists = [.. frontPages.Select(page => Next(last.Of(page.Name), page.FrontPage, resolve, keepListed, now))];
        return lists.All(list => IsSame(list, last.Of(list.Name))) && last.Lists.All(list => lists.Any(other => other.Name == list.Name))
            ? last
            : new Edition { Number = last.Number + 1, MadeAt = now, Lists = lists };
    }

    private static RankedList Next(
        RankedList last, IReadOnlyList<string> frontPage, Func<string, string?> resolve, TimeSpan keepListed, DateTimeOffset now)
    {
        var isThere = frontPage.ToHashSet(StringComparer.Ordinal);
        var listed = last.Listed
            .Select(listing => (Listing: listing, Id: resolve(listing.StoryId)))
            .Where(known => known.Id is not null)
            .GroupBy(known => known.Id!, StringComparer.Ordinal)
            .Select(story => new Listing(story.Key, story.Min(known => known.Listing.ListedAt), LeftAt(story.Select(known => known.Listing), story.Key)))
            .ToList();
        var known = listed.Select(listing => listing.StoryId).ToHashSet(StringComparer.Ordinal);
        return new RankedList(
            last.Name,
            frontPage,
            [
                .. frontPage
                    .Where(id => !known.Contains(id))
                    .Select(id => new Listing(id, now, null))
                    .Concat(listed)
                    .Where(listing => listing.LeftAt is null || now - listing.LeftAt < keepListed)
                    .OrderByDescending(listing => listing.ListedAt) // stable: among those listed together the better stays first
                    .Take(MaxListedCount),
            ]);

        DateTimeOffset? LeftAt(IEnumerable<Listing> listings, string id) =>
            isThere.Contains(id) ? null : listings.Max(listing => listing.LeftAt ?? now);
    }

    private static bool IsSame(RankedList one, RankedList other) => one.Name == other.Name
        && one.FrontPage.SequenceEqual(other.FrontPage, StringComparer.Ordinal)
        && one.Listed.SequenceEqual(other.Listed);
}
