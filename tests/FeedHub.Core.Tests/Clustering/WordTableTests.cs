using System.Runtime.CompilerServices;

namespace FeedHub.Clustering;

/// <summary>The table of words, against a dictionary.</summary>
public sealed class WordTableTests
{
    private const int WordCount = 5_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_holds_what_was_added_and_not_removed_however_it_has_grown(int seed)
    {
        var random = new Random(seed);
        var (table, lists) = (new WordTable(), new WeightLists());
        Dictionary<uint, int> known = [];
        uint[] words = [.. Enumerable.Range(0, WordCount).Select(_ => (uint)random.NextInt64())];
        for (var step = 0; step < 20 * WordCount; step++)
        {
            // First it fills, then it is half full, then it empties.
            var word = words[random.Next(WordCount)];
            var isAdded = random.Next(20 * WordCount) > step;
            if (isAdded)
            {
                table.FindOrAdd(word).Add(new StoryWeight(step, 1), lists, maxListed: 4);
                known[word] = known.GetValueOrDefault(word) + 1;
            }
            else if (known.Remove(word))
            {
                table.Remove(word);
            }

            if (step % 5_000 == 0)
            {
                table.Touch(words);
                Assert.All(words, one => Assert.Equal(known.GetValueOrDefault(one), CountOf(table, one)));
            }
        }

        Assert.All(words, one => Assert.Equal(known.GetValueOrDefault(one), CountOf(table, one)));
    }

    private static int CountOf(WordTable table, uint word)
    {
        ref var posting = ref table.Find(word);
        return Unsafe.IsNullRef(ref posting) ? 0 : posting.Count;
    }
}
