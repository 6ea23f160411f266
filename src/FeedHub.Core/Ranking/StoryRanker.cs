namespace FeedHub.Ranking;

/// <summary>How stories are ranked.</summary>
/// <param name="Count">How many make the front page.</param>
public sealed record RankOptions(int Count)
{
    /// <summary>Evidence loses half its weight in this time.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(12);
}

/// <summary>
/// A first ranking: how many feeds carry an article, each fading with age. Since all evidence fades alike, the order changes only with new
/// evidence and never by the passing of time, so that a page rendered twice is the same page.
/// </summary>
public static class StoryRanker
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The keys of the articles that make the front page, best first. Each further story of one feed counts as if it were one half-life
    /// older than the one before, so that no feed fills the page.
    /// </summary>
    /// <param name="candidates">Articles, in any order.</param>
    /// <param name="weights">The weight of each followed feed; others, and those of weight 0, give no evidence.</param>
    /// <param name="options">The settings.</param>
    public static IReadOnlyList<string> Rank(
        IEnumerable<Article> candidates, IReadOnlyDictionary<FeedId, double> weights, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        var scored = candidates
            .Where(article => weights.GetValueOrDefault(article.Sources[0].FeedId) > 0)
            .Select(article => (Article: article, Score: LogScore(article, weights, options)))
            .Where(candidate => candidate.Score is not null)
            .GroupBy(candidate => candidate.Article.Sources[0].FeedId)
            .SelectMany(feed => feed
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Article.Id, StringComparer.Ordinal)
                .Select((candidate, index) => (candidate.Article, Score: candidate.Score - index)));
        return
        [
            .. scored
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Article.Id, StringComparer.Ordinal)
                .Take(options.Count)
                .Select(candidate => candidate.Article.Key),
        ];
    }

    /// <summary>
    /// The binary logarithm of the sum of the sources' weights, each halved with every half-life of age; one vote a feed. Null: no evidence.
    /// </summary>
    internal static double? LogScore(Article article, IReadOnlyDictionary<FeedId, double> weights, RankOptions options)
    {
        var logs = article.Sources
            .Where(source => source.EvidenceAt is not null)
            .DistinctBy(source => source.FeedId)
            .Select(source => (Weight: weights.GetValueOrDefault(source.FeedId), At: source.EvidenceAt!.Value))
            .Where(vote => vote.Weight > 0)
            .Select(vote => Math.Log2(vote.Weight) + ((vote.At - Epoch) / options.HalfLife))
            .ToList();
        if (logs.Count == 0)
        {
            return null;
        }

        // The sum of powers around the greatest, which neither overflows nor vanishes.
        var greatest = logs.Max();
        return greatest + Math.Log2(logs.Sum(log => Math.Pow(2, log - greatest)));
    }
}
