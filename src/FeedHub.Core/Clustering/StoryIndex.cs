using System.Runtime.InteropServices;

namespace FeedHub.Clustering;

/// <summary>Which live stories hold a word, and how many articles of theirs; and how many stories there are in each language.</summary>
internal sealed class StoryIndex
{
    private readonly Dictionary<ulong, Posting> _postings = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Live stories of a language.</summary>
    public int CountOf(string language) => _counts.GetValueOrDefault(language);

    /// <summary>Live stories that hold the word.</summary>
    public int StoriesWith(ulong word) => _postings.TryGetValue(word, out var posting) ? posting.Count : 0;

    /// <summary>Articles of live stories that hold the word, as far as the stories keep it.</summary>
    public int ArticlesWith(ulong word) => _postings.TryGetValue(word, out var posting) ? posting.ArticleCount : 0;

    /// <summary>The live stories that hold the word, in no order.</summary>
    public ReadOnlySpan<LiveStory> Of(ulong word)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, word);
        return System.Runtime.CompilerServices.Unsafe.IsNullRef(ref posting) ? []
            : posting.Many is null ? MemoryMarshal.CreateReadOnlySpan(ref posting.One!, 1)
            : CollectionsMarshal.AsSpan(posting.Many);
    }

    public void Add(LiveStory story)
    {
        _counts[story.Language] = _counts.GetValueOrDefault(story.Language) + 1;
        for (var index = 0; index < story.Centroid.Words.Length; index++)
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, story.Centroid.Words[index], out var exists);
            posting.ArticleCount += story.Centroid.CountAt(index);
            if (!exists)
            {
                posting.One = story;
            }
            else
            {
                posting.Many ??= [posting.One!];
                posting.Many.Add(story);
            }
        }
    }

    public void Remove(LiveStory story)
    {
        _counts[story.Language]--;
        for (var index = 0; index < story.Centroid.Words.Length; index++)
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, story.Centroid.Words[index]);
            if (posting.Many is null)
            {
                _postings.Remove(story.Centroid.Words[index]);
                continue;
            }

            posting.ArticleCount -= story.Centroid.CountAt(index);
            var place = posting.Many.LastIndexOf(story); // what changes is mostly young
            posting.Many[place] = posting.Many[^1];
            posting.Many.RemoveAt(posting.Many.Count - 1);
            if (posting.Many.Count == 1)
            {
                (posting.One, posting.Many) = (posting.Many[0], null);
            }
        }
    }

    /// <summary>Most words stand in one story: that one needs no list.</summary>
    private struct Posting
    {
        public LiveStory? One;
        public List<LiveStory>? Many;
        public int ArticleCount;

        public readonly int Count => Many?.Count ?? 1;
    }
}
