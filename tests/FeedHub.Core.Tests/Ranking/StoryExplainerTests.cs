namespace FeedHub.Ranking;

public sealed class StoryExplainerTests
{
    private static readonly RankOptions _options = new(30);

    private static readonly Evidence _talk = Sample.Told("forum", 1, 1.2) with { Kind = EvidenceKind.Engagement, CommentsCount = 84, TypicalComments = 20 };

    private static readonly Evidence _link = Sample.Told("d", 1, 0.7) with { Kind = EvidenceKind.Link };

    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_parts_sum_to_the_score(int above)
    {
        Evidence[][] stories = [[Sample.Told("a", 2)], [Sample.Told("a", 2), Sample.Told("b", 1, 0.5), _talk, _link], [Sample.Told("a", 50, 3), _link, _talk]];
        Assert.All(stories, evidence =>
        {
            var ranked = Rank(evidence) with { Above = above };
            var why = StoryExplainer.Explain(ranked, 4, _options, Now);
            Assert.Equal(why.Score, why.Parts.Sum(part => part.Points) * why.SingleSource * why.Diversity, 12);
            Assert.Equal(why.Score, StoryScore.At(ranked.Log, Now, _options) * Math.Pow(0.7, above), 9);
            Assert.Equal(evidence, why.Parts.Select(part => part.Evidence));
            Assert.Equal(("s", 4, Now, TimeSpan.FromHours(8), above), (why.StoryId, why.Rank, why.AsOf, why.HalfLife, why.Above));
        });
    }

    [Fact]
    public void The_sentence_tells_who_tells_how_soon_and_who_answers()
    {
        Assert.Equal("Told by 1 publication.", Text(Sample.Told("a", 2)));
        Assert.Equal("Told by 2 publications within 1 minute.", Text(Sample.Told("a", 2), Sample.Told("b", 2)));
        Assert.Equal("Told by 2 publications within 45 minutes.", Text(Sample.Told("a", 2.75), Sample.Told("b", 2)));
        Assert.Equal("Told by 3 publications within 3 days.", Text(Sample.Told("a", 74), Sample.Told("b", 2), Sample.Told("c", 9)));
        Assert.Equal(
            "Told by 4 publications within 3 hours (one of them with the same text); 84 comments, 4.2 times what is usual there; linked by 1 more blog.",
            Text(Sample.Told("a", 4), Sample.Told("b", 3), Sample.Told("c", 2) with { IsCopy = true }, Sample.Told("e", 1), _talk, _link));
        Assert.Equal(
            "Told by 3 publications within 2 hours (2 of them with the same text); linked by 2 more blogs.",
            Text(Sample.Told("a", 3), Sample.Told("b", 2) with { IsCopy = true }, Sample.Told("c", 1) with { IsCopy = true }, _link, _link));
        Assert.Equal("Told by 1 publication; 25 comments.", Text(Sample.Told("a", 2), _talk with { CommentsCount = 25 }));
        Assert.Equal("Told by 1 publication; 1 comment.", Text(Sample.Told("a", 2), _talk with { CommentsCount = 1 }));
    }

    [Fact]
    public void The_sentence_tells_what_keeps_a_story_where_it_is()
    {
        var ranked = Rank(Sample.Told("a", 2));
        Assert.Equal("Pinned by the operator; told by 1 publication.", Text(ranked with { Contender = ranked.Contender with { Pin = 0 } }));
        Assert.Equal("Told by 1 publication; lower, since the same publication leads 1 story above it.", Text(ranked with { Above = 1 }));
        Assert.Equal("Told by 1 publication; lower, since the same publication leads 3 stories above it.", Text(ranked with { Above = 3 }));
        Assert.Equal("Told by 1 publication; it keeps its place, since no other story is clearly better.", Text(ranked with { IsKept = true }));
    }

    private static RankedStory Rank(params Evidence[] evidence) => new(new("s", evidence, "a", null), StoryScore.LogOf(evidence, _options)!.Value, 0, false);

    private static string Text(params Evidence[] evidence) => Text(Rank(evidence));

    private static string Text(RankedStory ranked) => StoryExplainer.Explain(ranked, 1, _options, Now).Text;
}
