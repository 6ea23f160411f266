namespace FeedHub.Ranking;

/// <summary>A live story, as far as ranking sees it.</summary>
/// <param name="Articles">In the order in which they came.</param>
/// <param name="LeadKey">The article that leads it so far; null: not decided yet.</param>
/// <param name="Pin">Its place before all that is not pinned; null: it is not.</param>
/// <param name="IsBanned">It stands on no list.</param>
public sealed record RankableStory(IReadOnlyList<Telling> Articles, string? LeadKey, int? Pin, bool IsBanned);

/// <summary>
/// What speaks for each live story, as one number for each list. It is reckoned anew only where something about a story changed, or about the
/// standing of a feed that tells it or links to it; so it holds what reckoning everything anew would give, and nothing that must be saved.
/// </summary>
/// <param name="options">The constants.</param>
/// <param name="channels">The feeds of each list but the whole, by its name.</param>
public sealed class StoryBoard(RankOptions options, IReadOnlyDictionary<string, IReadOnlySet<FeedId>> channels)
{
    private static readonly FeedShare _nothing = new([], []);

    private readonly (string Name, IReadOnlySet<FeedId> Feeds)[] _channels = [.. channels.Select(channel => (channel.Key, channel.Value))];
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<FeedId, HashSet<string>> _storiesOf = [];
    private readonly FeedTally _tally = new();

    /// <summary>How much each feed counts now.</summary>
    public IReadOnlyDictionary<FeedId, FeedStanding> Standings { get; private set; } = new Dictionary<FeedId, FeedStanding>();

    /// <summary>Brings it up to date. Returns how many stories were reckoned anew.</summary>
    /// <param name="touched">The stories of which something changed since the last time, those that are gone among them.</param>
    /// <param name="read">A story as it is now; null: it is gone.</param>
    /// <param name="feeds">Each followed feed's publication and weight.</param>
    /// <param name="now">Not before that of the last time: what has faded below the floor by then is not kept, since it rises only when it is reckoned anew.</param>
    public int Update(
        IEnumerable<string> touched,
        Func<string, RankableStory?> read,
        IReadOnlyDictionary<FeedId, (string Publication, double Weight)> feeds,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(touched);
        ArgumentNullException.ThrowIfNull(read);
        var stale = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in touched)
        {
            Enter(id, read(id));
            stale.Add(id);
        }

        var before = Standings;
        Standings = FeedStanding.Of(feeds, _tally, before);
        foreach (var (feed, stories) in _storiesOf)
        {
            if (before.GetValueOrDefault(feed) != Standings.GetValueOrDefault(feed))
            {
                stale.UnionWith(stories);
            }
        }

        foreach (var id in stale)
        {
            if (_rows.TryGetValue(id, out var row) && read(id) is { } story)
            {
                Reckon(id, row, story);
            }
        }

        var floor = StoryScore.LogAt(options.Floor, now, options);
        foreach (var row in _rows.Values.Where(row => row.Scores.All(score => score.Contender.Pin is null && score.Log < floor)))
        {
            (row.Whole, row.OnChannels) = (null, []);
        }

        return stale.Count;
    }

    /// <summary>The front page of a list, best first.</summary>
    /// <param name="list">The name of the list.</param>
    /// <param name="seated">The stories that stand there now.</param>
    /// <param name="now">For the floor alone.</param>
    public IReadOnlyList<RankedStory> Rank(string list, IReadOnlyCollection<string> seated, DateTimeOffset now)
    {
        var channel = Array.FindIndex(_channels, channel => channel.Name == list);
        return StoryRanker.Rank(_rows.Values.Select(row => channel < 0 ? row.Whole : row.OnChannels.ElementAtOrDefault(channel)).OfType<RankedStory>(), seated, options, now);
    }

    /// <summary>Counts the articles of a story, and notes which feeds it depends on.</summary>
    private void Enter(string id, RankableStory? story)
    {
        if (_rows.Remove(id, out var old))
        {
            _tally.Remove(old.Share);
            foreach (var feed in old.Feeds)
            {
                _storiesOf[feed].Remove(id);
            }
        }

        if (story is null)
        {
            return;
        }

        var row = _rows[id] = new Row
        {
            Share = story.Articles.Count == 0 ? _nothing : FeedShare.Of(story.Articles),
            Feeds = story.Articles
                .SelectMany(article => article.Sources.Select(source => source.Feed).Concat(article.LinkedBy.Select(link => link.Feed)).Append(article.LeadFeed))
                .Distinct()
                .ToArray(),
        };
        _tally.Add(row.Share);
        foreach (var feed in row.Feeds)
        {
            if (!_storiesOf.TryGetValue(feed, out var stories))
            {
                _storiesOf[feed] = stories = new(StringComparer.Ordinal);
            }

            stories.Add(id);
        }
    }

    private void Reckon(string id, Row row, RankableStory story)
    {
        row.Whole = Score(id, story, Standings, story.LeadKey);
        row.OnChannels = new RankedStory?[_channels.Length];
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            var feeds = _channels[channel].Feeds;
            row.OnChannels[channel] = Array.TrueForAll(row.Feeds, feeds.Contains) ? row.Whole
                : Array.Exists(row.Feeds, feeds.Contains) ? Score(id, story, Of(row.Feeds.Where(feeds.Contains)), row.Whole?.Contender.LeadKey)
                : null;
        }
    }

    private Dictionary<FeedId, FeedStanding> Of(IEnumerable<FeedId> feeds) =>
        feeds.Where(Standings.ContainsKey).ToDictionary(feed => feed, feed => Standings[feed]);

    /// <summary>
    /// Who leads is decided before the page is: it counts for the share of a publication, and may not be found out one edition later.
    /// </summary>
    private RankedStory? Score(string id, RankableStory story, IReadOnlyDictionary<FeedId, FeedStanding> counting, string? leadKey)
    {
        if (story.IsBanned || EvidenceGatherer.Gather(story.Articles, counting, options) is not { Count: > 0 } evidence)
        {
            return null;
        }

        List<Telling> able = [.. story.Articles.Where(article => counting.ContainsKey(article.LeadFeed))];
        var lead = able.Count > 0 ? LeadChooser.Choose(able, leadKey, counting, options).ArticleKey : null;
        var publication = lead is null ? evidence[0].Publication : counting[able.Find(article => article.ArticleKey == lead)!.LeadFeed].Publication;
        return StoryRanker.Score(new Contender(id, evidence, publication, story.Pin) { LeadKey = lead }, options);
    }

    private sealed class Row
    {
        public required FeedShare Share { get; init; }

        public required FeedId[] Feeds { get; init; }

        public RankedStory? Whole { get; set; }

        public RankedStory?[] OnChannels { get; set; } = [];

        public IEnumerable<RankedStory> Scores => OnChannels.Prepend(Whole).OfType<RankedStory>();
    }
}
