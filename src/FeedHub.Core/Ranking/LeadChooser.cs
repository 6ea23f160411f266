using System.Globalization;

namespace FeedHub.Ranking;

/// <summary>Chooses the article that represents a story.</summary>
public static class LeadChooser
{
    private const int GoodSummaryLength = 120;
    private const int MinTitleWords = 4;
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);
    private static readonly TimeSpan NewsHalfLife = TimeSpan.FromHours(24);

    /// <summary>The lead, and why it is that, the weightiest reason first. It stays until another is clearly better.</summary>
    /// <param name="articles">The story's articles in the order in which they came, each of a feed with standing; not empty.</param>
    /// <param name="current">The lead so far; null: none.</param>
    /// <param name="standings">How much each feed counts.</param>
    /// <param name="options">The constants.</param>
    public static (string ArticleKey, IReadOnlyList<string> Reasons) Choose(
        IReadOnlyList<Telling> articles, string? current, IReadOnlyDictionary<FeedId, FeedStanding> standings, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(articles);
        ArgumentNullException.ThrowIfNull(standings);
        ArgumentNullException.ThrowIfNull(options);
        var firstAt = articles.Min(article => article.At);
        var lastAt = articles.Where(article => !article.IsLate).Select(article => article.At).DefaultIfEmpty(firstAt).Max();
        var usual = articles.Select(article => article.Similarity).OfType<double>().DefaultIfEmpty(1).Average();
        var best = articles
            .Select(article => (Article: article, Worth: Worth(article, firstAt, lastAt, usual, standings)
                * (article.ArticleKey == current ? options.LeadHysteresis : 1)))
            .OrderByDescending(one => one.Worth)
            .ThenBy(one => one.Article.At)
            .ThenBy(one => one.Article.ArticleKey, StringComparer.Ordinal)
            .First().Article;
        return (best.ArticleKey, articles.Count == 1 ? [] : Reasons(best, articles, standings));
    }

    /// <summary>
    /// Of one day's reports the first is worth most. Of a story that goes on for days it is not: what it says is no news any more, and mostly not
    /// even true.
    /// </summary>
    private static double Worth(
        Telling article, DateTimeOffset firstAt, DateTimeOffset lastAt, double usual, IReadOnlyDictionary<FeedId, FeedStanding> standings)
    {
        var weight = standings.TryGetValue(article.LeadFeed, out var standing) ? standing.Weight : 0.01;
        var isOwn = standing is not null && (article.LinkPublication is null || article.LinkPublication == standing.Publication);
        var quality = 1
            + (article.LinkedBy.Count > 0 ? 0.5 : 0)
            + (article.SummaryLength >= GoodSummaryLength ? 0.2 : 0)
            + (article.HasFace ? 0.1 : 0);
        return weight
            * (0.4 + (0.6 * Math.Min(1, article.Similarity ?? usual)))
            * quality
            * (0.7 + (0.3 * Math.Pow(2, -((article.At - firstAt) / HalfLife))))
            * (0.4 + (0.6 * Math.Pow(2, -Math.Max(0, (lastAt - article.At) / NewsHalfLife))))
            * (isOwn ? 1 : 0.5)
            * (article.TitleWordCount < MinTitleWords ? 0.5 : 1)
            * (article.IsLate ? 0.5 : 1);
    }

    private static List<string> Reasons(Telling lead, IReadOnlyList<Telling> articles, IReadOnlyDictionary<FeedId, FeedStanding> standings)
    {
        List<string> reasons = [];
        if (lead.LinkedBy.Count > 0)
        {
            reasons.Add(lead.LinkedBy.Count == 1 ? "another blog links to it" : $"{lead.LinkedBy.Count} blogs link to it");
        }

        if (articles.Any(other => other.LinkPublication is { } publication && standings.TryGetValue(other.LeadFeed, out var standing) && standing.Publication != publication)
            && standings.TryGetValue(lead.LeadFeed, out var own) && (lead.LinkPublication is null || lead.LinkPublication == own.Publication))
        {
            reasons.Add("it is the original, not a pointer to one");
        }

        if (articles.All(other => other.At >= lead.At))
        {
            reasons.Add("it came first");
        }

        if (articles.Any(other => lead.At - other.At > NewsHalfLife))
        {
            reasons.Add("it is the news of a story that has gone on for days");
        }

        var weights = articles.Select(article => standings.TryGetValue(article.LeadFeed, out var other) ? other.Weight : 0).ToList();
        if (standings.TryGetValue(lead.LeadFeed, out var standing2) && standing2.Weight > weights.Min() && standing2.Weight >= weights.Max())
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"its feed has the greatest weight, {standing2.Weight:0.##}"));
        }

        if (lead.SummaryLength >= GoodSummaryLength && articles.Any(other => other.SummaryLength < GoodSummaryLength))
        {
            reasons.Add("it says more than its title");
        }

        if (reasons.Count == 0)
        {
            reasons.Add("it is the most typical of the story");
        }

        return reasons;
    }
}
