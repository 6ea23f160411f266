namespace FeedHub.Ranking;

public sealed class EvidenceGathererTests
{
    private static readonly RankOptions _options = new(30);

    /// <summary>Feeds a to e of publications of their names, a2 of publication a; heavy counts double.</summary>
    private static readonly Dictionary<FeedId, FeedStanding> _standings = new()
    {
        [new("a")] = new("a", 1, 10),
        [new("a2")] = new("a", 1, 10),
        [new("b")] = new("b", 1, 10),
        [new("c")] = new("c", 1, 10),
        [new("heavy")] = new("heavy", 2, 10),
    };

    private static DateTimeOffset Now => Sample.Now;

    [Fact]
    public void Each_publication_has_one_vote_by_the_first_of_its_articles() => Assert.Equal(
        [("b", 1, 5), ("a", 1, 3), ("heavy", 2, 1)],
        Publications(Told("1", ("a", 3)), Told("2", ("a2", 2)), Told("3", ("a", 1)), Told("4", ("b", 5)), Told("5", ("heavy", 1))));

    [Fact]
    public void A_copy_counts_half() => Assert.Equal(
        [("a", 1, 3), ("b", 0.5, 2), ("heavy", 1, 1)], Publications(Told("1", ("a", 3), ("b", 2), ("heavy", 1))));

    [Fact]
    public void A_copy_of_what_does_not_count_is_none() => Assert.Equal([("b", 1, 2)], Publications(Told("1", ("muted", 3), ("b", 2))));

    [Fact]
    public void Of_two_articles_of_one_moment_the_original_is_the_vote() => Assert.Equal(
        [("b", 1, 2), ("a", 1, 2)], Publications(Told("1", ("a", 2), ("b", 2)), Told("2", ("b", 2))).OrderByDescending(vote => vote.Publication));

    [Fact]
    public void Late_articles_and_feeds_without_standing_give_none() =>
        Assert.Empty(EvidenceGatherer.Gather([Told("1", ("a", 3)) with { IsLate = true, CommentsCount = 500 }, Told("2", ("stranger", 1))], _standings, _options));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0.5)]
    [InlineData(30, 1)]
    [InlineData(70, 1.5)]
    [InlineData(1_000_000, 1.5)]
    public void Comments_count_by_what_is_usual_for_the_feed_up_to_a_limit(int count, double expected)
    {
        var talk = EvidenceGatherer.Gather([Told("1", ("a", 3)) with { CommentsCount = count }], _standings, _options)
            .SingleOrDefault(one => one.Kind == EvidenceKind.Engagement);
        Assert.Equal(expected, talk?.Amount ?? 0, 9);
        Assert.Equal(expected > 0 ? (count, 10.0, Now.AddHours(-3)) : default, talk is null ? default : (talk.CommentsCount!.Value, talk.TypicalComments!.Value, talk.At));
    }

    [Fact]
    public void The_comments_on_all_articles_of_a_story_are_worth_no_more_than_a_limit()
    {
        var articles = Enumerable.Range(0, 20).Select(number => Told($"{number:00}", ("a", number)) with { CommentsCount = 1_000 }).ToList();
        var talks = EvidenceGatherer.Gather(articles, _standings, _options).Where(one => one.Kind == EvidenceKind.Engagement).ToList();
        Assert.Equal(3, talks.Sum(one => one.Amount), 9);
        Assert.Equal(2, talks.Count);
    }

    [Fact]
    public void A_feed_that_hardly_counts_cannot_lend_weight_to_comments()
    {
        var standings = new Dictionary<FeedId, FeedStanding> { [new("a")] = new("a", 0.1, 10) };
        var talk = EvidenceGatherer.Gather([Told("1", ("a", 3)) with { CommentsCount = 1_000 }], standings, _options)[^1];
        Assert.Equal(0.15, talk.Amount, 9);
    }

    [Fact]
    public void A_link_is_one_vote_of_a_publication_that_does_not_tell_the_story_itself()
    {
        var linked = Told("1", ("a", 9)) with
        {
            LinkedBy = [(new("c"), Now.AddHours(-2)), (new("c"), Now.AddHours(-4)), (new("b"), Now), (new("a2"), Now), (new("stranger"), Now), (new("heavy"), Now)],
        };
        var links = EvidenceGatherer.Gather([linked, Told("2", ("b", 1))], _standings, _options).Where(one => one.Kind == EvidenceKind.Link).ToList();
        Assert.Equal([("c", 0.7, 4), ("heavy", 1.4, 0)], links.Select(Facts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_order_of_articles_changes_nothing(int seed)
    {
        Telling[] articles =
        [
            Told("1", ("a", 3), ("b", 2)) with { CommentsCount = 50 },
            Told("2", ("a2", 3)) with { CommentsCount = 50 },
            Told("3", ("heavy", 3)) with { LinkedBy = [(new("c"), Now)] },
            Told("4", ("b", 2)) with { LinkedBy = [(new("c"), Now)], CommentsCount = 900 },
        ];
        var expected = EvidenceGatherer.Gather(articles, _standings, _options).Select(Facts).ToList();
        new Random(seed).Shuffle(articles);
        Assert.Equal(expected, EvidenceGatherer.Gather(articles, _standings, _options).Select(Facts));
        Assert.Equal(expected.Select(one => one.HoursAgo).OrderDescending(), expected.Select(one => one.HoursAgo));
    }

    private static IEnumerable<(string Publication, double Amount, double HoursAgo)> Publications(params Telling[] articles) =>
        EvidenceGatherer.Gather(articles, _standings, _options).Where(one => one.Kind == EvidenceKind.Publication).Select(Facts);

    private static (string Publication, double Amount, double HoursAgo) Facts(Evidence one) =>
        (one.Publication, Math.Round(one.Amount, 9), (Now - one.At).TotalHours);

    private static Telling Told(string name, params (string Feed, double? HoursAgo)[] sources) => Sample.Telling(Sample.Article(name, sources));
}
