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

    /// <summary>
    /// The factor of a volume has steps of a tenth: else each new article would move the worth of every story a little, though nobody
    /// told anything of them.
    /// </summary>
    private const double StepsPerDoubling = 8;

    /// <summary>The standing of each feed.</summary>
    /// <param name="feeds">Each feed's publication and weight; 0 gives no standing.</param>
    /// <param name="tally">All live articles, as they tell who writes how much and what is talked of where.</param>
    /// <param name="before">The standings of the last time: nearly all are as they were, and stay the same objects.</param>
    public static IReadOnlyDictionary<FeedId, FeedStanding> Of(
        IReadOnlyDictionary<FeedId, (string Publication, double Weight)> feeds, FeedTally tally, IReadOnlyDictionary<FeedId, FeedStanding> before)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(tally);
        var usual = tally.Counts.Count == 0 ? 1 : Median([.. tally.Counts.Values]);
        var standings = new Dictionary<FeedId, FeedStanding>(feeds.Count);
        foreach (var (feed, (publication, weight)) in feeds.Where(feed => feed.Value.Weight > 0))
        {
            var standing = new FeedStanding(
                publication,
                Amount(weight) * VolumeFactor(usual, tally.Counts.GetValueOrDefault(feed)),
                Math.Max(MinTypicalComments, tally.UsualComments(feed)));
            standings[feed] = before.TryGetValue(feed, out var known) && known == standing ? known : standing;
        }

        return standings;
    }

    private static double VolumeFactor(double usual, int count)
    {
        var doublings = Math.Log2(usual / Math.Max(1, count)) / 2;
        return Math.Clamp(Math.Pow(2, Math.Round(doublings * StepsPerDoubling) / StepsPerDoubling), MinVolumeFactor, MaxVolumeFactor);
    }

    /// <summary>The list's weight, 1 as it is, and scaled above it so that 10 counts as 3.</summary>
    private static double Amount(double weight) =>
        weight <= 1 ? weight : 1 + ((Math.Min(weight, HeaviestWeight) - 1) / (HeaviestWeight - 1) * (HeaviestAmount - 1));

    private static double Median(int[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
