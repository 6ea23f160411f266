using FeedHub.Clustering;
using FeedHub.Deduplicating;

namespace FeedHub.Ranking;

/// <summary>One feed against a page of twenty-four stories of honest blogs, through all that the core decides.</summary>
public sealed class StoryFloodTests
{
    private const string Flood = "flood.example";
    private const int FloodCount = 1_000;
    private const int MaxShare = 6; // a fifth of thirty

    private static readonly RankOptions _options = new(30);

    [Theory]
    [InlineData("posts a thousand entries", true)]
    [InlineData("posts a thousand entries", false)]
    [InlineData("dates a thousand entries in the future", true)]
    [InlineData("dates a thousand entries in the future", false)]
    [InlineData("gives its entries new guids all the time", false)]
    [InlineData("claims a million comments", true)]
    [InlineData("repeats what others tell", false)]
    public void A_feed_holds_at_most_its_share_when_it(string does, bool isFirst)
    {
        var engine = new StoryEngine(_options, TimeSpan.FromDays(2));
        var honest = Honest();
        Action[] turns = [() => honest.ForEach(text => engine.See(text)), () => Attack(engine, does, honest)];
        foreach (var turn in isFirst ? turns.Reverse() : turns)
        {
            turn();
            engine.Publish(Sample.Now);
        }

        engine.Publish(Sample.Now);

        Assert.InRange(engine.FrontPage.Count(story => story.Contender.LeadPublication == Flood), 0, MaxShare);
        var shown = engine.FrontPage.SelectMany(story => engine.ArticlesOf(story.Contender.StoryId)).ToHashSet();
        Assert.All(honest, text => Assert.Contains(text.Key, shown));
        Assert.All(
            engine.FrontPage,
            story => Assert.InRange(story.Contender.Evidence.Count(one => one.Publication == Flood && one.Kind == EvidenceKind.Publication), 0, 1));
    }

    [Fact]
    public void Whoever_edits_an_entry_a_thousand_times_gains_nothing_by_it()
    {
        var engine = new StoryEngine(_options, TimeSpan.FromDays(2));
        var honest = Honest();
        honest.ForEach(text => engine.See(text));
        var own = Texts.Of("edited", "Tomato seedlings survived another frosty weekend", -20, Flood);
        engine.See(own);
        engine.Publish(Sample.Now);
        var before = engine.FrontPage.Select(story => (story.Contender.StoryId, story.Log)).ToList();

        for (var edit = 0; edit < FloodCount; edit++)
        {
            engine.Revise(own with { Title = honest[edit % honest.Count].Title + $" revision{edit}", At = Sample.Now.AddHours(edit) });
        }

        engine.Publish(Sample.Now);
        Assert.Equal(before, engine.FrontPage.Select(story => (story.Contender.StoryId, story.Log)));
    }

    [Fact]
    public void What_a_flood_pushed_in_does_not_stay_longer_than_it_is_worth()
    {
        var engine = new StoryEngine(_options, TimeSpan.FromDays(2));
        Attack(engine, "posts a thousand entries", []);
        engine.Publish(Sample.Now);
        foreach (var number in Enumerable.Range(0, 30))
        {
            var title = $"topic{number}a topic{number}b topic{number}c topic{number}d";
            engine.See(Texts.Of($"one {number}", title, 1, $"one{number}.example"));
            engine.See(Texts.Of($"two {number}", title, 1, $"two{number}.example"));
        }

        engine.Publish(Sample.Now.AddHours(1));

        Assert.DoesNotContain(engine.FrontPage, story => story.Contender.LeadPublication == Flood);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(24, 8)]
    [InlineData(10, 48)]
    [InlineData(20, 24)]
    public void On_a_list_of_blogs_everything_comes_onto_the_page_at_once(int postsPerDay, double halfLife)
    {
        var engine = new StoryEngine(_options with { HalfLife = TimeSpan.FromHours(halfLife) }, TimeSpan.FromDays(2));
        for (var post = 0; post < postsPerDay * 10; post++)
        {
            var hours = post * 24.0 / postsPerDay;
            engine.See(Texts.Of($"{post}", $"subject{post}a subject{post}b subject{post}c subject{post}d", hours, $"blog{post % 20}.example"));
            engine.Publish(Sample.Now.AddHours(hours + 0.1));
            Assert.Contains(Texts.Story($"{post}"), engine.Edition.Whole.FrontPage);
        }
    }

    /// <summary>Two stories each of twelve blogs of the last day.</summary>
    private static List<ArticleText> Honest() =>
    [
        .. Enumerable.Range(0, 24).Select(number => Texts.Of(
            $"honest {number}", $"event{number}a event{number}b event{number}c event{number}d event{number}e", -number, $"blog{number % 12}.example")),
    ];

    private static void Attack(StoryEngine engine, string does, List<ArticleText> honest)
    {
        for (var number = 0; number < FloodCount; number++)
        {
            var key = $"flood {number}";
            var own = Texts.Of(key, $"spam{number}a spam{number}b spam{number}c spam{number}d", 0, Flood);
            engine.See(
                does switch
                {
                    "dates a thousand entries in the future" => own with { At = EvidenceOf(Sample.Now.AddDays(1 + number)) },
                    "gives its entries new guids all the time" => own with { Title = $"A weekly column about garden fences, part {number % 10}" },
                    "repeats what others tell" => own with { Title = honest[number % honest.Count].Title },
                    _ => own,
                },
                does == "claims a million comments" ? 1_000_000 + number : null);
        }
    }

    /// <summary>When an entry with this date counts as told.</summary>
    private static DateTimeOffset EvidenceOf(DateTimeOffset publishedAt) =>
        ArticleAssigner.EvidenceOf(Sample.Entry("flood", "g:1", null) with { PublishedAt = publishedAt }, isFirstVisit: false)!.Value;
}
