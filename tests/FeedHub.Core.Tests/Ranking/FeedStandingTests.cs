namespace FeedHub.Ranking;

public sealed class FeedStandingTests
{
    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(5.5, 2)]
    [InlineData(10, 3)]
    [InlineData(100, 3)]
    public void The_operators_weight_counts_as_it_is_and_above_one_so_that_ten_is_three(double weight, double expected) =>
        Assert.Equal(expected, Of([("a", weight)], [Told("a")])["a"].Weight, 9);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_feed_without_weight_has_no_standing(double weight) => Assert.Empty(Of([("a", weight)], [Told("a")]));

    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 0.7071)]
    [InlineData(16, 0.5)]
    [InlineData(1_000, 0.5)]
    [InlineData(3, 1.1892)] // the fourth root of 2, as steps are of an eighth of a doubling
    [InlineData(5, 0.9170)]
    [InlineData(1, 1.25)]
    [InlineData(0, 1.25)]
    public void Who_writes_more_than_is_usual_counts_less_for_each(int count, double expected)
    {
        IEnumerable<Telling> articles =
        [
            .. Enumerable.Repeat(Told("a"), count),
            .. new[] { "b", "c", "d" }.SelectMany(feed => Enumerable.Repeat(Told(feed), 4)),
        ];
        Assert.Equal(expected, Of([("a", 1), ("b", 1), ("c", 1), ("d", 1)], [.. articles])["a"].Weight, 4);
    }

    [Theory]
    [InlineData(new int[0], 5)]
    [InlineData(new[] { 0, 1, 2 }, 5)]
    [InlineData(new[] { 10, 500, 20 }, 20)]
    [InlineData(new[] { 84 }, 84)]
    public void The_comments_that_are_usual_are_the_median_and_at_least_five(int[] comments, double expected) => Assert.Equal(
        expected, Of([("a", 1)], [Told("a"), .. comments.Select(count => Told("a") with { CommentsCount = count })])["a"].TypicalComments);

    [Fact]
    public void Before_the_first_article_every_feed_stands_alike() => Assert.Equal([1.0, 1.0], Of([("a", 1), ("b", 1)], []).Values.Select(one => one.Weight));

    [Fact]
    public void A_standing_that_is_as_it_was_stays_the_same_object()
    {
        Dictionary<FeedId, (string, double)> feeds = new() { [new("a")] = ("a", 1), [new("b")] = ("b", 1) };
        var before = FeedStanding.Of(feeds, Tally([Told("a"), Told("b")]), new Dictionary<FeedId, FeedStanding>());
        feeds[new("b")] = ("b", 2);
        var after = FeedStanding.Of(feeds, Tally([Told("a"), Told("b")]), before);

        Assert.Same(before[new("a")], after[new("a")]);
        Assert.NotEqual(before[new("b")], after[new("b")]);
    }

    private static Dictionary<string, FeedStanding> Of((string Feed, double Weight)[] feeds, Telling[] articles) => FeedStanding
        .Of(feeds.ToDictionary(feed => new FeedId(feed.Feed), feed => (feed.Feed, feed.Weight)), Tally(articles), new Dictionary<FeedId, FeedStanding>())
        .ToDictionary(feed => feed.Key.Value, feed => feed.Value);

    private static FeedTally Tally(Telling[] articles)
    {
        var tally = new FeedTally();
        var gone = FeedShare.Of([Told("a") with { CommentsCount = 7 }, Told("gone") with { CommentsCount = 3 }]);
        tally.Add(gone);
        tally.Add(FeedShare.Of(articles));
        tally.Remove(gone);
        return tally;
    }

    private static Telling Told(string feed) => Sample.Telling(Sample.Article("x", (feed, 1)));
}
