namespace FeedHub.Storage;

/// <summary>
/// Keeps feeds, entries and articles between runs. A store decides nothing: what it is given it keeps, all of a commit or nothing of
/// it, and what it acknowledged survives a kill and a power loss. Any number of callers may use it at once. Every failure is a
/// <see cref="StorageException"/>.
/// </summary>
public interface IFeedStore : IAsyncDisposable
{
    /// <summary>What is kept of the hub as a whole.</summary>
    Task<HubState> ReadHubAsync(CancellationToken cancellationToken);

    /// <summary>All feeds ever followed, in the order of their ids.</summary>
    Task<IReadOnlyList<FeedState>> ReadFeedsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Claims pollable feeds due at or before <paramref name="now"/>, the longest overdue first, and at most one of each origin. Before a
    /// claim is returned it is stored as a visit at <paramref name="sendBy"/>, due again one floor later, so that not even a kill breaks a
    /// floor.
    /// </summary>
    /// <param name="now">The moment of the claim.</param>
    /// <param name="sendBy">The moment by which the request will have been sent, or the claim given back by committing its state.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="isFree">Whether an origin may be asked now.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The states as they were before the claim.</returns>
    Task<IReadOnlyList<FeedState>> ClaimDueAsync(
        DateTimeOffset now, DateTimeOffset sendBy, int limit, Func<string, bool> isFree, CancellationToken cancellationToken);

    /// <summary>Claims these feeds whatever their due times, like <see cref="ClaimDueAsync"/>; those that are not pollable are left out.</summary>
    Task<IReadOnlyList<FeedState>> ClaimAsync(
        IReadOnlyCollection<FeedId> ids, DateTimeOffset sendBy, CancellationToken cancellationToken);

