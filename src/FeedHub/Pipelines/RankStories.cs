using FeedHub.Configuration;
using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>
/// From the live stories to the next edition: what speaks for each, who leads it, which stand on which list, and what their items show from now
/// on. It saves nothing. Called in the turn of <see cref="CommitPolls"/>.
/// </summary>
internal sealed class RankStories(IFeedStore store, StoryBook book, IOptions<HubOptions> options)
{
    /// <summary>What an item shows is changed at most once in this time (CONTRACT, Updated).</summary>
    private static readonly TimeSpan MinBetweenUpdates = TimeSpan.FromMinutes(30);

    private StoryBoard? _board;
    private int _boardLoad;
    private DateTimeOffset _boardAt;

    /// <summary>The next edition.</summary>
    /// <param name="list">The list.</param>
    /// <param name="maker">Makes the items.</param>
    /// <param name="last">The edition before.</param>
    /// <param name="told">Stories that changed since, and will be saved with the edition.</param>
    /// <param name="now">In whole milliseconds.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async Task<RankedStories> RunAsync(
        FeedList list, PublicationMaker maker, Edition last, IReadOnlyList<Story> told, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var weights = Weights(list, now);
        var known = await ReadKnownAsync(last, told, cancellationToken);
        var board = Board(list, weights, now);
        var standings = board.Standings;
        Dictionary<string, IReadOnlyList<RankedStory>> frontPages = [];
        foreach (var name in list.Channels.Select(channel => channel.Slug).Prepend(RankedList.WholeName))
        {
            var seated = last.Of(name).FrontPage.Select(id => Resolve(id, known)?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
            frontPages[name] = board.Rank(name, seated, now);
        }

        var edition = EditionMaker.Next(
            last,
            [.. frontPages.Select(page => (page.Key, (IReadOnlyList<string>)[.. page.Value.Select(story => story.Contender.StoryId)]))],
            id => Resolve(id, known) is { } story && !book.IsBanned(story) && !IsMute(story, weights, standings) ? story.Id : null,
            options.Value.Stories.KeepListed,
            now);
        return await ShowAsync(list, maker, edition, frontPages, standings, known, now, cancellationToken);
    }

    /// <summary>The edition as it was recorded, with nothing decided anew.</summary>
    public async Task<RankedStories> AsRecordedAsync(Edition last, CancellationToken cancellationToken)
    {
        var known = await ReadKnownAsync(last, [], cancellationToken);
        var shown = known.Where(story => !book.IsBanned(story.Value)).ToDictionary(StringComparer.Ordinal);
        return new RankedStories(last, shown, [], new Dictionary<string, IReadOnlyList<RankedStory>>(), null);
    }

    /// <summary>The constants, as far as they are settings.</summary>
    public RankOptions Settings => new(options.Value.Stories.Count) { HalfLife = options.Value.Stories.HalfLife };

    /// <summary>Decides of each listed story who leads it and what its item shows.</summary>
    private async Task<RankedStories> ShowAsync(
        FeedList list,
        PublicationMaker maker,
        Edition edition,
        Dictionary<string, IReadOnlyList<RankedStory>> frontPages,
        IReadOnlyDictionary<FeedId, FeedStanding> standings,
        Dictionary<string, Story> known,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var listed = edition.Lists.SelectMany(ranked => ranked.Listed).ToLookup(listing => listing.StoryId, StringComparer.Ordinal);
        Dictionary<string, Story> stories = new(StringComparer.Ordinal);
        List<Story> changed = [];
        var nextAt = NextEnd(list.Overrides, now);
        foreach (var listings in listed)
        {
            if ((book.Find(listings.Key) ?? known.GetValueOrDefault(listings.Key)) is not { } story)
            {
                continue;
            }

            stories[story.Id] = story;
            var articles = book.Find(story.Id) is null ? [] : book.ArticlesOf(story);
            if (articles.Count == 0)
            {
                continue; // it is over: what it shows stays
            }

            var listedAt = story.ListedAt ?? listings.Min(listing => listing.ListedAt);
            var able = articles.Where(article => standings.ContainsKey(article.LeadFeed)).ToList();
            var (leadKey, reasons) = LeadChooser.Choose(able.Count > 0 ? able : articles, story.LeadKey, standings, Settings);
            var evidence = EvidenceGatherer.Gather(articles, standings, Settings);
            var coverage = evidence.Count(one => one.Kind == EvidenceKind.Publication);
            var shown = story.Shown;
            var isOverruled = shown is not null && IsOverruled(shown, story, able);
            var isDue = shown is null || isOverruled || IsMaterial(shown, leadKey, coverage, story);
            if (isDue && !isOverruled && shown is not null && now - shown.Item.UpdatedAt < MinBetweenUpdates)
            {
                nextAt = Earlier(nextAt, shown.Item.UpdatedAt + MinBetweenUpdates);
                isDue = false;
            }

            var next = story with { ListedAt = listedAt, LeadKey = leadKey, LeadReasons = reasons };
            if (isDue && await FreezeAsync(maker, next, articles, evidence, coverage, listedAt, shown is null ? listedAt : now, cancellationToken) is { } frozen)
            {
                next = next with { Shown = frozen };
            }

            if (next.ListedAt != story.ListedAt || next.LeadKey != story.LeadKey || next.Shown != story.Shown)
            {
                changed.Add(next);
                stories[story.Id] = next;
            }
        }

        return new RankedStories(edition, stories, changed, frontPages, nextAt);
    }

