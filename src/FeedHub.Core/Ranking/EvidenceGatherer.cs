namespace FeedHub.Ranking;

/// <summary>What speaks for a story: who tells it, who talks of it, who links to it.</summary>
public static class EvidenceGatherer
{
    /// <summary>The evidence, in the order in which it came.</summary>
    /// <param name="articles">The story's articles.</param>
    /// <param name="standings">How much each feed counts; feeds without standing give none.</param>
    /// <param name="options">The constants.</param>
    public static IReadOnlyList<Evidence> Gather(
        IReadOnlyList<Telling> articles, IReadOnlyDictionary<FeedId, FeedStanding> standings, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(articles);
        ArgumentNullException.ThrowIfNull(standings);
        ArgumentNullException.ThrowIfNull(options);
        var counting = articles.Where(article => !article.IsLate).ToList();
        var publications = Publications(counting, standings, options);
        var tellers = publications.Select(evidence => evidence.Publication).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. publications
                .Concat(Engagement(counting, standings, options))
                .Concat(Links(counting, standings, tellers, options))
                .OrderBy(evidence => evidence.At)
                .ThenBy(evidence => evidence.Kind)
                .ThenBy(evidence => evidence.Publication, StringComparer.Ordinal),
        ];
    }

    /// <summary>One vote for each publication, by the first of its articles: no feed adds to it by writing more.</summary>
    private static List<Evidence> Publications(
        IEnumerable<Telling> articles, IReadOnlyDictionary<FeedId, FeedStanding> standings, RankOptions options) =>
    [
        .. articles
            .SelectMany(article => article.Sources
                .Where(source => standings.ContainsKey(source.Feed)) // a copy of what does not count is none
                .Select((source, place) => (article, source.Feed, source.At, IsCopy: place > 0)))
            .OrderBy(vote => vote.At)
            .ThenBy(vote => vote.IsCopy)
            .ThenBy(vote => vote.Feed.Value, StringComparer.Ordinal)
            .DistinctBy(vote => standings[vote.Feed].Publication)
            .Select(vote => new Evidence
            {
                Kind = EvidenceKind.Publication,
                Publication = standings[vote.Feed].Publication,
                FeedId = vote.Feed,
                ArticleKey = vote.article.ArticleKey,
                Amount = standings[vote.Feed].Weight * (vote.IsCopy ? options.CopyShare : 1),
                At = vote.At,
                IsCopy = vote.IsCopy,
            }),
    ];

    /// <summary>Comments beyond what is usual for the feed; dated like the article, so that asking again refreshes nothing.</summary>
    private static IEnumerable<Evidence> Engagement(
        IEnumerable<Telling> articles, IReadOnlyDictionary<FeedId, FeedStanding> standings, RankOptions options)
    {
        var left = options.MaxStoryEngagement;
        foreach (var article in articles.OrderByDescending(article => article.CommentsCount ?? 0).ThenBy(article => article.ArticleKey, StringComparer.Ordinal))
        {
            if (article.CommentsCount is not > 0 || article.Sources.Count == 0 || !standings.TryGetValue(article.LeadFeed, out var standing))
            {
                continue;
            }

            var amount = Math.Min(left, Math.Min(options.MaxEngagement, 0.5 * Math.Log2(1 + (article.CommentsCount.Value / standing.TypicalComments))))
                * Math.Min(1, standing.Weight);
            if (amount <= 0)
            {
                yield break;
            }

            left -= amount;
            yield return new Evidence
            {
                Kind = EvidenceKind.Engagement,
                Publication = standing.Publication,
                FeedId = article.LeadFeed,
                ArticleKey = article.ArticleKey,
                Amount = amount,
                At = article.At,
                CommentsCount = article.CommentsCount,
                TypicalComments = standing.TypicalComments,
            };
        }
    }

    /// <summary>A link is a vote of those who do not tell the story themselves, one for each publication.</summary>
    private static IEnumerable<Evidence> Links(
        IEnumerable<Telling> articles, IReadOnlyDictionary<FeedId, FeedStanding> standings, HashSet<string> tellers, RankOptions options) => articles
            .SelectMany(article => article.LinkedBy.Select(link => (article.ArticleKey, link.Feed, link.At)))
            .Where(link => standings.TryGetValue(link.Feed, out var standing) && !tellers.Contains(standing.Publication))
            .OrderBy(link => link.At)
            .ThenBy(link => link.Feed.Value, StringComparer.Ordinal)
            .DistinctBy(link => standings[link.Feed].Publication)
            .Select(link => new Evidence
            {
                Kind = EvidenceKind.Link,
                Publication = standings[link.Feed].Publication,
                FeedId = link.Feed,
                ArticleKey = link.ArticleKey,
                Amount = options.LinkAmount * standings[link.Feed].Weight,
                At = link.At,
            });
}
