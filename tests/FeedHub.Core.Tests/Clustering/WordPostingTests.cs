namespace FeedHub.Clustering;

/// <summary>The lists of many words in one array, against a dictionary of lists.</summary>
public sealed class WordPostingTests
{
    private const int WordCount = 200;
    private const int MaxListed = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_word_has_its_own_stories_however_the_lists_grow_shrink_and_take_each_others_places(int seed)
    {
        var random = new Random(seed);
        var lists = new WeightLists();
        var postings = new WordPosting[WordCount];
        var known = postings.Select(_ => new List<StoryWeight>()).ToArray();
        for (var step = 0; step < 40_000; step++)
        {
            var word = random.Next(WordCount);
            var (stories, isFilling) = (known[word], random.Next(40_000) > step);
            if (stories.Count < 2 || (isFilling && stories.Count < MaxListed))
            {
                var story = new StoryWeight(step, (float)random.NextDouble());
                postings[word].Add(story, lists, MaxListed);
                stories.Add(story);
            }
            else if (random.Next(3) == 0)
            {
                var place = random.Next(stories.Count);
                var now = stories[place] with { Weight = (float)random.NextDouble() };
                postings[word].Replace(stories[place], now, lists);
                stories[place] = now;
            }
            else
            {
                var gone = stories[random.Next(stories.Count)];
                postings[word].Remove(gone, lists);
                stories.Remove(gone);
            }
        }

        Assert.All(known.Index(), one => Assert.Equal(
            one.Item.OrderBy(story => story.Row), postings[one.Index].StoriesIn(lists).ToArray().OrderBy(story => story.Row)));
        Assert.Contains(known, stories => stories.Count <= 3); // they did shrink
    }

    [Fact]
    public void What_stands_in_too_many_is_counted_and_not_listed_until_it_is_rare_again()
    {
        var lists = new WeightLists();
        var posting = new WordPosting();
        for (var row = 0; row < 6; row++)
        {
            posting.Add(new StoryWeight(row, 1), lists, maxListed: 4);
        }

        Assert.Equal((6, false), (posting.Count, posting.IsListed));
        Assert.Empty(posting.StoriesIn(lists).ToArray());

        posting.Put([new StoryWeight(3, 1), new StoryWeight(5, 1)], lists);
        Assert.Equal((2, true), (posting.Count, posting.IsListed));
        Assert.Equal([3, 5], posting.StoriesIn(lists).ToArray().Select(story => story.Row));
    }
}
