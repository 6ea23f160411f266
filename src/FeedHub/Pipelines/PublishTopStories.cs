using FeedHub.Configuration;
using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Serving;
using FeedHub.Serving.Pages;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>
/// From the store to what is served, told top to bottom: read, rank, list, render, stamp, swap. What it makes is a function of the store
/// alone, so that a restart and a restored backup serve the same bytes.
/// </summary>
internal sealed partial class PublishTopStories(
    IFeedStore store,
    CommitPolls commits,
    FollowedFeeds followed,
    PublishedDocuments published,
    PageRenderer pages,
    IOptions<HubOptions> options,
    PublicAddress publicAddress,
    TimeProvider clock,
    ILogger<PublishTopStories> logger)
{
    /// <summary>Stories are made of the newest so many articles.</summary>
    private const int CandidateCount = 2_000;

    /// <summary>However few of the newest articles the list admits, no more than so many times what is wanted are looked at.</summary>
    private const int MaxReadFactor = 8;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Publishes the store as it is now. Nothing is swapped where the store fails: the last good state goes on being served.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await PublishAsync(commitsArePaused: false, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Publishes, and runs what follows before any poll commits: it sees the store exactly as it is served.</summary>
    public async Task<T> RunBeforeAsync<T>(Func<CancellationToken, Task<T>> next, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var pause = await commits.PauseAsync(cancellationToken);
            await PublishAsync(commitsArePaused: true, cancellationToken);
            return await next(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PublishAsync(bool commitsArePaused, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var list = followed.List;
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        var before = await store.ReadHubAsync(cancellationToken);
        var hub = before with { FirstRoundDone = before.FirstRoundDone || IsRoundDone(list, states) };

        // A damaged store that is being filled again: what is served from memory is better than its beginnings.
        if (!hub.FirstRoundDone && published.Find("/latest.atom") is not null && published.IsFromAnEarlierStore(hub.CreatedAt))
        {
            return;
        }

        var maker = new PublicationMaker(list, states, hub, publicAddress.Url);
        var latest = await ReadLatestAsync(maker, cancellationToken);
        var weights = list.Feeds.ToDictionary(source => source.Id, source => source.Weight);
        var byKey = latest.ToDictionary(led => led.Article.Key, StringComparer.Ordinal);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var edition = EditionMaker.Next(
            hub.Edition,
            StoryRanker.Rank(latest.Select(led => led.Article), weights, new RankOptions(options.Value.Stories.Count)),
            key => byKey.GetValueOrDefault(key)?.Article.ListedAt,
            options.Value.Stories.KeepListed,
            now);
        var firstListed = edition.Listed
            .Where(listing => byKey.TryGetValue(listing.ArticleKey, out var led) && led.Article.ListedAt is null)
            .ToDictionary(listing => listing.ArticleKey, listing => listing.ListedAt, StringComparer.Ordinal);
        hub = hub with { Edition = edition };

        var stories = await ReadStoriesAsync(maker, edition, byKey, cancellationToken);
        var documents = await RenderAsync(
            new PublicationMaker(list, states, hub, publicAddress.Url), list, states, hub, latest, stories, now);
        hub = hub with { Documents = [.. documents.Where(IsLasting).Select(document => new DocumentStamp(document.Path, document.Hash, document.LastModified))] };
        if (hub.FirstRoundDone != before.FirstRoundDone || edition != before.Edition || !hub.Documents.SequenceEqual(before.Documents))
        {
            await SaveAsync(hub, firstListed, commitsArePaused, cancellationToken);
        }

        published.Replace(documents, hub.CreatedAt);
        Log.Published(logger, documents.Count, edition.Number, latest.Count, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    /// <summary>
    /// Saves the edition, and in each newly listed article the moment. No poll commits in between: it may have added a source to an article
    /// since it was read for publishing.
    /// </summary>
    private async Task SaveAsync(
        HubState hub, Dictionary<string, DateTimeOffset> firstListed, bool commitsArePaused, CancellationToken cancellationToken)
    {
        using var pause = commitsArePaused || firstListed.Count == 0 ? null : await commits.PauseAsync(cancellationToken);
        var articles = await store.FindArticlesAsync(firstListed.Keys, cancellationToken);
        await store.CommitAsync(
            new StoreCommit
            {
                Hub = hub,
                Articles = [.. articles.Values.Select(article => article with { ListedAt = firstListed[article.Key] })],
            },
            cancellationToken);
    }

    /// <summary>Enough of the newest articles for the feed and for the ranking, without those that the list does not admit.</summary>
    private async Task<IReadOnlyList<LedArticle>> ReadLatestAsync(PublicationMaker maker, CancellationToken cancellationToken)
    {
        var wanted = Math.Max(CandidateCount, options.Value.Latest.Count);
        for (var limit = wanted; ; limit *= 2)
        {
            var read = await store.ReadLatestAsync(limit, cancellationToken);
            var admitted = read.Where(maker.Admits).ToList();
            if (admitted.Count >= wanted || read.Count < limit || limit >= MaxReadFactor * wanted)
            {
                return admitted;
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, LedArticle>> ReadStoriesAsync(
        PublicationMaker maker, Edition edition, Dictionary<string, LedArticle> byKey, CancellationToken cancellationToken)
    {
        var missing = edition.Listed.Select(listing => listing.ArticleKey).Where(key => !byKey.ContainsKey(key)).ToList();
        var read = missing.Count == 0 ? [] : await store.ReadArticlesAsync(missing, cancellationToken);
        return edition.Listed
            .Select(listing => byKey.GetValueOrDefault(listing.ArticleKey))
            .OfType<LedArticle>()
            .Concat(read.Where(maker.Admits))
            .ToDictionary(led => led.Article.Key, StringComparer.Ordinal);
    }

    private async Task<List<PublishedDocument>> RenderAsync(
        PublicationMaker maker,
        FeedList list,
        IReadOnlyDictionary<FeedId, FeedState> states,
        HubState hub,
        IReadOnlyList<LedArticle> latest,
        IReadOnlyDictionary<string, LedArticle> stories,
        DateTimeOffset now)
    {
        var stamps = hub.Documents.ToDictionary(stamp => stamp.Path, StringComparer.Ordinal);
        var set = new DocumentSet(published, stamps, now);
        foreach (var publication in new[] { maker.Latest(latest.Take(options.Value.Latest.Count)), maker.TopStories(stories) })
        {
            var stem = publication.StemUrl.AbsolutePath[(publicAddress.Url.AbsolutePath.Length - 1)..];
            set.AddFeed($"{stem}.atom", "application/atom+xml; charset=utf-8", AtomWriter.Write(publication));
            set.AddFeed($"{stem}.rss", "application/rss+xml; charset=utf-8", RssWriter.Write(publication));
            set.AddFeed($"{stem}.json", "application/feed+json; charset=utf-8", JsonFeedWriter.Write(publication));
        }

        set.AddFeed("/feeds.opml", "text/x-opml; charset=utf-8", OpmlWriter.Write(list, states));
        set.AddFile("/feeds.schema.json", "application/schema+json; charset=utf-8", PageFiles.Schema);
        set.AddFile("/style.css", "text/css; charset=utf-8", PageFiles.Style);
        set.AddFile("/favicon.svg", "image/svg+xml", PageFiles.Icon);
        var page = FrontPageModel.Of(maker, list, states, hub, latest, stories);
        set.AddPage("/", await pages.RenderFrontPageAsync(page), isPassing: page.Progress is not null);
        set.AddPage("/bot", await pages.RenderBotPageAsync(list), isPassing: false);
        return set.Documents;
    }

    private static bool IsRoundDone(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states) =>
        list.Feeds.Where(source => !source.Paused).All(source => states.GetValueOrDefault(source.Id)?.LastOutcome is not null);

    /// <summary>Pages that show how far polling is come and go; what they show is in no promise.</summary>
    private static bool IsLasting(PublishedDocument document) => !document.IsPage;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Published {DocumentCount} documents, edition {Edition}, from {ArticleCount} articles in {Milliseconds} ms")]
        public static partial void Published(ILogger logger, int documentCount, int edition, int articleCount, long milliseconds);
    }
}
