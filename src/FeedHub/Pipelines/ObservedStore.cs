using FeedHub.Serving.Admin;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>A store that is measured, and whose changes the board of the operators hears of. It passes everything on as it is.</summary>
internal sealed class ObservedStore(IFeedStore store, Telemetry telemetry, HubBoard board) : IFeedStore
{
    public Task<HubState> ReadHubAsync(CancellationToken cancellationToken) => MeasureAsync(store.ReadHubAsync(cancellationToken));

    public Task<IReadOnlyList<FeedState>> ReadFeedsAsync(CancellationToken cancellationToken) => MeasureAsync(store.ReadFeedsAsync(cancellationToken));

    public Task<IReadOnlyList<FeedState>> ClaimDueAsync(
        DateTimeOffset now, DateTimeOffset sendBy, int limit, Func<string, bool> isFree, CancellationToken cancellationToken) =>
        MeasureAsync(store.ClaimDueAsync(now, sendBy, limit, isFree, cancellationToken));

    public Task<IReadOnlyList<FeedState>> ClaimAsync(IReadOnlyCollection<FeedId> ids, DateTimeOffset sendBy, CancellationToken cancellationToken) =>
        MeasureAsync(store.ClaimAsync(ids, sendBy, cancellationToken));

    public Task<IReadOnlyDictionary<EntryKey, Entry>> FindEntriesAsync(
        FeedId feed, IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken) =>
        MeasureAsync(store.FindEntriesAsync(feed, keys, cancellationToken));

    public Task<IReadOnlyList<EntryOutline>> ReadNewestEntriesAsync(FeedId feed, int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadNewestEntriesAsync(feed, limit, cancellationToken));

    public Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        MeasureAsync(store.FindArticlesAsync(keys, cancellationToken));

    public Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        MeasureAsync(store.FindHeldIdsAsync(ids, cancellationToken));

    public Task<IReadOnlyList<LedArticle>> ReadLatestAsync(int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadLatestAsync(limit, cancellationToken));

    public Task<IReadOnlyList<LedArticle>> ReadArticlesAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadArticlesAsync(keys, cancellationToken));

    public Task<(IReadOnlyList<LedArticle> Articles, Article? Last)> ReadLatestAfterAsync(
        Article? after, int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadLatestAfterAsync(after, limit, cancellationToken));

    public Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadLatestFromAsync(
        DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadLatestFromAsync(from, limit, cancellationToken));

    public Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadSeenAsync(
        DateTimeOffset from, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadSeenAsync(from, before, limit, cancellationToken));

    public Task<DateTimeOffset?> FindFirstSightAsync(CancellationToken cancellationToken) => MeasureAsync(store.FindFirstSightAsync(cancellationToken));

    public Task<IReadOnlyList<Story>> ReadStoriesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadStoriesAsync(ids, cancellationToken));

    public Task<IReadOnlyList<Story>> ReadStoriesSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadStoriesSinceAsync(since, cancellationToken));

    public Task<IReadOnlyList<Edition>> ReadEditionsAsync(int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadEditionsAsync(limit, cancellationToken));

    public Task<int> RemoveEditionsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        MeasureAsync(store.RemoveEditionsAsync(before, cancellationToken));

    public Task<int> VoteAsync(IReadOnlyList<StoryVote> votes, CancellationToken cancellationToken) =>
        MeasureAsync(store.VoteAsync(votes, cancellationToken));

    public Task<IReadOnlyList<StoryRating>> ReadRatingsAsync(IReadOnlyCollection<string> storyIds, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadRatingsAsync(storyIds, cancellationToken));

    public async Task CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        using var timing = telemetry.Commit();
        await MeasureAsync(store.CommitAsync(commit, cancellationToken));
        board.MarkChanged();
    }

    public async Task CommitSoonAsync(IReadOnlyList<FeedState> feeds, FeedVisit? visit, CancellationToken cancellationToken)
    {
        await MeasureAsync(store.CommitSoonAsync(feeds, visit, cancellationToken));
        board.MarkChanged();
        if (visit is not null)
        {
            foreach (var feed in feeds)
            {
                board.Note(feed.Id, visit);
            }
        }
    }

    public async Task NoteVisitAsync(FeedId feed, FeedVisit visit, CancellationToken cancellationToken)
    {
        await MeasureAsync(store.NoteVisitAsync(feed, visit, cancellationToken));
        board.Note(feed, visit);
    }

    public Task<IReadOnlyList<FeedVisit>> ReadJournalAsync(FeedId feed, CancellationToken cancellationToken) =>
        MeasureAsync(store.ReadJournalAsync(feed, cancellationToken));

    public Task<int> RemoveTextsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        MeasureAsync(store.RemoveTextsAsync(before, limit, cancellationToken));

    public async Task ChangeFeedsAsync(
        Func<IReadOnlyList<FeedState>, IReadOnlyList<FeedState>> change, CancellationToken cancellationToken)
    {
        await MeasureAsync(store.ChangeFeedsAsync(change, cancellationToken));
        board.MarkChanged();
    }

    public Task<int> CountEntriesAsync(DateTimeOffset since, DateTimeOffset before, CancellationToken cancellationToken) =>
        MeasureAsync(store.CountEntriesAsync(since, before, cancellationToken));

    public Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken cancellationToken) => MeasureAsync(store.ReadKeysAsync(cancellationToken));

    public Task SaveKeyAsync(ApiKey key, CancellationToken cancellationToken) => MeasureAsync(store.SaveKeyAsync(key, cancellationToken));

    public Task<bool> RemoveKeyAsync(string id, CancellationToken cancellationToken) => MeasureAsync(store.RemoveKeyAsync(id, cancellationToken));

    public Task<BackupReceipt> BackupAsync(string file, CancellationToken cancellationToken) => store.BackupAsync(file, cancellationToken);

    public Task<string?> SnapshotAsync(DateTimeOffset since, int depth, CancellationToken cancellationToken) =>
        store.SnapshotAsync(since, depth, cancellationToken);

    public Task<long?> CompactAsync(long minBytes, double maxShare, CancellationToken cancellationToken) =>
        store.CompactAsync(minBytes, maxShare, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<T> MeasureAsync<T>(Task<T> operation)
    {
        telemetry.Queued();
        try
        {
            return await operation;
        }
        finally
        {
            telemetry.Dequeued();
        }
    }

    private async Task MeasureAsync(Task operation)
    {
        telemetry.Queued();
        try
        {
            await operation;
        }
        finally
        {
            telemetry.Dequeued();
        }
    }
}
