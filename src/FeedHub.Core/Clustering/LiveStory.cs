namespace FeedHub.Clustering;

/// <summary>An article of a live story, as it is compared.</summary>
internal sealed class LiveArticle(string key, DateTimeOffset at, string publication)
{
    public string Key { get; } = key;

    public DateTimeOffset At { get; } = at;

    public string Publication { get; } = publication;

    /// <summary>Title and summary, of length one.</summary>
    public required WordVector Text { get; init; }

    /// <summary>What <see cref="WordBag.InTitle"/> tells of its words: an eighth of what the title would take by itself.</summary>
    public byte[]? InTitle { get; init; }

    /// <summary>The title alone, of length one; null: there is nothing else.</summary>
    public WordVector? ReadTitle() => InTitle is null ? null : Similarity.TitleOf(Text, InTitle);
}

/// <summary>A story that may still gather articles.</summary>
internal sealed class LiveStory(string id, int number, string language, string script)
{
    private double _logLengths;
    private long _listedTicks;
    private long _firstTicks = DateTimeOffset.MaxValue.UtcTicks;
    private long _lastTicks = DateTimeOffset.MinValue.UtcTicks;
    private LiveArticle[]? _articles = [];
    private List<(string Key, DateTimeOffset At)>? _members; // null: those of the articles; nearly all stories have one, and a list of one costs as much as it holds

    public string Id { get; } = id;

    /// <summary>In the order in which stories were founded.</summary>
    public int Number { get; } = number;

    /// <summary>Of its articles; where the first do not tell, that of the first which does.</summary>
    public string Language { get; set; } = language;

    public string Script { get; } = script;

    /// <summary>When it was first listed; null: never. What was listed is never taken apart.</summary>
    public DateTimeOffset? ListedAt
    {
        get => _listedTicks == 0 ? null : new DateTimeOffset(_listedTicks, TimeSpan.Zero);
        set => _listedTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>The operator took it out of another: it joins none.</summary>
    public bool IsApart { get; set; }

    /// <summary>Keys and moments of all its articles, in the order in which they came.</summary>
    public IEnumerable<(string Key, DateTimeOffset At)> Members => _members ?? _articles!.Select(article => (article.Key, article.At));

    /// <summary>How many articles it has.</summary>
    public int Count { get; private set; } // a number of its own: comparisons read it of stories that are far from the processor

    /// <summary>Its articles while they are so few that they may move to another story; null: they stay.</summary>
    public IReadOnlyList<LiveArticle>? Articles => _articles;

    /// <summary>The one publication that tells it; null: there are several.</summary>
    public string? OnlyPublication { get; private set; }

    public DateTimeOffset FirstAt => new(_firstTicks, TimeSpan.Zero);

    public DateTimeOffset LastAt => new(_lastTicks, TimeSpan.Zero);

    /// <summary>The sum of its articles.</summary>
    public WordVector Centroid { get; private set; } = WordVector.Empty;

    /// <summary>The logarithm of how many times eight words its articles have, on average.</summary>
    public double LogLength => Count == 0 ? 0 : _logLengths / Count;

    /// <summary>Where it stands in the index.</summary>
    public int Row { get; set; }

    public void Add(LiveArticle article, ClusterOptions options)
    {
        OnlyPublication = Count == 0 || OnlyPublication == article.Publication ? article.Publication : null;
        Spread(article.At, article.At);
        _logLengths += Similarity.LogLengthOf(article.Text);
        Centroid = Centroid.Plus(article.Text, options.StoryWords);
        Count++;
        if (_articles is null)
        {
            _members!.Add((article.Key, article.At));
            return;
        }

        _articles = [.. _articles, article];
        ForgetManyArticles(options);
    }

    public void TakeIn(LiveStory other, ClusterOptions options)
    {
        OnlyPublication = OnlyPublication == other.OnlyPublication ? OnlyPublication : null;
        Spread(other.FirstAt, other.LastAt);
        _logLengths += other._logLengths;
        Centroid = Centroid.Plus(other.Centroid, options.StoryWords);
        Count += other.Count;
        if (_articles is null || other._articles is null)
        {
            (_members, _articles) = ([.. Members, .. other.Members], null);
            return;
        }

        _articles = [.. _articles, .. other._articles];
        ForgetManyArticles(options);
    }

    /// <summary>The story without an article. Of a big one only the name goes: what it has told stays part of the picture.</summary>
    public void Remove(string key, ClusterOptions options)
    {
        if (_articles is null)
        {
            var logLength = LogLength;
            _members!.RemoveAll(member => member.Key == key);
            Count = _members.Count;
            _logLengths = logLength * Count;
            return;
        }

        LiveArticle[] left = [.. _articles.Where(article => article.Key != key)];
        (_articles, Centroid, Count, _logLengths, OnlyPublication) = ([], WordVector.Empty, 0, 0, null);
        (_firstTicks, _lastTicks) = (DateTimeOffset.MaxValue.UtcTicks, DateTimeOffset.MinValue.UtcTicks);
        foreach (var article in left)
        {
            Add(article, options);
        }
    }

    private void ForgetManyArticles(ClusterOptions options)
    {
        if (_articles!.Length > options.AbsorbCount)
        {
            (_members, _articles) = ([.. Members], null);
        }
    }

    private void Spread(DateTimeOffset first, DateTimeOffset last)
    {
        _firstTicks = Math.Min(_firstTicks, first.UtcTicks);
        _lastTicks = Math.Max(_lastTicks, last.UtcTicks);
    }
}
