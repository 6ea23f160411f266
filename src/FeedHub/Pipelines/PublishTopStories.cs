using FeedHub.Configuration;
using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Scheduling;
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
    StoryBook book,
    RankStories ranking,
    FollowedFeeds followed,
    PublishedDocuments published,
    PageRenderer pages,
    IOptions<HubOptions> options,
    PublicAddress publicAddress,
    PublishSignal signal,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<PublishTopStories> logger)
{
    /// <summary>Articles that the front page may show as recent headlines.</summary>
    private const int MinReadCount = 100;

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
        var now = clock.GetStoredNow();

        // No poll commits until what is decided here is saved: it would decide on stories as they were. Rendering does not hold it up.
        var pause = commitsArePaused ? null : await commits.PauseAsync(cancellationToken);
        Decided decided;
        try
        {
            var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
            var before = await store.ReadHubAsync(cancellationToken);
            var hub = before with { FirstRoundDone = before.FirstRoundDone || IsRoundDone(list, states) };

            // A damaged store that is being filled again: what is served from memory is better than its beginnings.
            if (!hub.FirstRoundDone && published.Find("/latest.atom") is not null && published.IsFromAnEarlierStore(hub.CreatedAt))
            {
                return;
            }

            decided = await DecideAsync(list, states, before, hub, now, cancellationToken);
        }
        catch
        {
            book.Forget(); // what was decided is not saved, so it is not decided
            throw;
        }
        finally
        {
            pause?.Dispose();
        }

        var documents = await RenderAsync(list, decided, now);
        var stamps = documents.Where(IsLasting).Select(document => new DocumentStamp(document.Path, document.Hash, document.LastModified)).ToList();
        if (!stamps.SequenceEqual(decided.Hub.Documents))
        {
            await store.CommitAsync(new StoreCommit { Hub = decided.Hub with { Documents = stamps } }, cancellationToken);
        }

        Ranked = decided.Ranked;
        published.Replace(documents, decided.Hub.CreatedAt);
        telemetry.Served(clock.GetUtcNow());
        Log.Published(logger, documents.Count, decided.Hub.Edition.Number, decided.Latest.Count, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    /// <summary>Reads, ranks and saves: after it the store holds what is to be served.</summary>
    private async Task<Decided> DecideAsync(
        FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, HubState before, HubState hub, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var maker = new PublicationMaker(list, states, hub, publicAddress.Url);
        var latest = await ReadLatestAsync(maker, cancellationToken);

        // The first time after a start what was decided last is served at once; the live stories are read behind it.
        var isQuick = !book.IsLoaded && before.Edition.Number > 0 && published.Find("/latest.atom") is null;
        var ranked = isQuick ? await ranking.AsRecordedAsync(before.Edition, cancellationToken) : await RankAsync(list, maker, before.Edition, now, cancellationToken);
        if (isQuick)
        {
            signal.Set();
        }

        NextAt = ranked.NextAt;
        hub = hub with { Edition = ranked.Edition };
        if (hub.FirstRoundDone != before.FirstRoundDone || ranked.Changed.Count > 0 || ranked.Edition != before.Edition)
        {
            await store.CommitAsync(new StoreCommit { Hub = hub, Stories = ranked.Changed }, cancellationToken);
            book.Put(ranked.Changed);
        }

        return new Decided(states, hub, latest, ranked, await ReadLeadsAsync(maker, ranked, cancellationToken));
    }

    /// <summary>When something that is held back may be shown, though nothing new has come; null: nothing is.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>What was ranked last; null: nothing yet.</summary>
    public RankedStories? Ranked { get; private set; }

    private async Task<RankedStories> RankAsync(
        FeedList list, PublicationMaker maker, Edition last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await book.LoadAsync(cancellationToken);
        using var timing = telemetry.Stories();
        var told = book.Tick();
        var ranked = await ranking.RunAsync(list, maker, last, told, now, cancellationToken);
        var decided = ranked.Changed.Select(story => story.Id).ToHashSet(StringComparer.Ordinal);
        return ranked with { Changed = [.. told.Where(story => !decided.Contains(story.Id)), .. ranked.Changed] };
    }

    /// <summary>The leads of all listed stories that the list still admits, by story.</summary>
    private async Task<IReadOnlyDictionary<string, LedArticle>> ReadLeadsAsync(
        PublicationMaker maker, RankedStories ranked, CancellationToken cancellationToken)
    {
        var keys = ranked.Stories.Values
            .Where(story => story.LeadKey is not null)
            .ToDictionary(story => story.Id, story => story.Shown?.LeadKey ?? story.LeadKey!, StringComparer.Ordinal);
        var read = (await store.ReadArticlesAsync([.. keys.Values.Distinct(StringComparer.Ordinal)], cancellationToken))
            .Where(maker.Admits)
            .ToDictionary(led => led.Article.Key, StringComparer.Ordinal);
        return keys.Where(story => read.ContainsKey(story.Value)).ToDictionary(story => story.Key, story => read[story.Value], StringComparer.Ordinal);
    }

    /// <summary>Enough of the newest articles for the feed and for the ranking, without those that the list does not admit.</summary>
    private async Task<IReadOnlyList<LedArticle>> ReadLatestAsync(PublicationMaker maker, CancellationToken cancellationToken)
    {
        var wanted = Math.Max(MinReadCount, options.Value.Latest.Count);
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

    private async Task<List<PublishedDocument>> RenderAsync(FeedList list, Decided decided, DateTimeOffset now)
    {
        using var timing = telemetry.Rendering();
        var (states, hub, latest, ranked, leads) = decided;
        var maker = new PublicationMaker(list, states, hub, publicAddress.Url);
        var stamps = hub.Documents.ToDictionary(stamp => stamp.Path, StringComparer.Ordinal);
        var set = new DocumentSet(published, stamps, now);
        var shown = ranked.Stories.Where(story => leads.ContainsKey(story.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var publication in new[]
        {
            maker.Latest(latest.Take(options.Value.Latest.Count)),
            maker.TopStories(hub.Edition.Whole, shown),
        })
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
        AddStories(set, hub.Edition, ranked, shown);
        var page = FrontPageModel.Of(maker, list, states, hub, latest, shown, leads);
        set.AddPage("/", await pages.RenderFrontPageAsync(page), isPassing: page.Progress is not null);
        set.AddPage("/bot", await pages.RenderBotPageAsync(list), isPassing: false);
        return set.Documents;
    }

    private void AddStories(DocumentSet set, Edition edition, RankedStories ranked, IReadOnlyDictionary<string, Story> shown)
    {
        const string scheme = "urn:uuid:";
        var places = ranked.FrontPages.GetValueOrDefault(RankedList.WholeName, [])
            .Select((story, place) => (story, place))
            .ToDictionary(one => one.story.Contender.StoryId, StringComparer.Ordinal);
        foreach (var story in shown.Values)
        {
            var why = places.TryGetValue(story.Id, out var one)
                ? StoryExplainer.Explain(one.story, one.place + 1, ranking.Settings, edition.MadeAt)
                : null;
            set.AddData($"/stories/{story.Id[scheme.Length..]}.json", "application/json; charset=utf-8", StoryJsonWriter.Write(story, why));
        }
    }

    private static bool IsRoundDone(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states) =>
        list.Feeds.Where(source => !source.Paused).All(source => states.GetValueOrDefault(source.Id)?.LastOutcome is not null);

    /// <summary>Pages that show how far polling is, and scores as of an edition, come and go: no promise is about their bytes.</summary>
    private static bool IsLasting(PublishedDocument document) => !document.IsPage && !document.IsPassing;

    private sealed record Decided(
        IReadOnlyDictionary<FeedId, FeedState> States,
        HubState Hub,
        IReadOnlyList<LedArticle> Latest,
        RankedStories Ranked,
        IReadOnlyDictionary<string, LedArticle> Leads);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Published {DocumentCount} documents, edition {Edition}, from {ArticleCount} articles in {Milliseconds} ms")]
        public static partial void Published(ILogger logger, int documentCount, int edition, int articleCount, long milliseconds);
    }
}
