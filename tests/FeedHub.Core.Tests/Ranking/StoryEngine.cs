using FeedHub.Clustering;

namespace FeedHub.Ranking;

/// <summary>All that the core decides of stories, from an article to an edition, without a store: what a page shows is a function of what came.</summary>
/// <param name="options">The constants of ranking.</param>
/// <param name="keepListed">How long a story stays listed after it left the front page.</param>
internal sealed class StoryEngine(RankOptions options, TimeSpan keepListed)
{
    private readonly StoryClusterer _clusterer = new(new ClusterOptions());
    private readonly StoryBoard _board = new(options, new Dictionary<string, IReadOnlySet<FeedId>>());
    private readonly Dictionary<string, Telling> _articles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoryMember>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _mergedInto = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _leads = new(StringComparer.Ordinal);
    private readonly Dictionary<FeedId, (string Publication, double Weight)> _feeds = [];
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    public Edition Edition { get; private set; } = Edition.Empty;

    /// <summary>The front page with its scores, as it was ranked last.</summary>
    public IReadOnlyList<RankedStory> FrontPage { get; private set; } = [];

    /// <summary>All that was decided so far.</summary>
    public List<StoryChange> Changes { get; } = [];

    /// <summary>When each story was first listed.</summary>
    public Dictionary<string, DateTimeOffset> ListedAt { get; } = new(StringComparer.Ordinal);

    /// <summary>An article comes.</summary>
    /// <param name="text">Its publication is its feed's.</param>
    /// <param name="commentsCount">Comments that it claims.</param>
    public void See(ArticleText text, int? commentsCount = null)
    {
        var feed = new FeedId(text.Publication);
        _feeds.TryAdd(feed, (text.Publication, 1));
        if (_articles.ContainsKey(text.Key))
        {
            return;
        }

        _articles[text.Key] = new Telling
        {
            ArticleKey = text.Key,
            At = text.At,
            Sources = [(feed, text.At)],
            LeadFeed = feed,
            CommentsCount = commentsCount,
            LinkPublication = text.Publication,
            SummaryLength = text.Summary?.Length ?? 0,
            TitleWordCount = text.Title.Split(' ').Length,
        };
        Apply(_clusterer.See(text));
    }

    /// <summary>The words of an article changed.</summary>
    public void Revise(ArticleText text) => Apply(_clusterer.Revise(text));

    /// <summary>Time passes, and the next edition is made.</summary>
    public Edition Publish(DateTimeOffset now)
    {
        Apply(_clusterer.Tick(now));
        _board.Update(_touched, Read, _feeds, now);
        _touched.Clear();
        FrontPage = _board.Rank(RankedList.WholeName, [.. Edition.Whole.FrontPage.Select(Resolve)], now);
        Edition = EditionMaker.Next(
            Edition, [(RankedList.WholeName, [.. FrontPage.Select(story => story.Contender.StoryId)])], Resolve, keepListed, now);
        foreach (var story in FrontPage)
        {
            var id = story.Contender.StoryId;
            ListedAt.TryAdd(id, now);
            _clusterer.List(id, ListedAt[id]);
            if (story.Contender.LeadKey is { } lead && _leads.GetValueOrDefault(id) != lead)
            {
                _leads[id] = lead;
                _touched.Add(id);
            }
        }

        return Edition;
    }

    /// <summary>The story that an id stands for now.</summary>
    public string Resolve(string id)
    {
        while (_mergedInto.TryGetValue(id, out var next))
        {
            id = next;
        }

        return id;
    }

    /// <summary>The articles of a story, those of one that is over too.</summary>
    public IReadOnlyList<string> ArticlesOf(string id) => [.. _members.GetValueOrDefault(id, []).Select(member => member.ArticleKey)];

    private RankableStory? Read(string id) => _clusterer.IsLive(id)
        ? new RankableStory(
            [.. _members[id].Select(member => _articles[member.ArticleKey] with { At = member.At, Similarity = member.Similarity, IsLate = member.IsLate })],
            _leads.GetValueOrDefault(id), null, false)
        : null;

    private void Apply(IReadOnlyList<StoryChange> changes)
    {
        Changes.AddRange(changes);
        foreach (var change in changes)
        {
            _touched.Add(change.StoryId);
            switch (change)
            {
                case StoryChange.Founded(var id, var member):
                    _members[id] = [member];
                    _mergedInto.Remove(id);
                    break;
                case StoryChange.Joined(var id, var member):
                    _members[id].Add(member);
                    break;
                case StoryChange.Merged(var id, var lostId):
                    _members[id].AddRange(_members[lostId]);
                    _members.Remove(lostId);
                    _mergedInto[lostId] = id;
                    _touched.Add(lostId);
                    break;
                case StoryChange.Left(var id, var key):
                    _members[id].RemoveAll(member => member.ArticleKey == key);
                    break;
            }
        }
    }
}
