using FeedHub.Configuration;
using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Scheduling;
using FeedHub.Serving;
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
    LatestWindows windows,
    RenderFeeds feeds,
    KeepStories leaving,
    FollowedFeeds followed,
    PublishedDocuments published,
    RenderPages pages,
    IOptions<HubOptions> options,
    PublicAddress publicAddress,
    PublishSignal signal,
    Telemetry telemetry,
    TimeProvider clock,
    ILogger<PublishTopStories> logger)
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly PublishSignal _published = new();

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
            if (!hub.FirstRoundDone && published.Find("/latest.atom") is not null && published.IsFromAnEarlierStore(hub.BegunAt))
            {
                return;
            }

            decided = await DecideAsync(list, states, before, hub, now, cancellationToken);
        }
        catch
        {
            book.Forget(); // what was decided is not saved, so it is not decided
            windows.Forget();
            throw;
        }
        finally
        {
            pause?.Dispose();
        }

        var maker = new PublicationMaker(list, decided.States, decided.Hub, publicAddress.Url);
        HashSet<string> announced = new(StringComparer.Ordinal);
        var documents = await RenderAsync(list, maker, decided, announced, now, cancellationToken);
        var stamps = documents.Where(IsLasting).Select(document => new DocumentStamp(document.Path, document.Hash, document.LastModified)).ToList();
        if (!stamps.SequenceEqual(decided.Hub.Documents) || !decided.Keys.AreSame(decided.Hub.Latest))
        {
            await store.CommitAsync(new StoreCommit { Hub = decided.Hub with { Documents = stamps, Latest = decided.Keys } }, cancellationToken);
        }

        await leaving.RunAsync(list, maker, Leaving(documents, decided.Ranked), now, cancellationToken);

        Ranked = decided.Ranked;
        published.Replace(documents, announced, decided.Hub.BegunAt);
        telemetry.Served(clock.GetUtcNow());
        Latest = decided.Latest;
        feeds.End();
        _published.Set();
        Log.Published(
            logger, documents.Count, feeds.Rendered.Count, decided.Hub.Edition.Number, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    /// <summary>The pages and data of stories that are served and will not be: their stories are listed no more.</summary>
    private IReadOnlyCollection<PublishedDocument> Leaving(List<PublishedDocument> documents, RankedStories ranked)
    {
        var staying = documents.Select(document => document.Path).ToHashSet(StringComparer.Ordinal);
        return [.. published.All.Where(document => !staying.Contains(document.Path)
            && StoryPath.StoryOf(document.Path) is { } story
            && !ranked.Stories.ContainsKey(story))]; // else the operator has taken its lead out of the list
    }

    /// <summary>Reads, ranks and saves: after it the store holds what is to be served.</summary>
    private async Task<Decided> DecideAsync(
        FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, HubState before, HubState hub, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var maker = new PublicationMaker(list, states, hub, publicAddress.Url);

        // The first time after a start what was decided last is served at once, be it that nothing was listed; the live stories are read behind it.
        var isQuick = !book.IsLoaded && before.Documents.Count > 0 && published.Find("/latest.atom") is null;
        await windows.LoadAsync(before.Latest, isQuick, cancellationToken);
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

        return new Decided(states, hub, windows.Snapshot(), windows.Keys(), ranked, await ReadLeadsAsync(maker, ranked, cancellationToken));
    }

    /// <summary>When something that is held back may be shown, though nothing new has come; null: nothing is.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>The newest articles of each list, as they were last published.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LedArticle>> Latest { get; private set; } = new Dictionary<string, IReadOnlyList<LedArticle>>();

    /// <summary>Waits until something was published since the last time, or for so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_published.WaitAsync(either.Token), Task.Delay(atMost, clock, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

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

    private async Task<List<PublishedDocument>> RenderAsync(
        FeedList list, PublicationMaker maker, Decided decided, HashSet<string> announced, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var timing = telemetry.Rendering();
        var (states, hub, latest, _, ranked, leads) = decided;
        var stamps = hub.Documents.ToDictionary(stamp => stamp.Path, StringComparer.Ordinal);
        var set = new DocumentSet(published, stamps, now);
        var shown = ranked.Stories
            .Where(story => leads.ContainsKey(story.Key))
            .ToDictionary(story => story.Key, story => feeds.WithKnownItem(story.Value), StringComparer.Ordinal);
        foreach (var name in list.Channels.Select(channel => channel.Slug).Prepend(RankedList.WholeName))
        {
            var newest = latest.GetValueOrDefault(name, []).Take(options.Value.Latest.Count).ToList();

            // Its archive is written behind this, and a moment later; what the link says must follow from the store alone.
            Month? archive = newest is [var (article, _), ..] ? Month.Of(article.FirstSeenAt) : null;
            feeds.Add(set, maker.Latest(name, newest.Select(led => feeds.ItemOf(maker, led)), archive));
            if (archive is not null)
            {
                announced.Add(ArchiveFiles.PathOf(name, archive.Value));
            }

            feeds.Add(set, maker.TopStories(hub.Edition.Of(name), shown));
        }

        feeds.AddOpml(set, list, states);
        set.AddFile("/feeds.schema.json", "application/schema+json; charset=utf-8", PageFiles.Schema);
        set.AddFile("/style.css", "text/css; charset=utf-8", PageFiles.Style);
        set.AddFile("/favicon.svg", "image/svg+xml", PageFiles.Icon);
        AddStories(set, hub.Edition, ranked, shown);
        var ratings = (await store.ReadRatingsAsync([.. shown.Keys], cancellationToken)).ToDictionary(rating => rating.StoryId, StringComparer.Ordinal);
        await pages.AddAsync(set, new ShownState(list, states, hub, latest, ranked, shown, leads, ratings), maker, now);
        return set.Documents;
    }

    private void AddStories(DocumentSet set, Edition edition, RankedStories ranked, IReadOnlyDictionary<string, Story> shown)
    {
        var places = ranked.FrontPages.GetValueOrDefault(RankedList.WholeName, [])
            .Select((story, place) => (story, place))
            .ToDictionary(one => one.story.Contender.StoryId, StringComparer.Ordinal);
        foreach (var story in shown.Values)
        {
            var why = places.TryGetValue(story.Id, out var one)
                ? StoryExplainer.Explain(one.story, one.place + 1, ranking.Settings, edition.MadeAt)
                : null;
            set.AddData(StoryPath.OfData(story.Id), "application/json; charset=utf-8", StoryJsonWriter.Write(story, why));
        }
    }

    private static bool IsRoundDone(FeedList list, IReadOnlyDictionary<FeedId, FeedState> states) =>
        list.Feeds.Where(source => !source.Paused).All(source => states.GetValueOrDefault(source.Id) is { } state && (state.LastOutcome is not null || !state.IsPollable));

    /// <summary>Pages that show how far polling is, and scores as of an edition, come and go: no promise is about their bytes.</summary>
    private static bool IsLasting(PublishedDocument document) => !document.IsPage && !document.IsPassing;

    private sealed record Decided(
        IReadOnlyDictionary<FeedId, FeedState> States,
        HubState Hub,
        IReadOnlyDictionary<string, IReadOnlyList<LedArticle>> Latest,
        LatestKeys Keys,
        RankedStories Ranked,
        IReadOnlyDictionary<string, LedArticle> Leads);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Published {DocumentCount} documents, {RenderedCount} feeds rendered anew, edition {Edition}, in {Milliseconds} ms")]
        public static partial void Published(ILogger logger, int documentCount, int renderedCount, int edition, long milliseconds);
    }
}