    /// <summary>Those of a feed's entries that are stored under one of the keys, removed ones included.</summary>
    Task<IReadOnlyDictionary<EntryKey, Entry>> FindEntriesAsync(
        FeedId feed, IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Outlines of the entries of a feed that were first seen last, newest first sight first, removed ones included; no
    /// <see cref="Entry.SameAs"/>.
    /// </summary>
    Task<IReadOnlyList<EntryOutline>> ReadNewestEntriesAsync(FeedId feed, int limit, CancellationToken cancellationToken);

    /// <summary>Those articles that are stored under one of the keys.</summary>
    Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Those of the article ids that an article already holds.</summary>
    Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>The newest articles of <c>/latest</c> with their leads: newest first sight first, then newest date, then id.</summary>
    Task<IReadOnlyList<LedArticle>> ReadLatestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The articles of these keys with their leads, in the order of the keys; those without a stored text are left out.</summary>
    Task<IReadOnlyList<LedArticle>> ReadArticlesAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>The articles of <c>/latest</c> that follow one in the order of <see cref="ReadLatestAsync"/>, with their leads.</summary>
    /// <param name="after">The last one read before; null: from the newest on.</param>
    /// <param name="limit">How many at most, those without a stored text counted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Those with a text, and the last article looked at, to go on after; null: there are no more.</returns>
    Task<(IReadOnlyList<LedArticle> Articles, Article? Last)> ReadLatestAfterAsync(Article? after, int limit, CancellationToken cancellationToken);

    /// <summary>The articles of <c>/latest</c> from a moment of first sight on, with their leads, in the order opposite to <see cref="ReadLatestAsync"/>.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="limit">About how many: all of one moment are read, those without a stored text counted.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Those with a text, the oldest first, and the moment from which to go on; null: there are no more.</returns>
    Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadLatestFromAsync(DateTimeOffset from, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Articles founded in a span of time with their leads, those that <c>/latest</c> leaves out too, in the order of <see cref="LatestOrder"/>; those
    /// without a stored text are left out.
    /// </summary>
    /// <param name="from">The first moment of the span.</param>
    /// <param name="before">The first moment after it.</param>
    /// <param name="limit">About how many entries are looked at: all of one moment are.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The newest of them, and the moment before which to go on; null: there are no more.</returns>
    Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadSeenAsync(
        DateTimeOffset from, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>The earliest first sight of an entry with a text; null: there is none.</summary>
    Task<DateTimeOffset?> FindFirstSightAsync(CancellationToken cancellationToken);

    /// <summary>Those of the stories that are stored, in the order of the ids.</summary>
    Task<IReadOnlyList<Story>> ReadStoriesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Stories of which an article told at or after a moment, the last to tell first.</summary>
    Task<IReadOnlyList<Story>> ReadStoriesSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The newest editions, newest first.</summary>
    Task<IReadOnlyList<Edition>> ReadEditionsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes editions made before a moment, but never the newest. Returns how many.</summary>
    Task<int> RemoveEditionsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Adds votes to the ballots of their stories (<see cref="StoryBallot.With"/>), in their order; those for a story that was taken into another
    /// to the ballot of that one. Returns how many count.
    /// </summary>
    Task<int> VoteAsync(IReadOnlyList<StoryVote> votes, CancellationToken cancellationToken);

    /// <summary>What readers think of those of the stories for which anybody has voted.</summary>
    Task<IReadOnlyList<StoryRating>> ReadRatingsAsync(IReadOnlyCollection<string> storyIds, CancellationToken cancellationToken);

    /// <summary>
    /// Saves everything of the commit or nothing. Saving it again changes nothing. Returns when it is on disk. Votes for a story that is taken
    /// into another (<see cref="Story.MergedInto"/>) become votes for that one. A state from before the store was begun again (<see cref="FeedState.StoreEpoch"/>) is refused.
    /// </summary>
    Task CommitAsync(StoreCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over states of feeds in which nothing was new. Every later call sees them at once; on disk they are within about a second, and
    /// a crash before costs no more than a repeated question to the origin, since the claim stands.
    /// </summary>
    /// <param name="feeds">The states.</param>
    /// <param name="visit">A line for the journal of each, as by <see cref="NoteVisitAsync"/>; null: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task CommitSoonAsync(IReadOnlyList<FeedState> feeds, FeedVisit? visit, CancellationToken cancellationToken);

    /// <summary>Takes a line into a feed's journal, of which the last 50 are kept; on disk it is within minutes, or at an orderly end.</summary>
    Task NoteVisitAsync(FeedId feed, FeedVisit visit, CancellationToken cancellationToken);

    /// <summary>The journal of a feed, newest first; empty where nothing is known of it.</summary>
    Task<IReadOnlyList<FeedVisit>> ReadJournalAsync(FeedId feed, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the texts of at most <paramref name="limit"/> entries first seen before <paramref name="before"/>, and their articles out of
    /// <c>/latest</c>; ids and first sights stay. Returns how many.
    /// </summary>
    Task<int> RemoveTextsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Changes feeds as a whole, with no claim and no visit in between: <paramref name="change"/> gets all states and returns those to save.
    /// So the list, the clock and the start of the service change what they own without taking back what a visit found.
    /// </summary>
    /// <param name="change">Pure and quick; it has the store for itself.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task ChangeFeedsAsync(
        Func<IReadOnlyList<FeedState>, IReadOnlyList<FeedState>> change, CancellationToken cancellationToken);

    /// <summary>How many entries with texts were first seen at or after a moment and before another.</summary>
    Task<int> CountEntriesAsync(DateTimeOffset since, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The keys of the admin API, the oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key, or replaces the one of the same id.</summary>
    Task SaveKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Removes a key. Returns whether it was there.</summary>
    Task<bool> RemoveKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes a consistent, checksummed copy of all commits so far; polling and serving go on.</summary>
    /// <param name="file">The file to write; it appears complete or not at all.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    Task<BackupReceipt> BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a copy of all commits so far beside the store, by which it is replaced should it be damaged, and keeps the newest of them; polling
    /// and serving go on. The copy is checked page by page.
    /// </summary>
    /// <param name="since">Where there is one of this moment or later, none is made.</param>
    /// <param name="depth">How many are kept, 1 or more.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>The file; null: none was made.</returns>
    /// <exception cref="StorageException">There is no room, or the store is damaged: the earlier ones stay.</exception>
    Task<string?> SnapshotAsync(DateTimeOffset since, int depth, CancellationToken cancellationToken);

    /// <summary>Gives the room of removed texts back to the disk, where that is worth while; commits and questions go on.</summary>
    /// <param name="minBytes">A smaller store is left as it is.</param>
    /// <param name="maxShare">So is one with more than this share of the most texts that it ever held.</param>
    /// <param name="cancellationToken">Ends it; the store is then as it was.</param>
    /// <returns>The bytes given back; null: it was not worth while.</returns>
    Task<long?> CompactAsync(long minBytes, double maxShare, CancellationToken cancellationToken);
}

/// <summary>What one commit saves together.</summary>
public sealed record StoreCommit
{
    /// <summary>
    /// States after visits. What the list says of a known feed (<see cref="FeedState.Url"/>, <see cref="FeedState.IsFollowed"/>,
    /// <see cref="FeedState.Floor"/>) and what the operator did (<see cref="FeedState.PausedAt"/>) stays as it is stored: it may have changed
    /// during the visit.
    /// </summary>
    public IReadOnlyList<FeedState> Feeds { get; init; } = [];

    /// <summary>Entries to add or replace, by feed and key.</summary>
    public IReadOnlyList<Entry> Entries { get; init; } = [];

    /// <summary>Articles to add or replace, by key.</summary>
    public IReadOnlyList<Article> Articles { get; init; } = [];

    /// <summary>Stories to add or replace, by id.</summary>
    public IReadOnlyList<Story> Stories { get; init; } = [];

    /// <summary>The state of the hub to replace; null: it stays. Each number of its edition is remembered.</summary>
    public HubState? Hub { get; init; }
}

/// <summary>What a backup holds.</summary>
/// <param name="File">The file written.</param>
/// <param name="Commit">The number of the last commit in it.</param>
/// <param name="SizeBytes">The size of the file.</param>
/// <param name="Sha256">The checksum of the database in it, in hex.</param>
/// <param name="Documents">The documents as they were published at that commit.</param>
public sealed record BackupReceipt(string File, long Commit, long SizeBytes, string Sha256, IReadOnlyList<DocumentStamp> Documents);
