namespace FeedHub.Ranking;

public sealed class StoryScoreTests
{
    private static readonly RankOptions _options = new(30);

    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(48)]
    public void Evidence_loses_half_its_worth_in_a_half_life(int hours)
    {
        var options = _options with { HalfLife = TimeSpan.FromHours(hours), SingleShare = 1 };
        var single = StoryScore.LogOf([Sample.Told("a", 0)], options);
        var heavier = StoryScore.LogOf([Sample.Told("b", hours, 2)], options);
        var pair = StoryScore.LogOf([Sample.Told("a", hours), Sample.Told("b", 2 * hours, 2)], options);
        Assert.Equal(single!.Value, heavier!.Value, 9);
        Assert.Equal(single.Value, pair!.Value, 9);
        Assert.Equal(0.5, StoryScore.At(single.Value, Now.AddHours(hours), options), 9);
    }

    [Fact]
    public void What_nothing_speaks_for_has_no_score() => Assert.Null(StoryScore.LogOf([], _options));

    [Theory]
    [InlineData(0)]
    [InlineData(3.5)]
    [InlineData(100)]
    public void The_score_at_a_moment_is_the_sum_of_the_points_then(double hours)
    {
        Evidence[] evidence = [Sample.Told("a", 0), Sample.Told("b", 3, 0.5), Sample.Told("c", 70, 1.25)];
        var now = Now.AddHours(hours);
        var sum = evidence.Sum(one => StoryScore.PointsOf(one, now, _options));
        Assert.Equal(sum, StoryScore.At(StoryScore.LogOf(evidence, _options)!.Value, now, _options), 9);
    }

    [Theory]
    [InlineData(0, 0.35)]
    [InlineData(0.7, 0.35)]
    [InlineData(1, 1)]
    [InlineData(1.5, 1)]
    public void A_story_of_one_publication_counts_less_unless_others_answer(double answers, double share)
    {
        Evidence[] evidence = [Sample.Told("a", 0), Sample.Told("b", 0, answers) with { Kind = EvidenceKind.Link }];
        Assert.Equal(share, StoryScore.ShareOf(evidence, _options));
        Assert.True(StoryScore.IsSingle(evidence));
        Assert.Equal(1, StoryScore.ShareOf([Sample.Told("a", 0), Sample.Told("b", 0)], _options));
    }

    [Fact]
    public void Neither_the_far_past_nor_the_far_future_overflows() => Assert.All(
        [DateTimeOffset.UnixEpoch, new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero)],
        at => Assert.True(double.IsFinite(StoryScore.LogOf([Sample.Told("a", 0) with { At = at }, Sample.Told("b", 0)], _options)!.Value)));

    [Fact]
    public void F_27_After_the_clock_went_back_a_year_evidence_from_then_is_fresh_and_no_more() =>
        Assert.Equal(1, StoryScore.PointsOf(Sample.Told("a", 0), Now.AddYears(-1), _options));
}