    private bool IsMaterial(FrozenItem shown, string leadKey, int coverage, Story story) =>
        shown.LeadKey != leadKey
        || book.TextAt(leadKey) > shown.TextAt
        || coverage >= 2 * Math.Max(1, shown.Coverage)
        || story.MergeCount > shown.MergeCount;

    /// <summary>
    /// Whether the item says what the operator has decided against: it is led by a feed that he muted, or holds an article that he took out of the
    /// story. Nobody waits for half an hour to see that done.
    /// </summary>
    private static bool IsOverruled(FrozenItem shown, Story story, IReadOnlyList<Telling> able)
    {
        var members = story.Members.Select(member => member.ArticleKey).ToHashSet(StringComparer.Ordinal);
        return (able.Count > 0 && able.All(article => article.ArticleKey != shown.LeadKey))
            || shown.Item.Story?.Members.Any(member => !members.Contains(member.ArticleKey)) == true;
    }

    /// <summary>Whether all feeds that tell it are muted, or weigh nothing. Feeds that left the list do not count: they may come back.</summary>
    private bool IsMute(
        Story story, Dictionary<FeedId, (string Publication, double Weight)> weights, IReadOnlyDictionary<FeedId, FeedStanding> standings)
    {
        var feeds = book.ArticlesOf(story).SelectMany(article => article.Sources.Select(source => source.Feed)).ToList();
        if (feeds.Count == 0)
        {
            feeds = [.. (story.Shown?.Item.Sources ?? []).Select(source => source.FeedId)]; // it is over
        }

        return feeds.Any(weights.ContainsKey) && !feeds.Any(standings.ContainsKey);
    }

    /// <summary>When the next mute or boost ends; null: none does.</summary>
    private static DateTimeOffset? NextEnd(Overrides overrides, DateTimeOffset now) => overrides.Mute
        .Select(mute => mute.Until)
        .Concat(overrides.Boost.Select(boost => boost.Until))
        .Where(until => until > now)
        .Min();

    private async Task<FrozenItem?> FreezeAsync(
        PublicationMaker maker,
        Story story,
        IReadOnlyList<Telling> articles,
        IReadOnlyList<Evidence> evidence,
        int coverage,
        DateTimeOffset listedAt,
        DateTimeOffset updatedAt,
        CancellationToken cancellationToken)
    {
        const int maxOthers = 50;
        string[] keys = [story.LeadKey!, .. articles.Select(article => article.ArticleKey).Where(key => key != story.LeadKey).Take(maxOthers)];
        var read = await store.ReadArticlesAsync(keys, cancellationToken);
        return read.FirstOrDefault(led => led.Article.Key == story.LeadKey) is { } lead
            ? new FrozenItem
            {
                Item = maker.Freeze(story, lead, [.. read.Where(led => led != lead)], evidence, listedAt, updatedAt),
                LeadKey = lead.Article.Key,
                TextAt = lead.Lead.ChangedAt,
                Coverage = coverage,
                MergeCount = story.MergeCount,
            }
            : null;
    }

