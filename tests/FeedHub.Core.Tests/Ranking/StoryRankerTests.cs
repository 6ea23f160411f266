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

        var expected = Names(RankAll(contenders, [], options, Now));
        Assert.Equal(expected, Names(RankAll(contenders, [], options, Now.AddDays(14_600))));
        Assert.Equal(expected, Names(RankAll(aged, [], options, Now)));
    }

    [Fact]
    public void Pinned_stories_stand_on_top_in_the_operators_order_whatever_they_are_worth() => Assert.Equal(
        ["pin 0", "pin 1", "best", "other"],
        Ranked(
            [], new RankOptions(4),
            Story("other", 5, "a", "b"), Story("best", 0, "c", "d"), Story("pin 1", 0, "e", "f") with { Pin = 1 }, Story("pin 0", 2_000, "g") with { Pin = 0 }));

    [Fact]
    public void Each_story_that_one_publication_leads_counts_less_than_the_one_above_it()
    {
        var ranked = RankAll(
            [Story("p1", 0, "p", "x"), Story("p2", 0, "p", "y"), Story("p3", 0, "p", "z"), Story("q", 3, "q", "x")], [], _options, Now);
        Assert.Equal(["p1", "q", "p2", "p3"], Names(ranked));
        Assert.Equal([0, 0, 1, 2], ranked.Select(story => story.Above));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 2)]
    [InlineData(11, 3)]
    [InlineData(30, 6)]
    public void A_publication_tells_at_most_a_fifth_of_the_page_alone(int count, int expected) => Assert.Equal(
        expected, Ranked([], new RankOptions(count), [.. Enumerable.Range(0, 50).Select(number => Story($"{number:00}", 0, "a"))]).Count);

    [Fact]
    public void What_a_publication_tells_alone_does_not_keep_out_what_others_tell_with_it() => Assert.Contains(
        "shared", Ranked([], new RankOptions(10), [Story("shared", 40, "a", "b"), .. Enumerable.Range(0, 50).Select(number => Story($"{number:00}", 0, "a"))]));

    [Theory]
    [InlineData(1.9, "old", true)]
    [InlineData(2.1, "new", false)]
    public void Who_has_a_seat_keeps_it_until_another_is_clearly_better(double amount, string expected, bool isKept)
    {
        Contender[] contenders =
        [
            new("old", [Sample.Told("a", 1), Sample.Told("b", 1)], "a", null),
            new("new", [Sample.Told("c", 1, amount), Sample.Told("d", 1, amount)], "c", null),
        ];
        var ranked = Assert.Single(RankAll(contenders, ["old"], new RankOptions(1), Now));
        Assert.Equal((expected, isKept), (ranked.Contender.StoryId, ranked.IsKept));
        Assert.Equal("new", Assert.Single(Ranked([], new RankOptions(1), contenders)));
    }

    [Theory]
    [InlineData(2.9, "old")]
    [InlineData(3.1, "new")]
    public void What_one_publication_tells_alone_must_be_better_still(double amount, string expected) => Assert.Equal(
        [expected],
        Ranked(["old"], new RankOptions(1), new("old", [Sample.Told("a", 1)], "a", null), new("new", [Sample.Told("c", 1, amount)], "c", null)));

    [Theory]
    [InlineData(2, 3, "old")]
    [InlineData(2, 4, "new")]
    [InlineData(8, 12, "old")]
    [InlineData(8, 13, "new")]
    [InlineData(48, 15, "old")]
    [InlineData(48, 17, "new")]
    public void A_seat_is_held_against_who_is_sixteen_hours_fresher_at_the_most(double halfLife, double hoursAgo, string expected) => Assert.Equal(
        [expected],
        Ranked(["old"], new RankOptions(1) { HalfLife = TimeSpan.FromHours(halfLife), Floor = 0 }, Story("old", hoursAgo, "a"), Story("new", 0, "b")));

    [Fact]
    public void Among_those_with_a_seat_the_better_stands_first() => Assert.Equal(
        ["new", "old"], Ranked(["old"], _options, Story("old", 1.5, "a", "b"), Story("new", 1, "c", "d")));

    [Fact]
    public void A_story_below_the_floor_leaves_whoever_wants_its_seat()
    {
        var story = Story("old", 0, "a", "b");
        var halfLives = Math.Log2(2 / _options.Floor);
        Assert.Single(RankAll([story], ["old"], _options, Now + (_options.HalfLife * (halfLives - 0.01))));
        Assert.Empty(RankAll([story], ["old"], _options, Now + (_options.HalfLife * (halfLives + 0.01))));
    }

    [Fact]
    public void Of_two_that_are_worth_the_same_the_smaller_id_stands_first() =>
        Assert.Equal(["A", "B", "a", "b"], Ranked([], _options, Story("b", 1, "d"), Story("B", 1, "b"), Story("a", 1, "c"), Story("A", 1, "a")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Without_new_evidence_the_page_stays_as_it_is_however_often_it_is_ranked(int seed)
    {
        var options = new RankOptions(12) { Floor = 0 };
        var weights = Weights(("a", 1), ("b", 2), ("c", 0.5), ("d", 10), ("e", 1));
        var articles = Many(300, seed);
        IReadOnlyList<string> page = [];
        for (var known = 20; known <= articles.Length; known += 20)
        {
            var contenders = articles.Take(known).Select(article => Contend(article, weights)).ToList();
            page = Names(RankAll(contenders, page, options, Now));
            Assert.All([0, 1, 100, 10_000], hours => Assert.Equal(page, Names(RankAll(contenders, page, options, Now.AddHours(hours)))));
        }
    }

    private static IReadOnlyList<RankedStory> RankAll(
        IEnumerable<Contender> contenders, IReadOnlyCollection<string> seated, RankOptions options, DateTimeOffset now) =>
        StoryRanker.Rank(contenders.Select(contender => StoryRanker.Score(contender, options)).OfType<RankedStory>(), seated, options, now);

    private static Article[] Many(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Sample.Article(
            $"{number:000}",
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ($"{(char)('a' + random.Next(5))}", (double?)random.Next(0, 72)))]))];
    }

    private static IReadOnlyList<string> Rank(params Article[] articles) => Rank(articles, Equal(articles), _options);

    private static IReadOnlyList<string> Rank(Article[] articles, Dictionary<FeedId, FeedStanding> standings, RankOptions options) =>
        Names(RankAll(articles.Select(article => Contend(article, standings)), [], options, Now));

    private static IReadOnlyList<string> Ranked(string[] seated, RankOptions options, params Contender[] stories) =>
        Names(RankAll(stories, seated, options, Now));

    /// <summary>A story that publications told so many hours ago, led by the first of them.</summary>
    private static Contender Story(string id, double hoursAgo, params string[] publications) =>
        new(id, [.. publications.Select(publication => Sample.Told(publication, hoursAgo))], publications[0], null);

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
