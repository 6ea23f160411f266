namespace FeedHub.Ranking;

/// <summary>How much each feed writes and how much its articles are talked of, counted along as stories come, change and go.</summary>
public sealed class FeedTally
{
    private readonly Dictionary<FeedId, int> _counts = [];
    private readonly Dictionary<FeedId, List<int>> _comments = []; // sorted

    /// <summary>How many live articles of each feed there are.</summary>
    public IReadOnlyDictionary<FeedId, int> Counts => _counts;

    /// <summary>The median of the comments on a feed's articles; 0: none of them counts any.</summary>
    public int UsualComments(FeedId feed) => _comments.TryGetValue(feed, out var comments) ? comments[comments.Count / 2] : 0;

    /// <summary>Counts what a story's articles tell of their feeds.</summary>
    public void Add(FeedShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        foreach (var feed in share.Sources)
        {
            _counts[feed] = _counts.GetValueOrDefault(feed) + 1;
        }

        foreach (var (feed, count) in share.Comments)
        {
            if (!_comments.TryGetValue(feed, out var comments))
            {
                _comments[feed] = comments = [];
            }

            var place = comments.BinarySearch(count);
            comments.Insert(place < 0 ? ~place : place, count);
        }
    }

    /// <summary>Forgets what was counted of a story.</summary>
    public void Remove(FeedShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        foreach (var feed in share.Sources)
        {
            if (--_counts[feed] == 0)
            {
                _counts.Remove(feed);
            }
        }

        foreach (var (feed, count) in share.Comments)
        {
            var comments = _comments[feed];
            comments.RemoveAt(comments.BinarySearch(count));
            if (comments.Count == 0)
            {
                _comments.Remove(feed);
            }
        }
    }
}

/// <summary>What the articles of one story say of the feeds that carry them.</summary>
/// <param name="Sources">The feed of each source.</param>
/// <param name="Comments">The comments on each article that counts them, and the feed that represents it.</param>
public sealed record FeedShare(IReadOnlyList<FeedId> Sources, IReadOnlyList<(FeedId Feed, int Count)> Comments)
{
    /// <summary>What these articles say.</summary>
    public static FeedShare Of(IReadOnlyCollection<Telling> articles)
    {
        ArgumentNullException.ThrowIfNull(articles);
        return new FeedShare(
            articles.SelectMany(article => article.Sources).Select(source => source.Feed).ToArray(),
            articles.Where(article => article.CommentsCount is not null).Select(article => (article.LeadFeed, article.CommentsCount!.Value)).ToArray());
    }
}
