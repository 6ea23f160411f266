namespace FeedHub.Clustering;

/// <summary>
/// Finds the articles that tell of the same event, in one pass over them as they come: each joins the story that it is most like, or founds
/// one; where a story has grown, it is compared with those beside it. A fold over events: what it knows is a function of the events alone,
/// so the same log gives the same stories again. It holds the live stories in memory, and nothing of those that are over.
/// </summary>
/// <param name="options">The constants.</param>
public sealed class StoryClusterer(ClusterOptions options)
{
    private const int MaxWordsTold = 5;

    private readonly StoryIndex _index = new(options.MaxStoriesOfProbe);
    private readonly Dictionary<string, LiveStory> _stories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveStory> _storyOf = new(StringComparer.Ordinal);
    private int _nextNumber;

    private Similarity Similarity { get => field ??= new Similarity(_index, options); }

    private CandidateSearch Search { get => field ??= new CandidateSearch(_index, Similarity, options); }

    /// <summary>Stories that may still gather articles.</summary>
    public int LiveCount => _stories.Count;

    /// <summary>Articles of live stories.</summary>
    public int ArticleCount => _storyOf.Count;

    /// <summary>Whether the story may still gather articles.</summary>
    public bool IsLive(string storyId) => _stories.ContainsKey(storyId);

    /// <summary>The live story of an article; null: it is in none.</summary>
    public string? StoryOf(string articleKey) => _storyOf.GetValueOrDefault(articleKey)?.Id;

    /// <summary>Takes up articles of a live story as they were recorded: what was decided of them before is not decided again.</summary>
    /// <param name="storyId">The story, which is there already or not.</param>
    /// <param name="members">Members whose texts are known, in the order in which they came.</param>
    /// <param name="listedAt">When it was first listed; null: never.</param>
    public void Restore(string storyId, IReadOnlyList<ArticleText> members, DateTimeOffset? listedAt)
    {
        ArgumentNullException.ThrowIfNull(members);
        foreach (var member in members.Where(member => !_storyOf.ContainsKey(member.Key)))
        {
            var (article, bag) = Prepare(member);
            if (!_stories.TryGetValue(storyId, out var story))
            {
                Enter(new LiveStory(storyId, _nextNumber++, bag.Language, bag.Script) { ListedAt = listedAt }, article);
                continue;
            }

            Join(story, article, bag);
        }
    }

    /// <summary>An article is there: it joins a story or founds one. One that is known already changes nothing.</summary>
    public IReadOnlyList<StoryChange> See(ArticleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_storyOf.ContainsKey(text.Key))
        {
            return [];
        }

