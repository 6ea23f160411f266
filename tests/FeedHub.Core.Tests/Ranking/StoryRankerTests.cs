namespace FeedHub.Ranking;

public sealed class StoryRankerTests
{
    private static readonly RankOptions _options = new(30);

    [Fact]
    public void More_feeds_weigh_more_and_newer_evidence_too() => Assert.Equal(
        ["three", "two", "new", "old"],
        Rank(
            Sample.Article("old", ("d", 20)), Sample.Article("new", ("c", 2)), Sample.Article("three", ("a", 2), ("b", 2), ("c", 2)),
            Sample.Article("two", ("b", 2), ("c", 2))));

    [Fact]
    public void A_vote_loses_half_its_weight_in_a_half_life()
    {
        var weights = Weights(("a", 1), ("b", 2));
        var single = StoryRanker.LogScore(Sample.Article("x", ("a", 0)), weights, _options);
        var heavier = StoryRanker.LogScore(Sample.Article("y", ("b", 12)), weights, _options);
        var pair = StoryRanker.LogScore(Sample.Article("z", ("a", 12), ("b", 24)), weights, _options);
        Assert.Equal(single!.Value, heavier!.Value, 9);
        Assert.Equal(single.Value, pair!.Value, 9);
    }

    [Fact]
    public void BAD_50_A_feed_that_floods_fills_no_more_than_a_few_places()
    {
        var flood = Enumerable.Range(0, 200).Select(number => Sample.Article($"flood {number:000}", ("a", 0)));
        var others = Enumerable.Range(0, 20).Select(number => Sample.Article($"other {number:00}", ($"f{number}", 20)));
        Article[] all = [.. flood, .. others];
        var top = StoryRanker.Rank(all, all.Select(article => article.Sources[0].FeedId).Distinct().ToDictionary(feed => feed, _ => 1.0), _options);
        Assert.Equal(20, top.Take(22).Count(key => key.StartsWith("other", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_feed_has_one_vote_however_often_it_tells() => Assert.Equal(
        StoryRanker.LogScore(Sample.Article("x", ("a", 1)), Weights(("a", 1)), _options),
        StoryRanker.LogScore(Sample.Article("x", ("a", 1), ("a", 0), ("a", 2)), Weights(("a", 1)), _options));

    [Fact]
    public void Without_evidence_or_weight_there_is_no_story() => Assert.Equal(
        ["told"],
        StoryRanker.Rank(
            [
                Sample.Article("told", ("a", 1)),
                Sample.Article("old", ("a", null)),
                Sample.Article("weightless", ("zero", 1)),
                Sample.Article("led by a weightless feed", ("zero", 1), ("a", 1)),
                Sample.Article("of a feed that left", ("left", 1)),
            ],
            Weights(("a", 1), ("zero", 0)),
            _options));

    [Fact]
    public void A_flood_of_one_feed_does_not_fill_the_page()
    {
        var flood = Enumerable.Range(0, 30).Select(number => Sample.Article($"flood{number:00}", ("a", 1)));
        var page = Rank([.. flood, Sample.Article("other", ("b", 20))]);
        Assert.Equal("other", page[2]);
    }

    [Fact]
    public void At_most_so_many_make_the_page()
    {
        var articles = Enumerable.Range(0, 10).Select(number => Sample.Article($"{number}", ("a", number))).ToList();
        Assert.Equal(["0", "1", "2"], StoryRanker.Rank(articles, Weights(("a", 1)), new RankOptions(3)));
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
        var articles = Many(200, seed);
        var weights = Weights(("a", 1), ("b", 2), ("c", 0.5), ("d", 10), ("e", 1));

        // Ages as they are in forty years: every score is a far smaller number, and differs from the others as it did.
        var aged = articles.Select(article => article with
        {
            Sources = [.. article.Sources.Select(source => source with { EvidenceAt = source.EvidenceAt - TimeSpan.FromDays(14_600) })],
        });

        Assert.Equal(StoryRanker.Rank(articles, weights, _options), StoryRanker.Rank(aged, weights, _options));
    }

    private static Article[] Many(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Sample.Article(
            $"{number:000}",
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ($"{(char)('a' + random.Next(5))}", (double?)random.Next(0, 72)))]))];
    }

    private static IReadOnlyList<string> Rank(params Article[] articles) =>
        StoryRanker.Rank(articles, Weights([.. "abcdez".Select(letter => ($"{letter}", 1d))]), _options);

    private static Dictionary<FeedId, double> Weights(params (string Feed, double Weight)[] weights) =>
        weights.ToDictionary(pair => new FeedId(pair.Feed), pair => pair.Weight);
}
