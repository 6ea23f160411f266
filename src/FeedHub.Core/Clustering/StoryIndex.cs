using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeedHub.Clustering;

/// <summary>
/// Which live stories hold a word and how heavily, and how many articles of theirs; and how many stories there are in each language. What the
/// search for candidates reads of a story stands in one row of a table, since it reads thousands of them for each article.
/// </summary>
/// <param name="maxStoriesOfProbe">A word that stands in more stories finds none, so that it needs no list of them.</param>
internal sealed class StoryIndex(int maxStoriesOfProbe)
{
    private readonly Dictionary<ulong, Posting> _postings = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Stack<int> _freeRows = [];
    private StoryRow[] _rows = new StoryRow[256];
    private int _rowCount;

    /// <summary>The live stories as the search reads them, by <see cref="StoryWeight.Row"/>; between them rows without a story.</summary>
    public Span<StoryRow> Rows => _rows.AsSpan(0, _rowCount);

    /// <summary>Live stories of a language.</summary>
    public int CountOf(string language) => _counts.GetValueOrDefault(language);

    /// <summary>Live stories that hold the word.</summary>
    public int StoriesWith(ulong word) => _postings.TryGetValue(word, out var posting) ? posting.Count : 0;

    /// <summary>Articles of live stories that hold the word, as far as the stories keep it.</summary>
    public int ArticlesWith(ulong word) => _postings.TryGetValue(word, out var posting) ? posting.ArticleCount : 0;

    /// <summary>The live stories that hold the word, in no order; none where they are too many to tell anything.</summary>
    public ReadOnlySpan<StoryWeight> Of(ulong word)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, word);
        return Unsafe.IsNullRef(ref posting) || posting.Count > maxStoriesOfProbe ? []
            : posting.Many is null ? MemoryMarshal.CreateReadOnlySpan(ref posting.One, 1)
            : posting.Many.AsSpan(0, posting.Count);
    }

    public void Add(LiveStory story)
    {
        _counts[story.Language] = _counts.GetValueOrDefault(story.Language) + 1;
        story.Row = TakeRow();
        _rows[story.Row] = new StoryRow(story);
        var (words, weights) = (story.Centroid.Words, story.Centroid.Weights);
        for (var index = 0; index < words.Length; index++)
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, words[index], out _);
            posting.ArticleCount += story.Centroid.CountAt(index);
            posting.Add(new StoryWeight(story.Row, weights[index]), 2 * maxStoriesOfProbe);
        }
    }

    public void Remove(LiveStory story)
    {
        _counts[story.Language]--;
        _rows[story.Row] = default;
        _freeRows.Push(story.Row);
        var (words, weights) = (story.Centroid.Words, story.Centroid.Weights);
        for (var index = 0; index < words.Length; index++)
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, words[index]);
            if (posting.Count == 1)
            {
                _postings.Remove(words[index]);
                continue;
            }

            posting.ArticleCount -= story.Centroid.CountAt(index);
            if (posting.IsListed)
            {
                posting.Remove(new StoryWeight(story.Row, weights[index]));
            }
            else if (--posting.Count <= maxStoriesOfProbe)
            {
                posting.Put([.. ListOf(words[index])]); // it has grown rare again
            }
        }
    }

    private IEnumerable<StoryWeight> ListOf(ulong word)
    {
        for (var row = 0; row < _rowCount; row++)
        {
            if (_rows[row].Story?.Centroid is { } centroid && centroid.IndexOf(word) is >= 0 and var index)
            {
                yield return new StoryWeight(row, centroid.Weights[index]);
            }
        }
    }

    private int TakeRow()
    {
        if (_freeRows.TryPop(out var free))
        {
            return free;
        }

        if (_rowCount == _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        return _rowCount++;
    }

    /// <summary>Most words stand in one story: that one needs no list. The most common ones have none either.</summary>
    private struct Posting
    {
        public StoryWeight One;
        public StoryWeight[]? Many; // null: there is one, or too many
        public int Count;
        public int ArticleCount;

        public readonly bool IsListed => Count == 1 || Many is not null;

        public void Add(StoryWeight story, int maxListed)
        {
            if (Count == 0)
            {
                One = story;
            }
            else if (IsListed)
            {
                Many ??= [One, default];
                if (Count == maxListed)
                {
                    Many = null;
                }
                else
                {
                    if (Count == Many.Length)
                    {
                        Array.Resize(ref Many, Count + (Count / 4) + 1);
                    }

                    Many[Count] = story;
                }
            }

            Count++;
        }

        public void Remove(StoryWeight story)
        {
            var all = MemoryMarshal.Cast<StoryWeight, ulong>(Many.AsSpan(0, Count));
            var place = all.LastIndexOf(Unsafe.BitCast<StoryWeight, ulong>(story)); // what changes is mostly young
            Debug.Assert(place >= 0, "a story is removed as it was added");
            all[place] = all[^1];
            Count--;
            if (Count == 1)
            {
                (One, Many) = (Many![0], null);
            }
            else if (Count < Many!.Length / 4)
            {
                Array.Resize(ref Many, Count);
            }
        }

        public void Put(StoryWeight[] stories) => (One, Many) = (stories[0], stories.Length == 1 ? null : stories);
    }
}

/// <summary>A story that holds a word.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Weight">What the word weighs in it.</param>
internal readonly record struct StoryWeight(int Row, float Weight);

/// <summary>What the search for candidates reads of a story.</summary>
internal struct StoryRow(LiveStory story)
{
    public readonly LiveStory? Story = story;
    public readonly string Language = story.Language;
    public readonly string Script = story.Script;
    public readonly long FirstTicks = story.FirstAt.UtcTicks;
    public readonly long LastTicks = story.LastAt.UtcTicks;
    public readonly double Length = story.Centroid.Length;

    /// <summary>What the search has found of it so far; NaN: it is not eligible.</summary>
    public double Probed;

    /// <summary>The search that <see cref="Probed"/> is of.</summary>
    public int Search;

    public readonly bool IsApart = story.IsApart;
}