        var (article, bag) = Prepare(text);
        return Place(article, bag, text.ArticleId);
    }

    /// <summary>
    /// The words of an article changed. It leaves its story only where that is small, was never listed, and is no longer what the article tells
    /// of. The one whose id the story bears does not leave it to others.
    /// </summary>
    public IReadOnlyList<StoryChange> Revise(ArticleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_storyOf.TryGetValue(text.Key, out var story))
        {
            return [];
        }

        if (story.ListedAt is not null || story.IsApart || story.Articles is null)
        {
            return [];
        }

        var (article, bag) = Prepare(text);
        if (story.Count > 1
            && (story.Id == NamedUuid.ForStory(text.ArticleId) || Similarity.FitOf(article, story).Surplus >= -options.StayMargin))
        {
            return [];
        }

        return [.. TakeOut(text.Key, story), .. Place(article, bag, text.ArticleId)];
    }

    /// <summary>
    /// The operator says that a live article is a story of its own: it leaves the one it is in, and no machine puts it into another.
    /// </summary>
    public IReadOnlyList<StoryChange> Split(string articleKey)
    {
        if (!_storyOf.TryGetValue(articleKey, out var story) || story.IsApart)
        {
            return [];
        }

        var ownName = $"{articleKey}\nsplit";
        if (story.Count == 1 || story.Id == NamedUuid.ForStory(ownName))
        {
            _index.Remove(story);
            story.IsApart = true;
            _index.Add(story);
            return [];
        }

        var member = story.Members.FirstOrDefault(member => member.Key == articleKey);
        var known = story.Articles?.FirstOrDefault(article => article.Key == articleKey);
        var left = TakeOut(articleKey, story);

        // Of a big story the words of one article are not known any more. Nothing is compared with this one again.
        var article = new LiveArticle(articleKey, member.At, known?.Publication ?? "") { Text = known?.Text ?? WordVector.Empty };
        var own = new LiveStory(FreeId(ownName), _nextNumber++, story.Language, story.Script) { IsApart = true };
        Enter(own, article);
        return [.. left, new StoryChange.Founded(own.Id, new StoryMember { ArticleKey = articleKey, At = member.At })];
    }

    /// <summary>The operator says that two stories are one. Where one of them is not live, or stands apart, nothing changes.</summary>
    public IReadOnlyList<StoryChange> Merge(string one, string other) =>
        one != other && _stories.TryGetValue(one, out var first) && _stories.TryGetValue(other, out var second) && !first.IsApart && !second.IsApart
            ? [Merge(first, second).Change]
            : [];

    /// <summary>The story stands on a list: from now on it keeps its id before those that never did, and is never taken apart.</summary>
    public void List(string storyId, DateTimeOffset listedAt)
    {
        if (_stories.TryGetValue(storyId, out var story))
        {
            story.ListedAt ??= listedAt;
        }
    }

    /// <summary>Time has passed: stories that gather no more are closed.</summary>
    public IReadOnlyList<StoryChange> Tick(DateTimeOffset now)
    {
        var over = _index.Before(last: now - options.OverAfter, first: now - options.MaxLife);
        foreach (var story in over)
        {
            Drop(story);
            foreach (var (key, _) in story.Members)
            {
                _storyOf.Remove(key);
            }
        }

        return [.. over.Select(story => new StoryChange.Closed(story.Id))];
    }

    private (LiveArticle Article, WordBag Bag) Prepare(ArticleText text)
    {
        var bag = WordBag.Of(text.Title, text.Summary, text.Publication, text.Language, options.SummaryLength);
        return (new LiveArticle(text.Key, text.At, text.Publication) { Text = Similarity.Weigh(bag), InTitle = bag.InTitle }, bag);
    }

    private IReadOnlyList<StoryChange> Place(LiveArticle article, WordBag bag, string articleId)
    {
        var candidates = Search.Find(article, bag.Language, bag.Script);
        if (candidates.Count == 0 || candidates[0].Fit.Surplus < 0)
        {
            return [Found(article, bag, FreeId(articleId))];
        }

        var (story, fit) = candidates[0];
        var member = new StoryMember
        {
            ArticleKey = article.Key,
            At = article.At,
            Similarity = Math.Round(fit.Value, 3),
            Threshold = Math.Round(fit.Needed, 3),
            Words = SharedWords(article.Text, story.Centroid, bag),
            IsLate = IsLate(story, article.At),
        };
        Join(story, article, bag);
        return [new StoryChange.Joined(story.Id, member), .. MergeAround(story, candidates)];
    }

    private IEnumerable<StoryChange> MergeAround(LiveStory story, List<(LiveStory Story, Fit Fit)> candidates)
    {
        for (var index = 1; index < candidates.Count && index <= options.MergeCandidates; index++)
        {
            var other = candidates[index].Story;
            var span = Later(story.LastAt, other.LastAt) - Earlier(story.FirstAt, other.FirstAt);
            if (span <= options.MaxLife && LanguageGuess.MayBeOne(story.Language, other.Language) && Similarity.AreOne(story, other))
            {
                (story, var change) = Merge(story, other);
                yield return change;
            }
        }
    }

    /// <summary>One story of two. The one listed first keeps its id, else the older (CONTRACT, Identity).</summary>
    private (LiveStory Kept, StoryChange Change) Merge(LiveStory one, LiveStory other)
    {
        var (kept, lost) = Rank(one).CompareTo(Rank(other)) <= 0 ? (one, other) : (other, one);
        var before = kept.Centroid;
        Drop(lost);
        kept.TakeIn(lost, options);
        foreach (var (key, _) in lost.Members)
        {
            _storyOf[key] = kept;
        }

        _index.Update(kept, before);
        return (kept, new StoryChange.Merged(kept.Id, lost.Id));

        static (DateTimeOffset ListedAt, int Number) Rank(LiveStory story) => (story.ListedAt ?? DateTimeOffset.MaxValue, story.Number);
    }

    private StoryChange Found(LiveArticle article, WordBag bag, string id)
    {
        var story = new LiveStory(id, _nextNumber++, bag.Language, bag.Script);
        Enter(story, article);
        return new StoryChange.Founded(id, new StoryMember { ArticleKey = article.Key, At = article.At });
    }

    /// <summary>An id of no live story: an article that left the story which it founded leaves the id there too.</summary>
    private string FreeId(string name)
    {
        var id = NamedUuid.ForStory(name);
        while (_stories.ContainsKey(id))
        {
            name += "\nagain";
            id = NamedUuid.ForStory(name);
        }

        return id;
    }

    private void Enter(LiveStory story, LiveArticle article)
    {
        _stories[story.Id] = story;
        story.Add(article, options);
        _storyOf[article.Key] = story;
        _index.Add(story);
    }

    private void Join(LiveStory story, LiveArticle article, WordBag bag)
    {
        if (story.Language == LanguageGuess.Unknown)
        {
            story.Language = bag.Language;
        }

        var before = story.Centroid;
        story.Add(article, options);
        _storyOf[article.Key] = story;
        _index.Update(story, before);
    }

    private IReadOnlyList<StoryChange> TakeOut(string key, LiveStory story)
    {
        _index.Remove(story);
        _storyOf.Remove(key);
        story.Remove(key, options);
        if (story.Count == 0)
        {
            _stories.Remove(story.Id);
        }
        else
        {
            _index.Add(story);
        }

        return [new StoryChange.Left(story.Id, key)];
    }

    private void Drop(LiveStory story)
    {
        _index.Remove(story);
        _stories.Remove(story.Id);
    }

    private bool IsLate(LiveStory story, DateTimeOffset at) => at - story.LastAt > options.MaxGap || at - story.FirstAt > options.MaxAge;

    private static IReadOnlyList<string> SharedWords(WordVector text, WordVector story, WordBag bag) =>
    [
        .. Enumerable.Range(0, text.Words.Length)
            .Select(place => (Place: place, In: story.IndexOf(text.Words[place])))
            .Where(shared => shared.In >= 0)
            .OrderByDescending(shared => text.Weights[shared.Place] * story.Weights[shared.In])
            .Take(MaxWordsTold)
            .Select(shared => bag.SpellingAt(shared.Place)),
    ];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
