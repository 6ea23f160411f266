using System.Runtime.CompilerServices;

namespace FeedHub.Clustering;

/// <summary>
/// Which live stories hold a word and how heavily, and how many articles of theirs; and how many stories there are in each language. What the
/// search for candidates reads of a story stands in tables of numbers by row, since it reads thousands of them for each article.
/// </summary>
/// <param name="maxStoriesOfProbe">A word that stands in more stories finds none, so that it needs no list of them.</param>
internal sealed class StoryIndex(int maxStoriesOfProbe)
{
    private readonly WordTable _words = new();
    private readonly WeightLists _lists = new();
    private readonly List<StoryKind> _kinds = [];
    private readonly Stack<int> _freeRows = [];
    private StoryRow[] _rows = new StoryRow[256];
    private LiveStory?[] _stories = new LiveStory?[256];
    private int _rowCount;

    /// <summary>The live stories as the search reads them, by <see cref="StoryWeight.Row"/>; between them rows without a story.</summary>
    public ReadOnlySpan<StoryRow> Rows => _rows.AsSpan(0, _rowCount);

    /// <summary>The kinds of stories that there are, by <see cref="StoryRow.Kind"/>.</summary>
    public IReadOnlyList<StoryKind> Kinds => _kinds;

    /// <summary>The story of a row.</summary>
    public LiveStory StoryAt(int row) => _stories[row]!;

    /// <summary>Live stories of a language.</summary>
    public int CountOf(string language)
    {
        var count = 0;
        foreach (var kind in _kinds)
        {
            count += kind.Language == language ? kind.Count : 0;
        }

        return count;
    }

    /// <summary>The stories whose last article, or whose first, is from before a moment, in the order in which they were founded.</summary>
    public List<LiveStory> Before(DateTimeOffset last, DateTimeOffset first)
    {
        List<LiveStory> found = [];
        for (var row = 0; row < _rowCount; row++)
        {
            if ((_rows[row].LastTicks < last.UtcTicks || _rows[row].FirstTicks < first.UtcTicks) && _stories[row] is { } story)
            {
                found.Add(story);
            }
        }

        found.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        return found;
    }

    /// <summary>Words of which much is asked next.</summary>
    public void Touch(ReadOnlySpan<uint> words) => _words.Touch(words);

    /// <summary>Live stories that hold the word.</summary>
    public int StoriesWith(uint word)
    {
        ref var posting = ref _words.Find(word);
        return Unsafe.IsNullRef(ref posting) ? 0 : posting.Count;
    }

    /// <summary>Articles of live stories that hold the word, as far as the stories keep it.</summary>
    public int ArticlesWith(uint word)
    {
        ref var posting = ref _words.Find(word);
        return Unsafe.IsNullRef(ref posting) ? 0 : posting.ArticleCount;
    }

    /// <summary>The live stories that hold the word, in no order; none where they are too many to tell anything.</summary>
    public ReadOnlySpan<StoryWeight> Of(uint word)
    {
        ref var posting = ref _words.Find(word);
        return Unsafe.IsNullRef(ref posting) || posting.Count > maxStoriesOfProbe ? [] : posting.StoriesIn(_lists);
    }

    public void Add(LiveStory story)
    {
        story.Row = TakeRow();
        _stories[story.Row] = story;
        SetRow(story);
        for (var place = 0; place < story.Centroid.Words.Length; place++)
        {
            Add(story, story.Centroid, place);
        }
    }

    public void Remove(LiveStory story)
    {
        _kinds[_rows[story.Row].Kind].Count--;
        (_rows[story.Row], _stories[story.Row]) = (default, null);
        _freeRows.Push(story.Row);
        _words.Touch(story.Centroid.Words);
        TouchLists(story.Centroid.Words);
        for (var place = 0; place < story.Centroid.Words.Length; place++)
        {
            Remove(story, story.Centroid, place);
        }
    }

