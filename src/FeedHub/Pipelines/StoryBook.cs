using FeedHub.Clustering;
using FeedHub.Configuration;
using FeedHub.Deduplicating;
using FeedHub.Normalizing;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>
/// The live stories in memory, and what ranking needs of their articles. What it decides is saved in the commit of the entries that it decided
/// on; a start takes up what was recorded and decides nothing again. Used by one at a time: in the turn of <see cref="CommitPolls"/>.
/// </summary>
internal sealed partial class StoryBook(
    IFeedStore store, StoreOrigin origin, FollowedFeeds followed, IOptions<HubOptions> options, TimeProvider clock, ILogger<StoryBook> logger)
{
    private const int PageCount = 100;
    private const int MaxTextLength = 4_000; // of markup: more than the words that count

    private ClusterOptions _settings = new();
    private StoryClusterer _clusterer = new(new ClusterOptions());
    private Dictionary<string, Story> _stories = []; // but those of one article that is all there is to say of them
    private Dictionary<string, string> _lone = []; // of those the article's key: nearly all stories are such, and held in full they took the most
    private Dictionary<string, LiveFacts> _facts = [];
    private Dictionary<UInt128, string> _articleOfTitle = [];
    private LinkBook _linked = new();
    private DateTimeOffset _linksForgottenAt;
    private HashSet<string> _recorded = [];
    private Dictionary<FeedId, string> _publications = [];
    private Dictionary<string, string> _takenIn = [];
    private HashSet<string> _unsaved = [];
    private HashSet<string> _touched = new(StringComparer.Ordinal);
    private OverriddenLinks? _links;
    private FeedList? _list;
    private StoreReplacement? _replacement;

    /// <summary>Whether it knows the stories of the list that is followed now, and of the store as it is now.</summary>
    public bool IsLoaded => _list is not null && _list == followed.List && _replacement == origin.Replacement;

    /// <summary>How often it was loaded: what was learnt of it before is void with each time.</summary>
    public int LoadCount { get; private set; }

    /// <summary>The publications of all followed feeds.</summary>
    public IReadOnlyDictionary<FeedId, string> Publications => _publications;

    /// <summary>A live story; null: it is not live.</summary>
    public Story? Find(string storyId) => _stories.TryGetValue(storyId, out var story) ? story
        : _lone.TryGetValue(storyId, out var key) && _facts.TryGetValue(key, out var facts) ? Lone(storyId, key, facts.ToldAt)
        : null;

    /// <summary>The live articles of a story, as ranking sees them.</summary>
    public IReadOnlyList<Telling> ArticlesOf(Story story) => [.. story.Members.Select(Telling).OfType<Telling>()];

    /// <summary>The keys of live articles with one of these titles, by title.</summary>
    public IReadOnlyDictionary<string, string> ArticlesTitled(IEnumerable<Entry> entries) => entries
        .Select(entry => ArticleAssigner.TitleKeyOf(entry.Title))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Select(title => (Title: title, Key: _articleOfTitle.GetValueOrDefault(TextName.Of(title))))
        .Where(known => known.Key is not null)
        .ToDictionary(known => known.Title, known => known.Key!, StringComparer.Ordinal);

    /// <summary>What it knows is in doubt, since it was not saved: the next use begins with what the store holds.</summary>
    public void Forget() => _list = null;

    /// <summary>Takes up the live stories of the store, where that has not been done.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (list, replacement) = (followed.List, origin.Replacement);
        if (IsLoaded)
        {
            return;
        }

        var startedAt = clock.GetTimestamp();
        _settings = new ClusterOptions { MaxGap = options.Value.Stories.MaxGap, MaxAge = options.Value.Stories.MaxAge };
        _clusterer = new StoryClusterer(_settings);
        (_stories, _lone, _facts) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        (_articleOfTitle, _linked, _recorded) = ([], new(), new(StringComparer.Ordinal));
        _publications = await ReadPublicationsAsync(list, cancellationToken);
        var since = clock.GetUtcNow() - _settings.MaxLife;
        await RestoreAsync(await store.ReadStoriesSinceAsync(since, cancellationToken), since, cancellationToken);
        _ = Apply(_clusterer.Tick(clock.GetUtcNow()));
        _takenIn = await ReadTakenInAsync(list.Overrides, cancellationToken);
        _unsaved = ApplyOverrides(); // before anything joins what the operator took apart
        TouchAll();
        _ = _linked.TakeNew(); // all are touched
        LoadCount++;
        (_list, _replacement) = (list, replacement);
        Log.Loaded(logger, _clusterer.ArticleCount, _clusterer.LiveCount, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    /// <summary>The publication of a feed that was just read.</summary>
    public string? PublicationOf(FeedId feed) => _publications.GetValueOrDefault(feed);

    /// <summary>Takes over what feeds say of themselves.</summary>
    public void Note(IEnumerable<FeedState> states)
    {
        foreach (var state in states)
        {
            if (followed.Sources.GetValueOrDefault(state.Id) is { } source)
            {
                _publications[state.Id] = PublicationOf(source, state);
            }
        }
    }

    /// <summary>Takes over how much the articles are talked of.</summary>
    public void Note(IEnumerable<Article> articles)
    {
        foreach (var article in articles)
        {
            if (_facts.TryGetValue(article.Key, out var facts))
            {
                _facts[article.Key] = facts with { CommentsCount = article.CommentsCount };
                Touch(article.Key);
            }
        }
    }

    /// <summary>Articles came, or what is known of them changed. Returns the stories to save with them.</summary>
    /// <param name="articles">With their leads, in the order in which they came.</param>
    /// <param name="revised">Articles of which the lead's text changed.</param>
    public IReadOnlyList<Story> Take(IReadOnlyList<LedArticle> articles, IReadOnlyList<LedArticle> revised)
    {
        var changed = TakeUnsaved();
        foreach (var led in articles)
        {
            if (Learn(led) is { } text)
            {
                changed.UnionWith(Apply(_clusterer.See(text)));
            }
        }

        foreach (var led in revised.Where(led => _facts.ContainsKey(led.Article.Key)))
        {
            if (Learn(led) is { } text)
            {
                changed.UnionWith(Apply(_clusterer.Revise(text)));
            }
        }

        changed.UnionWith(ApplyOverrides());
        return Saved(changed);
    }

    /// <summary>What time and the operator change. Returns the stories to save.</summary>
    public IReadOnlyList<Story> Tick()
    {
        var changed = TakeUnsaved();
        var now = clock.GetUtcNow();
        changed.UnionWith(Apply(_clusterer.Tick(now)));
        if ((now - _linksForgottenAt).Duration() >= TimeSpan.FromHours(1))
        {
            _linksForgottenAt = now;
            _linked.Forget(before: now - _settings.MaxLife); // where a start begins
        }

        changed.UnionWith(ApplyOverrides());
        return Saved(changed);
    }

    /// <summary>Takes over what publishing decided of stories: their listing, lead and item.</summary>
    public void Put(IEnumerable<Story> stories)
    {
        foreach (var story in stories)
        {
            _recorded.Add(story.Id);
            if (Find(story.Id) is not null)
            {
                _touched.Add(story.Id);
                Hold(story);
                if (story.ListedAt is { } listedAt)
                {
                    _clusterer.List(story.Id, listedAt);
                }
            }
        }
    }

    /// <summary>The stories of which ranking may see something new since this was asked last, those that are gone among them.</summary>
    public IReadOnlySet<string> TakeTouched()
    {
        if (_linked.TakeNew() is { Count: > 0 } linked)
        {
            foreach (var (key, _) in _facts.Where(known => linked.Contains(known.Value.LinkName)))
            {
                Touch(key);
            }
        }

        var touched = _touched;
        _touched = new(StringComparer.Ordinal);
        return touched;
    }

    /// <summary>Ranking begins anew.</summary>
    public void TouchAll() => _touched = [.. _stories.Keys, .. _lone.Keys];

    private void Touch(string articleKey)
    {
        if (_clusterer.StoryOf(articleKey) is { } id)
        {
            _touched.Add(id);
        }
    }

    private async Task<Dictionary<FeedId, string>> ReadPublicationsAsync(FeedList list, CancellationToken cancellationToken)
    {
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        return list.Feeds.ToDictionary(source => source.Id, source => PublicationOf(source, states.GetValueOrDefault(source.Id)));
    }

    /// <summary>
    /// Takes up the live articles in the order in which they came, a page at a time, since together their texts take more than all that is kept of
    /// them: each into the story that is recorded of it, or into that of one article which it implies, where that is not over.
    /// </summary>
    private async Task RestoreAsync(IReadOnlyList<Story> recorded, DateTimeOffset since, CancellationToken cancellationToken)
    {
        _recorded.UnionWith(recorded.Select(story => story.Id));
        var storyOf = new Dictionary<string, Story>(StringComparer.Ordinal);
        foreach (var (story, member) in recorded.SelectMany(story => story.Members.Select(member => (story, member))))
        {
            storyOf.TryAdd(member.ArticleKey, story);
        }

        var over = clock.GetUtcNow() - _settings.OverAfter;
        for (DateTimeOffset? from = since; from is { } next;)
        {
            (var page, from) = await store.ReadLatestFromAsync(next, PageCount, cancellationToken);
            foreach (var text in page.Where(led => storyOf.ContainsKey(led.Article.Key) || led.Article.Sources.Min(source => source.EvidenceAt) >= over).Select(Learn).OfType<ArticleText>())
            {
                if (storyOf.GetValueOrDefault(text.Key) is { } story)
                {
                    Hold(story);
                    _clusterer.Restore(story.Id, [text], story.ListedAt);
                }
                else
                {
                    var id = NamedUuid.ForStory(text.ArticleId);
                    if (!_stories.ContainsKey(id))
                    {
                        _lone[id] = text.Key;
                    }

                    _clusterer.Restore(id, [text], null);
                }
            }
        }
    }

    private static Story Lone(string id, string articleKey, DateTimeOffset at) => new()
    {
        Id = id,
        Members = [new StoryMember { ArticleKey = articleKey, At = at }],
    };

    private void Hold(Story story)
    {
        _stories[story.Id] = story;
        _lone.Remove(story.Id);
    }

    /// <summary>Learns what ranking needs of an article; null: it is no evidence of anything, being old news or not for this list.</summary>
    private ArticleText? Learn(LedArticle led)
    {
        var (article, lead) = led;
        var sources = article.Sources
            .Where(source => source.EvidenceAt is not null)
            .DistinctBy(source => source.FeedId)
            .Select(source => (Feed: followed.Sources.GetValueOrDefault(source.FeedId)?.Id ?? source.FeedId, At: source.EvidenceAt!.Value))
            .OrderBy(source => source.At)
            .ToArray();
        if (!article.InLatest || sources.Length == 0 || lead.IsRemoved
            || !(followed.Sources.TryGetValue(lead.FeedId, out var source) && EntryRule.Admits(source, lead)))
        {
            return null;
        }

        var summary = Plain(lead.Summary ?? lead.Content);
        var isNew = !_facts.ContainsKey(article.Key);
        var publication = PublicationOf(source.Id) ?? source.Id.Value;
        var facts = _facts[article.Key] = new LiveFacts(
            StoryNumber(NamedUuid.ForStory(article.Id)),
            sources,
            source.Id,
            article.CommentsCount,
            lead.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var target) ? Shared(PublicationGroup.Of(target), publication) : null,
            lead.CanonicalLink is null ? null : Shared(lead.CanonicalLink, article.Key),
            lead.CanonicalLink is null ? UInt128.Zero : TextName.Of(lead.CanonicalLink),
            summary.Length,
            lead.Authors.Count > 0 || lead.Image is not null,
            lead.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length,
            lead.ChangedAt,
            isNew ? sources[0].At : _facts[article.Key].ToldAt,
            ArticleAssigner.TitleKeyOf(lead.Title) is { } title ? TextName.Of(title) : UInt128.Zero);
        if (isNew)
        {
            if (facts.TitleName != UInt128.Zero)
            {
                _articleOfTitle.TryAdd(facts.TitleName, article.Key);
            }

            _linked.Note(source.Id, sources[0].At, lead);
        }

        Touch(article.Key); // another source, link or face; what is new is touched where it goes

        // No more than counts, and one that tells a cut within a letter.
        var counted = summary[..Math.Min(summary.Length, _settings.SummaryLength + 1)];
        return new ArticleText(
            article.Key, article.Id, sources[0].At, publication, lead.Title,
            counted.Length == 0 ? null : counted, lead.Language);
    }

    /// <summary>One instance for both where they are equal: live articles hold several such texts each.</summary>
    private static string Shared(string text, string known) => text == known ? known : text;

    /// <summary>The number in the id of a story.</summary>
    private static Guid StoryNumber(string storyId) => Guid.TryParse(storyId.AsSpan(storyId.LastIndexOf(':') + 1), out var number) ? number : Guid.Empty;

    private static string Plain(string? html) =>
        html is null ? "" : SafeHtml.TextOf(html.Length <= MaxTextLength ? html : html[..MaxTextLength]);

    private Telling? Telling(StoryMember member) => _facts.TryGetValue(member.ArticleKey, out var facts)
        ? new Telling
        {
            ArticleKey = member.ArticleKey,
            At = member.At,
            Sources = facts.Sources,
            LeadFeed = facts.LeadFeed,
            Similarity = member.Similarity,
            IsLate = member.IsLate,
            CommentsCount = facts.CommentsCount,
            LinkedBy = [.. _linked.To(facts.LinkName).Where(one => one.Feed != facts.LeadFeed)],
            LinkPublication = facts.LinkPublication,
            SummaryLength = facts.SummaryLength,
            HasFace = facts.HasFace,
            TitleWordCount = facts.TitleWordCount,
        }
        : null;

    /// <summary>When the text that leads a live article last changed; null: it is not live.</summary>
    public DateTimeOffset? TextAt(string articleKey) => _facts.GetValueOrDefault(articleKey)?.TextAt;

    /// <summary>Its place before all that the operator does not pin; null: he does not pin it.</summary>
    public int? PinOf(Story story) => Links.PinOf(story.Members.Select(LinkOf));

    /// <summary>Whether the operator wants it on no list.</summary>
    public bool IsBanned(Story story) => Links.Banned.Count > 0 && story.Members.Any(member => Links.Banned.Contains(LinkOf(member)));

    private OverriddenLinks Links => _links is { } links && links.List == followed.List ? links : _links = new OverriddenLinks(followed.List);

    /// <summary>The canonical link; of an article that is not live its key, which is that and perhaps a fragment, or no link at all.</summary>
    private string LinkOf(StoryMember member) => _facts.GetValueOrDefault(member.ArticleKey)?.CanonicalLink ?? member.ArticleKey.Split('#')[0];

    /// <summary>Which of the stories that the operator merges were taken into others, and those perhaps into others again.</summary>
    private async Task<Dictionary<string, string>> ReadTakenInAsync(Overrides overrides, CancellationToken cancellationToken)
    {
        var takenIn = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] next = [.. overrides.Merge.SelectMany(pair => new[] { pair.One, pair.Other }).Distinct(StringComparer.Ordinal)];
        while (next.Length > 0)
        {
            var lost = (await store.ReadStoriesAsync(next, cancellationToken)).Where(story => story.MergedInto is not null).ToList();
            lost.ForEach(story => takenIn[story.Id] = story.MergedInto!);
            next = [.. lost.Select(story => story.MergedInto!).Where(id => !takenIn.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        }

        return takenIn;
    }

    private HashSet<string> TakeUnsaved()
    {
        var unsaved = _unsaved;
        _unsaved = [];
        return unsaved;
    }

    private HashSet<string> ApplyOverrides()
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        if (Links.Split.Count > 0)
        {
            foreach (var key in _facts
                .Where(known => known.Value.CanonicalLink is { } link && Links.Split.Contains(link))
                .Select(known => known.Key)
                .Order(StringComparer.Ordinal)
                .ToList())
            {
                changed.UnionWith(Apply(_clusterer.Split(key)));
            }
        }

        foreach (var (one, other) in followed.List.Overrides.Merge)
        {
            changed.UnionWith(Apply(_clusterer.Merge(Taker(one), Taker(other))));
        }

        return changed;
    }

    /// <summary>The story that stands for an id now.</summary>
    private string Taker(string storyId)
    {
        while (_takenIn.TryGetValue(storyId, out var taker))
        {
            storyId = taker;
        }

        return storyId;
    }

    /// <summary>Brings the stories in line with what the clusterer decided. Returns those that are not as they were.</summary>
    private HashSet<string> Apply(IReadOnlyList<StoryChange> changes)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            _touched.Add(change.StoryId);
            switch (change)
            {
                case StoryChange.Founded founded:
                    Hold(new Story { Id = founded.StoryId, Members = [founded.Member] });
                    _takenIn.Remove(founded.StoryId);
                    break;
                case StoryChange.Joined joined:
                    var taker = Known(joined.StoryId);
                    Hold(taker with { Members = [.. taker.Members, joined.Member] });
                    break;
                case StoryChange.Merged merged:
                    var (kept, lost) = (Known(merged.StoryId), Known(merged.LostId));
                    Hold(kept with
                    {
                        Members = [.. kept.Members, .. lost.Members],
                        MergeCount = kept.MergeCount + lost.MergeCount + (lost.ListedAt is null ? 0 : 1),
                        ListedAt = kept.ListedAt ?? lost.ListedAt,
                    });
                    Hold(lost with { Members = [], MergedInto = kept.Id });
                    _takenIn[lost.Id] = kept.Id;
                    changed.Add(lost.Id);
                    _touched.Add(lost.Id);
                    break;
                case StoryChange.Left left:
                    var leftOne = Known(left.StoryId);
                    Hold(leftOne with { Members = [.. leftOne.Members.Where(member => member.ArticleKey != left.ArticleKey)] });
                    break;
                case StoryChange.Closed closed:
                    Close(closed.StoryId);
                    continue;
                default:
                    throw new InvalidOperationException($"unknown change {change.GetType().Name}");
            }

            changed.Add(change.StoryId);
        }

        return changed;
    }

    private void Close(string storyId)
    {
        if (Find(storyId) is { } story)
        {
            _stories.Remove(storyId);
            _lone.Remove(storyId);
            foreach (var facts in story.Members.Select(member => _facts.Remove(member.ArticleKey, out var known) ? known : null).OfType<LiveFacts>())
            {
                _linked.Forget(facts.LinkName);
                _articleOfTitle.Remove(facts.TitleName);
            }
        }
    }

    /// <summary>
    /// Those of the stories that must be recorded. One of a single article that nobody saw is implied by it, unless it left another story: that one
    /// may have the id that the article implies.
    /// </summary>
    private IReadOnlyList<Story> Saved(IReadOnlySet<string> changed)
    {
        List<Story> held = [.. changed.Select(id => _stories.GetValueOrDefault(id)).OfType<Story>()];
        Story[] saved = [.. held
            .Where(story => story.Members.Count > 1 || story.ListedAt is not null || _recorded.Contains(story.Id)
                || (story.Members is [var only] && _facts.TryGetValue(only.ArticleKey, out var facts) && facts.ImpliedStory != StoryNumber(story.Id)))
            .OrderBy(story => story.Id, StringComparer.Ordinal)];
        _recorded.UnionWith(saved.Select(story => story.Id));
        foreach (var story in held.Where(story => story.Members.Count == 0 || !_recorded.Contains(story.Id)))
        {
            _stories.Remove(story.Id);
            if (story.Members is [var only])
            {
                _lone[story.Id] = only.ArticleKey;
            }
        }

        return saved;
    }

    private Story Known(string storyId) => Find(storyId) ?? throw new InvalidOperationException($"{storyId} is no live story");

    private static string PublicationOf(FeedSource source, FeedState? state) =>
        PublicationGroup.Of(Uri.TryCreate(state?.Profile?.SiteUrl, UriKind.Absolute, out var site) ? site : source.Url);

    private sealed record LiveFacts(
        Guid ImpliedStory,
        (FeedId Feed, DateTimeOffset At)[] Sources,
        FeedId LeadFeed,
        int? CommentsCount,
        string? LinkPublication,
        string? CanonicalLink,
        UInt128 LinkName,
        int SummaryLength,
        bool HasFace,
        int TitleWordCount,
        DateTimeOffset TextAt,
        DateTimeOffset ToldAt,
        UInt128 TitleName);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Took up {ArticleCount} articles of {StoryCount} live stories in {Milliseconds} ms")]
        public static partial void Loaded(ILogger logger, int articleCount, int storyCount, long milliseconds);
    }
}
