namespace FeedHub.Ranking;

/// <summary>What is kept from one ranking to the next is what reckoning all of it anew would give.</summary>
public sealed class StoryBoardTests
{
    private static readonly RankOptions _options = new(12);
    private static readonly string[] _feeds = ["a", "b", "c", "d", "e", "f"];

    private static readonly Dictionary<string, IReadOnlySet<FeedId>> _channels = new()
    {
        ["first"] = new HashSet<FeedId> { new("a"), new("b"), new("c") },
        ["second"] = new HashSet<FeedId> { new("d"), new("e"), new("f") },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_board_that_was_kept_up_to_date_ranks_as_a_new_one_does(int seed)
    {
        var random = new Random(seed);
        var stories = new Dictionary<string, RankableStory>();
        var kept = new StoryBoard(_options, _channels);
        for (var round = 0; round < 60; round++)
        {
            var touched = Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"{random.Next(120):000}").Distinct().ToList();
            foreach (var id in touched)
            {
                if (random.Next(6) == 0)
                {
                    stories.Remove(id);
                }
                else
                {
                    stories[id] = Story(id, random);
                }
            }

            var weights = Weights(random.Next(4) == 0 ? random.Next(3) : 1);
            kept.Update(touched, stories.GetValueOrDefault, weights, Sample.Now);
            var fresh = new StoryBoard(_options, _channels);
            fresh.Update(stories.Keys, stories.GetValueOrDefault, weights, Sample.Now);

            Assert.All(["", "first", "second"], list => Assert.Equal(Shown(fresh, list), Shown(kept, list)));
        }
    }

    [Fact]
    public void Where_nothing_changed_nothing_is_reckoned()
    {
        var random = new Random(1);
        var stories = Enumerable.Range(0, 200).ToDictionary(number => $"{number:000}", number => Story($"{number:000}", random));
        var board = new StoryBoard(_options, _channels);
        Assert.Equal(200, board.Update(stories.Keys, stories.GetValueOrDefault, Weights(1), Sample.Now));
        Assert.Equal(0, board.Update([], stories.GetValueOrDefault, Weights(1), Sample.Now));

        stories["000"] = stories["000"] with { Articles = [stories["000"].Articles[0] with { HasFace = true }] };
        Assert.Equal(1, board.Update(["000"], stories.GetValueOrDefault, Weights(1), Sample.Now));
    }

    [Fact]
    public void What_has_faded_below_the_floor_is_ranked_again_when_something_speaks_for_it()
    {
        var stories = new Dictionary<string, RankableStory> { ["old"] = new([Told("x", "a", 1)], null, null, false), ["pinned"] = new([Told("y", "b", 1)], null, 1, false) };
        var weights = Weights(1);
        var later = Sample.Now.AddDays(5);
        var board = new StoryBoard(_options, _channels);
        board.Update(stories.Keys, stories.GetValueOrDefault, weights, Sample.Now);
        Assert.Equal(["pinned", "old"], board.Rank("", [], Sample.Now).Select(story => story.Contender.StoryId));

        board.Update([], stories.GetValueOrDefault, weights, later);
        Assert.Equal(["pinned"], board.Rank("", [], later).Select(story => story.Contender.StoryId));

        stories["old"] = stories["old"] with { Articles = [.. stories["old"].Articles, Told("z", "c", 1) with { At = later, Sources = [(new FeedId("c"), later)] }] };
        board.Update(["old"], stories.GetValueOrDefault, weights, later);
        Assert.Equal(["pinned", "old"], board.Rank("", [], later).Select(story => story.Contender.StoryId));
        Assert.Equal(["pinned", "old"], board.Rank("first", [], later).Select(story => story.Contender.StoryId));
    }

    [Fact]
    public void Who_leads_counts_for_the_page_at_once()
    {
        // The small one came first, but the other is the better lead; what the small one tells alone need not stand behind its own lead.
        var stories = new Dictionary<string, RankableStory>
        {
            ["shared"] = new([Told("x", "small", 1.5), Told("y", "great", 2)], null, null, false),
            ["own"] = new([Told("z", "small", 0.2)], null, null, false),
            ["other"] = new([Told("w", "third", 3)], null, null, false),
        };
        var board = new StoryBoard(_options, new Dictionary<string, IReadOnlySet<FeedId>>());
        board.Update(
            stories.Keys, stories.GetValueOrDefault,
            new[] { ("small", 0.7), ("great", 1), ("third", 0.55) }.ToDictionary(feed => new FeedId(feed.Item1), feed => (feed.Item1, feed.Item2)), Sample.Now);

        var page = board.Rank("", [], Sample.Now);

        Assert.Equal(["shared", "own", "other"], page.Select(story => story.Contender.StoryId));
        Assert.Equal(("great", "y"), (page[0].Contender.LeadPublication, page[0].Contender.LeadKey));
    }

    private static List<string> Shown(StoryBoard board, string list) =>
        [.. board.Rank(list, [], Sample.Now).Select(story => $"{story.Contender.StoryId} {story.Log:R} {story.Contender.LeadKey} {story.Above}")];

    private static Dictionary<FeedId, (string Publication, double Weight)> Weights(double ofFirst) =>
        _feeds.ToDictionary(feed => new FeedId(feed), feed => (feed, feed == "a" ? ofFirst : 1));

    private static RankableStory Story(string id, Random random) => new(
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => Told($"{id}-{number}", _feeds[random.Next(_feeds.Length)], random.Next(60)) with
        {
            CommentsCount = random.Next(3) == 0 ? random.Next(200) : null,
            LinkedBy = random.Next(3) == 0 ? [(new FeedId(_feeds[random.Next(_feeds.Length)]), Sample.Now.AddHours(-random.Next(60)))] : [],
        })],
        null,
        random.Next(40) == 0 ? random.Next(3) : null,
        random.Next(40) == 0);

    private static Telling Told(string key, string feed, double hoursAgo) => Sample.Telling(Sample.Article(key, (feed, hoursAgo)));
}
