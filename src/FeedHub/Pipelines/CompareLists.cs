using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>An article that one list publishes and another does not.</summary>
/// <param name="Led">The article.</param>
/// <param name="IsGained">The list at hand publishes it; else the other does.</param>
/// <param name="Because">Why the one of the two that does not publish it does not.</param>
internal sealed record ListDifference(LedArticle Led, bool IsGained, string Because);

/// <summary>What of the last days another list would publish: nothing is visited, the store tells.</summary>
internal static class CompareLists
{
    private const int PageCount = 500;

    /// <summary>The differences, newest first.</summary>
    /// <param name="store">What has been read.</param>
    /// <param name="list">The list at hand.</param>
    /// <param name="other">The one that it is held against.</param>
    /// <param name="since">How far back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(int ArticleCount, IReadOnlyList<ListDifference> Differences)> RunAsync(
        IFeedStore store, FeedList list, FeedList other, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (ours, theirs) = (list.Feeds.ToDictionary(feed => feed.Id), other.Feeds.ToDictionary(feed => feed.Id));
        var differences = new List<ListDifference>();
        var count = 0;
        Article? last = null;
        do
        {
            (var page, last) = await store.ReadLatestAfterAsync(last, PageCount, cancellationToken);
            foreach (var led in page.Where(led => led.Article.FirstSeenAt >= since))
            {
                count++;
                var (here, there) = (Withheld(ours, led.Lead), Withheld(theirs, led.Lead));
                if (here is null != there is null)
                {
                    differences.Add(new ListDifference(led, here is null, here ?? there!));
                }
            }
        }
        while (last is not null && last.FirstSeenAt >= since);
        return (count, differences);
    }

    private static string? Withheld(Dictionary<FeedId, FeedSource> feeds, Entry entry) =>
        !feeds.TryGetValue(entry.FeedId, out var source) ? "its feed is not in the list"
        : EntryRule.Withholding(source, entry) is { } rule ? $"{rule.Rule}: {rule.Reason}"
        : null;
}