    /// <summary>What speaks for each story, brought up to date.</summary>
    private StoryBoard Board(FeedList list, Dictionary<FeedId, (string Publication, double Weight)> weights, DateTimeOffset now)
    {
        if (now < _boardAt)
        {
            _board = null; // the clock went back: what had faded has not
            book.TouchAll();
        }

        if (_board is null || _boardLoad != book.LoadCount)
        {
            _boardLoad = book.LoadCount;
            _board = new StoryBoard(Settings, list.Channels.ToDictionary(
                channel => channel.Slug,
                IReadOnlySet<FeedId> (channel) => list.Feeds.Where(source => source.Channel == channel.Slug).Select(source => source.Id).ToHashSet(),
                StringComparer.Ordinal));
        }

        _board.Update(
            book.TakeTouched(),
            id => book.Find(id) is { Members.Count: > 0 } story
                ? new RankableStory(book.ArticlesOf(story), story.LeadKey, book.PinOf(story), book.IsBanned(story))
                : null,
            weights,
            now);
        _boardAt = now;
        return _board;
    }

    private Dictionary<FeedId, (string Publication, double Weight)> Weights(FeedList list, DateTimeOffset now)
    {
        var weights = new Dictionary<FeedId, (string, double)>(book.Publications.Count);
        foreach (var source in list.Feeds)
        {
            var isMute = list.Overrides.Mute.Any(mute => mute.Feed == source.Id && (mute.Until is null || now < mute.Until));
            var boosts = list.Overrides.Boost.Where(boost => boost.Feed == source.Id && (boost.Until is null || now < boost.Until));
            weights[source.Id] = (
                book.Publications.GetValueOrDefault(source.Id) ?? PublicationGroup.Of(source.Url),
                isMute ? 0 : source.Weight * boosts.Aggregate(1.0, (factor, boost) => factor * boost.Factor));
        }

        return weights;
    }

    private async Task<Dictionary<string, Story>> ReadKnownAsync(Edition last, IReadOnlyList<Story> told, CancellationToken cancellationToken)
    {
        string[] ids = [.. last.Lists.SelectMany(ranked => ranked.Listed).Select(listing => listing.StoryId).Distinct(StringComparer.Ordinal)];
        var known = (await store.ReadStoriesAsync(ids, cancellationToken)).ToDictionary(story => story.Id, StringComparer.Ordinal);
        foreach (var story in told)
        {
            known[story.Id] = story; // the store has it as it was
        }

        while (known.Values.Select(story => story.MergedInto).OfType<string>().Where(id => !known.ContainsKey(id)).Distinct().ToList() is { Count: > 0 } missing)
        {
            var read = await store.ReadStoriesAsync(missing, cancellationToken);
            foreach (var id in missing)
            {
                known[id] = read.FirstOrDefault(story => story.Id == id) ?? new Story { Id = id, Members = [] };
            }
        }

        return known;
    }

    /// <summary>The story that an id stands for: where it was taken into another, that one.</summary>
    private Story? Resolve(string id, Dictionary<string, Story> known)
    {
        var story = book.Find(id) ?? known.GetValueOrDefault(id);
        while (story?.MergedInto is { } next)
        {
            story = book.Find(next) ?? known.GetValueOrDefault(next);
        }

        return story is { Members.Count: > 0 } ? story : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}

/// <summary>What ranking came to.</summary>
/// <param name="Edition">The edition; the one before where nothing changed.</param>
/// <param name="Stories">All listed stories by id, as they are to be.</param>
/// <param name="Changed">Those that must be saved with the edition.</param>
/// <param name="FrontPages">The ranking of each list, with what speaks for each story.</param>
/// <param name="NextAt">When something that is held back may be shown; null: nothing is.</param>
internal sealed record RankedStories(
    Edition Edition,
    IReadOnlyDictionary<string, Story> Stories,
    IReadOnlyList<Story> Changed,
    IReadOnlyDictionary<string, IReadOnlyList<RankedStory>> FrontPages,
    DateTimeOffset? NextAt);
