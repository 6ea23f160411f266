namespace FeedHub.Ranking;

public sealed class StoryRankerTests
{
    private static readonly RankOptions _options = new(30);

    private static DateTimeOffset Now => Sample.Now;

    [Fact]
    public void More_feeds_weigh_more_and_newer_evidence_too() => Assert.Equal(
        ["three", "two", "new", "old"],
        Rank(
            Sample.Article("old", ("d", 20)), Sample.Article("new", ("c", 2)), Sample.Article("three", ("a", 2), ("b", 2), ("c", 2)),
            Sample.Article("two", ("b", 2), ("c", 2))));

    [Fact]
    public void BAD_50_A_feed_that_floods_fills_no_more_than_a_few_places()
    {
        var flood = Enumerable.Range(0, 200).Select(number => Sample.Article($"flood {number:000}", ("a", 0)));
        var others = Enumerable.Range(0, 20).Select(number => Sample.Article($"other {number:00}", ($"f{number}", 20)));
        Article[] all = [.. flood, .. others];
        var top = Rank(all, Equal(all), _options);

        Assert.Equal(20, top.Count(name => name.StartsWith("other", StringComparison.Ordinal)));
        Assert.Equal(6, top.Count(name => name.StartsWith("flood", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_feed_has_one_vote_however_often_it_tells() => Assert.Equal(
        Contend(Sample.Article("x", ("a", 1)), Weights(("a", 1))).Evidence,
        Contend(Sample.Article("x", ("a", 1), ("a", 0), ("a", 2)), Weights(("a", 1))).Evidence);

    [Fact]
    public void Without_evidence_or_weight_there_is_no_story() => Assert.Equal(
        ["told"],
        Rank(
            [
                Sample.Article("told", ("a", 1)),
                Sample.Article("old", ("a", null)),
                Sample.Article("weightless", ("zero", 1)),
                Sample.Article("of a feed that left", ("left", 1)),
            ],
            Weights(("a", 1), ("zero", 0)),
            _options));

    [Fact]
    public void A_flood_of_one_feed_does_not_fill_the_page()
    {
        var flood = Enumerable.Range(0, 30).Select(number => Sample.Article($"flood{number:00}", ("a", 1)));
        var page = Rank([.. flood, Sample.Article("other", ("b", 20))]);
        Assert.Equal((7, "other"), (page.Count, page[5]));
    }

    [Fact]
    public void At_most_so_many_make_the_page()
    {
        var articles = Enumerable.Range(0, 10).Select(number => Sample.Article($"{number}", ($"f{number}", number))).ToArray();
        Assert.Equal(["0", "1", "2"], Rank(articles, Equal(articles), new RankOptions(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_ranking_is_independent_of_the_order_of_the_input(int seed)
    {
        var articles = Many(200, seed);
        var expected = Rank(articles);
        for (var turn = 0; turn < 10; turn++)
        {
            new Random(turn).Shuffle(articles);
            Assert.Equal(expected, Rank(articles));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_order_of_two_stories_never_changes_by_the_passing_of_time(int seed)
    {
        var weights = Weights(("a", 1), ("b", 2), ("c", 0.5), ("d", 10), ("e", 1));
        var contenders = Many(200, seed).Select(article => Contend(article, weights)).ToList();
        var options = _options with { Floor = 0 };

        // Forty years on every score is a far smaller number, and differs from the others as it did.
        var aged = contenders.Select(story => story with { Evidence = [.. story.Evidence.Select(one => one with { At = one.At.AddDays(-14_600) })] });

        var expected = Names(StoryRanker.Rank(contenders, [], options, Now));
        Assert.Equal(expected, Names(StoryRanker.Rank(contenders, [], options, Now.AddDays(14_600))));
        Assert.Equal(expected, Names(StoryRanker.Rank(aged, [], options, Now)));
    }

    private static Article[] Many(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Sample.Article(
            $"{number:000}",
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ($"{(char)('a' + random.Next(5))}", (double?)random.Next(0, 72)))]))];
    }

    private static IReadOnlyList<string> Rank(params Article[] articles) => Rank(articles, Equal(articles), _options);

    private static IReadOnlyList<string> Rank(Article[] articles, Dictionary<FeedId, FeedStanding> standings, RankOptions options) =>
        Names(StoryRanker.Rank(articles.Select(article => Contend(article, standings)), [], options, Now));

    /// <summary>A story of one article, led by the feed that represents it.</summary>
    private static Contender Contend(Article article, Dictionary<FeedId, FeedStanding> standings) => new(
        article.Key, EvidenceGatherer.Gather([Sample.Telling(article)], standings, _options), article.Sources[0].FeedId.Value, null);

    private static IReadOnlyList<string> Names(IEnumerable<RankedStory> ranked) => [.. ranked.Select(story => story.Contender.StoryId)];

    private static Dictionary<FeedId, FeedStanding> Equal(IEnumerable<Article> articles) =>
        articles.SelectMany(article => article.Sources).Select(source => source.FeedId).Distinct().ToDictionary(feed => feed, feed => new FeedStanding(feed.Value, 1, 5));

    private static Dictionary<FeedId, FeedStanding> Weights(params (string Feed, double Weight)[] weights) => weights
        .Where(pair => pair.Weight > 0)
        .ToDictionary(pair => new FeedId(pair.Feed), pair => new FeedStanding(pair.Feed, pair.Weight, 5));
}
