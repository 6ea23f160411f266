using System.Text.Json;
using FeedHub.Clustering;

namespace FeedHub.Ranking;

/// <summary>Whatever the order in which articles come, a story that readers saw has one id for ever. From articles to editions.</summary>
public sealed class StoryInterleavingTests
{
    private const int InterleavingCount = 1_000;
    private const int EventCount = 6;

    private static readonly RankOptions _options = new(5);

    [Fact]
    public void No_interleaving_of_arrivals_mints_a_second_id_for_a_story_that_was_listed_or_splits_it()
    {
        var arrivals = Arrivals();
        var (listed, merged) = (0, 0);
        for (var seed = 0; seed < InterleavingCount; seed++)
        {
            var engine = Run(arrivals, seed, Check);
            listed += engine.ListedAt.Count;
            merged += engine.Changes.OfType<StoryChange.Merged>().Count();
        }

        Assert.All([listed, merged], count => Assert.InRange(count, 100, int.MaxValue)); // else nothing was tried
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_arrivals_give_the_same_ids_and_lists_byte_for_byte(int seed) =>
        Assert.Equal(Log(Arrivals(), seed), Log(Arrivals(), seed));

    private static byte[] Log(List<ArticleText> arrivals, int seed)
    {
        List<Edition> editions = [];
        var engine = Run(arrivals, seed, (engine, _) => editions.Add(engine.Edition));
        return JsonSerializer.SerializeToUtf8Bytes(new { Changes = engine.Changes.Cast<object>(), editions, Page = engine.FrontPage });
    }

    /// <summary>The arrivals in an order of their own, each perhaps seen again or revised later; every few of them an edition.</summary>
    private static StoryEngine Run(List<ArticleText> arrivals, int seed, Action<StoryEngine, Dictionary<string, string>> atEdition)
    {
        var random = new Random(seed);
        var order = arrivals.ToArray();
        random.Shuffle(order);
        var engine = new StoryEngine(_options, TimeSpan.FromDays(2));
        var listedWith = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, text) in order.Index())
        {
            engine.See(text);
            if (random.Next(4) == 0)
            {
                var again = order[random.Next(place + 1)];
                engine.See(again);
                engine.Revise(again with { Title = order[random.Next(order.Length)].Title });
            }

            if (random.Next(3) == 0)
            {
                engine.Publish(Sample.Now.AddHours(place * 0.5));
                atEdition(engine, listedWith);
            }
        }

        return engine;
    }

    private static void Check(StoryEngine engine, Dictionary<string, string> listedWith)
    {
        // Each article that stood in a listed story stands in what that story is now, and nowhere else.
        foreach (var (key, id) in listedWith)
        {
            Assert.Contains(key, engine.ArticlesOf(engine.Resolve(id)));
        }

        var listed = engine.Edition.Whole.Listed.Select(listing => listing.StoryId).ToList();
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
        Assert.All(listed, id => Assert.Equal(id, engine.Resolve(id)));
        foreach (var id in listed)
        {
            foreach (var key in engine.ArticlesOf(id))
            {
                listedWith.TryAdd(key, id);
            }
        }

        // Which was listed first keeps its id.
        foreach (var merge in engine.Changes.OfType<StoryChange.Merged>().Where(merge => engine.ListedAt.ContainsKey(merge.LostId)))
        {
            Assert.True(engine.ListedAt.TryGetValue(merge.StoryId, out var keptAt) && keptAt <= engine.ListedAt[merge.LostId]);
        }
    }

    /// <summary>Several reports of each event, in part of its words, by blogs that tell of several.</summary>
    private static List<ArticleText> Arrivals()
    {
        var random = new Random(7);
        return
        [
            .. Enumerable.Range(0, EventCount * 5).Select(number => Texts.Of(
                $"a{number}",
                string.Join(' ', Enumerable.Range(0, 6).Select(_ => $"name{number % EventCount}x{random.Next(9)}")),
                -random.Next(20),
                $"blog{random.Next(8)}.example")),
        ];
    }
}