    /// <summary>The story has changed: of most of its words only the weight.</summary>
    /// <param name="story">As it is now.</param>
    /// <param name="before">Its words before.</param>
    public void Update(LiveStory story, WordVector before)
    {
        _kinds[_rows[story.Row].Kind].Count--;
        SetRow(story);
        var now = story.Centroid;
        var (old, place) = (0, 0);
        while (old < before.Words.Length || place < now.Words.Length)
        {
            var order = old == before.Words.Length ? 1 : place == now.Words.Length ? -1 : before.Words[old].CompareTo(now.Words[place]);
            if (order < 0)
            {
                Remove(story, before, old++);
            }
            else if (order > 0)
            {
                Add(story, now, place++);
            }
            else if (before.Weights[old] == now.Weights[place] && before.CountAt(old) == now.CountAt(place))
            {
                (old, place) = (old + 1, place + 1); // what came to the story does not hold it
            }
            else
            {
                ref var posting = ref _words.Find(now.Words[place]);
                posting.ArticleCount += now.CountAt(place) - before.CountAt(old);
                posting.Replace(new StoryWeight(story.Row, before.Weights[old++]), new StoryWeight(story.Row, now.Weights[place++]), _lists);
            }
        }
    }

    private void Add(LiveStory story, WordVector words, int place)
    {
        ref var posting = ref _words.FindOrAdd(words.Words[place]);
        posting.ArticleCount += words.CountAt(place);
        posting.Add(new StoryWeight(story.Row, words.Weights[place]), _lists, 2 * maxStoriesOfProbe);
    }

    private void Remove(LiveStory story, WordVector words, int place)
    {
        var word = words.Words[place];
        ref var posting = ref _words.Find(word);
        if (posting.Count == 1)
        {
            _words.Remove(word);
            return;
        }

        posting.ArticleCount -= words.CountAt(place);
        if (posting.IsListed)
        {
            posting.Remove(new StoryWeight(story.Row, words.Weights[place]), _lists);
        }
        else if (--posting.Count <= maxStoriesOfProbe)
        {
            posting.Put([.. ListOf(word)], _lists); // it has grown rare again
        }
    }

    /// <summary>The words' lists are looked into next, from their beginnings.</summary>
    private void TouchLists(ReadOnlySpan<uint> words)
    {
        foreach (var word in words)
        {
            _words.Find(word).TouchList(_lists);
        }
    }

    private IEnumerable<StoryWeight> ListOf(uint word)
    {
        for (var row = 0; row < _rowCount; row++)
        {
            if (_stories[row]?.Centroid is { } centroid && centroid.IndexOf(word) is >= 0 and var index)
            {
                yield return new StoryWeight(row, centroid.Weights[index]);
            }
        }
    }

    /// <summary>One more of its kind, whose number this is.</summary>
    private int Count(LiveStory story)
    {
        var kind = _kinds.FindIndex(known => known.Language == story.Language && known.Script == story.Script && known.IsApart == story.IsApart);
        if (kind < 0)
        {
            kind = _kinds.Count;
            _kinds.Add(new StoryKind(story.Language, story.Script, story.IsApart));
        }

        _kinds[kind].Count++;
        return kind;
    }

    private void SetRow(LiveStory story)
    {
        _rows[story.Row] = new StoryRow(story.FirstAt.UtcTicks, story.LastAt.UtcTicks, (float)(1 / story.Centroid.Length), Count(story), story.Number);
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
            Array.Resize(ref _stories, _rows.Length);
        }

        return _rowCount++;
    }
}

/// <summary>A story that holds a word.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Weight">What the word weighs in it.</param>
internal readonly record struct StoryWeight(int Row, float Weight);

/// <summary>What tells, apart from time, whether a story may take an article in.</summary>
internal sealed class StoryKind(string language, string script, bool isApart)
{
    public string Language { get; } = language;

    public string Script { get; } = script;

    public bool IsApart { get; } = isApart;

    /// <summary>Live stories of the kind.</summary>
    public int Count { get; set; }
}

/// <summary>What the search for candidates reads of a story.</summary>
/// <param name="FirstTicks">When its first article told.</param>
/// <param name="LastTicks">When its last one did.</param>
/// <param name="PerLength">One by the length of its centroid.</param>
/// <param name="Kind">The number of its kind.</param>
/// <param name="Number"><see cref="LiveStory.Number"/>.</param>
internal readonly record struct StoryRow(long FirstTicks, long LastTicks, float PerLength, int Kind, int Number);
