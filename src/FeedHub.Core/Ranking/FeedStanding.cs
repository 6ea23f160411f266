namespace FeedHub.Ranking;

/// <summary>How much a feed counts.</summary>
/// <param name="Publication">Who publishes it: feeds of one publication have one voice.</param>
/// <param name="Weight">Above 0: the operator's weight and the share of its volume together; feeds without weight have no standing.</param>
/// <param name="TypicalComments">The median of its articles' comments, at least 5.</param>
public sealed record FeedStanding(string Publication, double Weight, double TypicalComments)
{
    private const double MinTypicalComments = 5;
    private const double MinVolumeFactor = 0.5;
    private const double MaxVolumeFactor = 1.25;
    private const double HeaviestWeight = 10;
    private const double HeaviestAmount = 3;

    /// <summary>The standing of each feed.</summary>
    /// <param name="feeds">Each feed's publication and weight; 0 gives no standing.</param>
    /// <param name="articles">All live articles, as they tell who writes how much and what is talked of where.</param>
    public static IReadOnlyDictionary<FeedId, FeedStanding> Of(
        IReadOnlyDictionary<FeedId, (string Publication, double Weight)> feeds, IReadOnlyCollection<Telling> articles)
    {
        var counts = articles.SelectMany(article => article.Sources).CountBy(source => source.Feed).ToDictionary();
        var comments = articles
            .Where(article => article.CommentsCount is not null)
            .GroupBy(article => article.LeadFeed)
            .ToDictionary(feed => feed.Key, feed => Median([.. feed.Select(article => (double)article.CommentsCount!.Value)]));
        var usual = counts.Count == 0 ? 1 : Median([.. counts.Values.Select(count => (double)count)]);
        return feeds
            .Where(feed => feed.Value.Weight > 0)
            .ToDictionary(
                feed => feed.Key,
                feed => new FeedStanding(
                    feed.Value.Publication,
                    Amount(feed.Value.Weight)
                        * Math.Clamp(Math.Sqrt(usual / Math.Max(1, counts.GetValueOrDefault(feed.Key))), MinVolumeFactor, MaxVolumeFactor),
                    Math.Max(MinTypicalComments, comments.GetValueOrDefault(feed.Key))));
    }

    /// <summary>The list's weight, 1 as it is, and scaled above it so that 10 counts as 3.</summary>
    private static double Amount(double weight) =>
        weight <= 1 ? weight : 1 + ((Math.Min(weight, HeaviestWeight) - 1) / (HeaviestWeight - 1) * (HeaviestAmount - 1));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
