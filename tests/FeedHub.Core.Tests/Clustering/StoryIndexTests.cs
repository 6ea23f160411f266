namespace FeedHub.Clustering;

/// <summary>What the index says of words, against the stories themselves.</summary>
public sealed class StoryIndexTests
{
    private const int MaxStories = 3;
    private const int WordCount = 24;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_was_added_changed_and_removed_words_lead_to_the_stories_that_hold_them(int seed)
    {
        var random = new Random(seed);
        var options = new ClusterOptions { StoryWords = 10 };
        var index = new StoryIndex(MaxStories);
        List<LiveStory> stories = [];
        for (var step = 0; step < 2_000; step++)
        {
            var story = stories.Count == 0 ? null : stories[random.Next(stories.Count)];
            if (story is null || random.Next(stories.Count + 4) < 4)
            {
                story = new LiveStory($"s{step}", step, random.Next(2) == 0 ? "en" : "de", "Latn");
                story.Add(Article(random, step), options);
                index.Add(story);
                stories.Add(story);
            }
            else if (random.Next(3) == 0)
            {
                index.Remove(story);
                stories.Remove(story);
            }
            else
            {
                var before = story.Centroid;
                story.Language = random.Next(10) == 0 ? "fr" : story.Language;
                story.Add(Article(random, step), options);
                index.Update(story, before);
            }

            AssertTold(index, stories);
        }
    }

    private static void AssertTold(StoryIndex index, List<LiveStory> stories)
    {
        Assert.All((string[])["en", "de", "fr"], language => Assert.Equal(stories.Count(story => story.Language == language), index.CountOf(language)));
        for (var word = 1U; word <= WordCount; word++)
        {
            var holders = stories.Where(story => story.Centroid.IndexOf(word) >= 0).OrderBy(story => story.Number).ToList();
            Assert.Equal(holders.Count, index.StoriesWith(word));
            Assert.Equal(holders.Sum(story => story.Centroid.CountAt(story.Centroid.IndexOf(word))), index.ArticlesWith(word));
            Assert.Equal(
                holders.Count > MaxStories ? [] : holders.Select(story => (story.Number, story.Centroid.Weights[story.Centroid.IndexOf(word)])),
                index.Of(word).ToArray().Select(found => (index.StoryAt(found.Row).Number, found.Weight)).OrderBy(found => found.Number));
        }
    }

    private static LiveArticle Article(Random random, int number)
    {
        uint[] words = [.. Enumerable.Range(1, WordCount).Where(_ => random.Next(5) == 0).Append(WordCount + 1 + (number % 7)).Select(word => (uint)word)];
        return new LiveArticle($"a{number}", DateTimeOffset.UnixEpoch.AddMinutes(number), "p")
        {
            Text = new WordVector(words, [.. words.Select(_ => (float)random.NextDouble())], null),
        };
    }
}
