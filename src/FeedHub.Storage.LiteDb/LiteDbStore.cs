using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The store in one file of a data directory. Every call passes one thread; feeds are held in memory too, in the order of their due
/// times, so that a claim costs the number of claimed feeds and one commit.
/// </summary>
public sealed class LiteDbStore : IFeedStore
{
    private const int MaxTakerCount = 100; // of stories that were taken in one after another

    private static readonly TimeSpan WriteWithin = TimeSpan.FromSeconds(1);

    private readonly DatabaseOwner _owner;
    private readonly TimeProvider _clock;
    private readonly Action<StoreReplacement> _replaced;
    private readonly StoreCopies _copies;
    private readonly FeedStates _feeds = new();
    private readonly ArrivalBook _arrivals = new();
    private readonly ArticlePages _pages;
    private readonly VisitJournal _journal;
    private readonly ITimer _writer;
    private long _commitNumber;
    private HubState? _hub;
    private StoreReplacement? _restored;
    private TimeSpan? _armedFor;

    private LiteDbStore(DataDirectory directory, TimeProvider clock, Action<StoreReplacement> replaced)
    {
        _clock = clock;
        _replaced = replaced;
        _journal = new VisitJournal(clock);
        _pages = new ArticlePages(_arrivals);
        _owner = new DatabaseOwner(directory, clock, Load, Replaced);
        _copies = new StoreCopies(_owner, directory.Path, clock);
        _writer = clock.CreateTimer(_ => WriteSoon(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Opens the store of a directory, which this process holds until it is disposed.</summary>
    /// <param name="directory">Made where it is missing.</param>
    /// <param name="clock">Stamps the creation, and names of files moved aside.</param>
    /// <param name="replaced">Told, on the store's thread, when a damaged database was moved aside and a new one begun.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StoreHeldException">Another process holds the directory.</exception>
    /// <exception cref="NewerStoreException">A later FeedHub wrote the store.</exception>
    /// <exception cref="StorageException">The directory cannot be written.</exception>
    public static async Task<LiteDbStore> OpenAsync(
        string directory, TimeProvider clock, Action<StoreReplacement> replaced, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(replaced);
        var store = new LiteDbStore(DataDirectory.Take(directory), clock, replaced);
        try
        {
            store._copies.Sweep();
            await store._owner.RunAsync(_ => true, cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last time a damaged database was moved aside since the start; null: never.</summary>
    public StoreReplacement? Replacement { get; private set; }

    /// <summary>Whether the directory holds a store.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, Database.DataName));

    /// <inheritdoc/>
    public Task<HubState> ReadHubAsync(CancellationToken cancellationToken) => _owner.RunAsync(_ => _hub!, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> ReadFeedsAsync(CancellationToken cancellationToken) =>
        _owner.RunAsync(_ => _feeds.All, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> ClaimDueAsync(
        DateTimeOffset now, DateTimeOffset sendBy, int limit, Func<string, bool> isFree, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => Claim(database, _feeds.FindDue(now, limit, isFree), sendBy), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> ClaimAsync(
        IReadOnlyCollection<FeedId> ids, DateTimeOffset sendBy, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            database => Claim(
                database, [.. ids.Distinct().Select(_feeds.Find).OfType<FeedState>().Where(feed => feed.IsPollable)], sendBy),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<EntryKey, Entry>> FindEntriesAsync(
        FeedId feed, IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken)
    {
        // Tags are made here, where the store's thread is not kept waiting for them.
        var tags = keys.Distinct().ToDictionary(key => key, key => Tag.OfEntry(feed, key));
        return _owner.RunAsync<IReadOnlyDictionary<EntryKey, Entry>>(
            database => _arrivals.FindEntries(database, feed, tags).ToDictionary(entry => entry.Key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EntryOutline>> ReadNewestEntriesAsync(FeedId feed, int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => ArrivalBook.ReadNewest(database, feed, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet(StringComparer.Ordinal);
        var tags = wanted.Select(Tag.Of).ToHashSet();
        return _owner.RunAsync<IReadOnlyDictionary<string, Article>>(
            database => _arrivals.FindArticles(database, tags)
                .Select(found => found.Article)
                .Where(article => wanted.Contains(article.Key))
                .ToDictionary(article => article.Key, StringComparer.Ordinal),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var tags = wanted.Select(Tag.Of).ToHashSet();
        return _owner.RunAsync<IReadOnlySet<string>>(
            database => _arrivals.FindArticles(database, tags).Select(found => found.Article.Id).Where(wanted.Contains).ToHashSet(StringComparer.Ordinal),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedArticle>> ReadLatestAsync(int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => _pages.ReadLatest(database, null, limit).Articles, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedArticle>> ReadArticlesAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var tags = keys.Select(Tag.Of).ToHashSet();
        return _owner.RunAsync<IReadOnlyList<LedArticle>>(
            database =>
            {
                var found = _arrivals.FindArticles(database, tags).ToDictionary(pair => pair.Article.Key, StringComparer.Ordinal);
                return [.. _arrivals.Led(database, [.. keys.Distinct(StringComparer.Ordinal).Where(found.ContainsKey).Select(key => found[key])])];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(IReadOnlyList<LedArticle> Articles, Article? Last)> ReadLatestAfterAsync(
        Article? after, int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => _pages.ReadLatest(database, after, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadLatestFromAsync(
        DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => _pages.ReadLatestFrom(database, from, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<(IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next)> ReadSeenAsync(
        DateTimeOffset from, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => _pages.ReadSeen(database, from, before, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> FindFirstSightAsync(CancellationToken cancellationToken) =>
        _owner.RunAsync(ArticlePages.FindFirstSight, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Story>> ReadStoriesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<Story>>(
            database =>
            {
                var found = database
                    .FindAll(Database.Stories, "_id", ids.Select(Documents.StoryKey))
                    .Select(Documents.ToStory)
                    .ToDictionary(story => story.Id, StringComparer.Ordinal);
                return [.. ids.Select(found.GetValueOrDefault).OfType<Story>()];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Story>> ReadStoriesSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<Story>>(
            database => [.. database
                .ReadHighest(Database.Stories, Database.Index.Told, since.ToUnixTimeMilliseconds() - 1, int.MaxValue)
                .Select(Documents.ToStory)],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Edition>> ReadEditionsAsync(int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<Edition>>(
            database => [.. database.ReadHighest(Database.Editions, "_id", 0, limit).Select(Documents.ToEdition)],
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveEditionsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            database =>
            {
                int[] old =
                [
                    .. database.ReadLowest(Database.Editions, "_id", _hub!.Edition.Number, int.MaxValue)
                        .Select(Documents.ToEdition)
                        .TakeWhile(edition => edition.MadeAt < before)
                        .Select(edition => edition.Number),
                ];
                if (old.Length > 0)
                {
                    database.Commit(transaction => transaction.Delete(Database.Editions, [.. old.Select(number => new BsonValue(number))]));
                }

                return old.Length;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> VoteAsync(IReadOnlyList<StoryVote> votes, CancellationToken cancellationToken) => _owner.RunAsync(
        database =>
        {
            Dictionary<string, StoryBallot> changed = new(StringComparer.Ordinal);
            var count = 0;
            foreach (var vote in votes.Select(vote => vote with { StoryId = TakerOf(database, vote.StoryId) }))
            {
                var ballot = changed.GetValueOrDefault(vote.StoryId) ?? Documents.FindBallot(database, vote.StoryId) ?? new StoryBallot { StoryId = vote.StoryId };
                var next = ballot.With(vote);
                if (next != ballot)
                {
                    changed[vote.StoryId] = next;
                    count++;
                }
            }

            if (count > 0)
            {
                database.Commit(transaction => transaction.Upsert(Database.Ballots, [.. changed.Values.Select(Documents.From)]));
            }

            return count;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoryRating>> ReadRatingsAsync(IReadOnlyCollection<string> storyIds, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<StoryRating>>(
            database => [.. database
                .FindAll(Database.Ballots, "_id", storyIds.Select(Documents.StoryKey))
                .Select(document => Documents.ToBallot(document).Rating)
                .OfType<StoryRating>()],
            cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var documents = new PackedCommit(commit); // here, where the store's thread is not kept waiting for it
        return _owner.RunAsync(database => Commit(database, commit, documents), cancellationToken);
    }

    /// <inheritdoc/>
    public Task CommitSoonAsync(IReadOnlyList<FeedState> feeds, FeedVisit? visit, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            _ =>
            {
                foreach (var feed in feeds.Select(_feeds.AsListed))
                {
                    _feeds.PutSoon(feed);
                    if (visit is not null)
                    {
                        _journal.Add(feed.Id, visit);
                    }
                }

                return Arm();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task NoteVisitAsync(FeedId feed, FeedVisit visit, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            _ =>
            {
                _journal.Add(feed, visit);
                return Arm();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedVisit>> ReadJournalAsync(FeedId feed, CancellationToken cancellationToken) =>
        _owner.RunAsync(database => _journal.Read(database, feed), cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveTextsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            database =>
            {
                var old = ArrivalBook.ReadOldestTexts(database, before, limit);
                var articles = _arrivals.FindArticles(database, old.Select(entry => Tag.Of(entry.ArticleKey!)).ToHashSet()).Select(found => found.Article);
                Commit(database, new StoreCommit
                {
                    Entries = [.. old.Select(WithoutTexts)],
                    Articles = [.. articles.Where(article => old.Exists(article.IsLedBy)).Select(article => article with { InLatest = false })],
                });
                return old.Count;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task ChangeFeedsAsync(
        Func<IReadOnlyList<FeedState>, IReadOnlyList<FeedState>> change, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            database => change(_feeds.All) is { Count: > 0 } changed && Write(database, PackedCommit.None, changed, [], null, [], []),
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountEntriesAsync(DateTimeOffset since, DateTimeOffset before, CancellationToken cancellationToken) => _owner.RunAsync(
        database => ArrivalBook.CountTexts(database, since, before.AddMilliseconds(-1)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ReadKeysAsync(CancellationToken cancellationToken) => _owner.RunAsync<IReadOnlyList<ApiKey>>(
        database => [.. database.ReadAll(Database.Keys).SelectMany(some => some).Select(Documents.ToKey).OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)],
        cancellationToken);

    /// <inheritdoc/>
    public Task SaveKeyAsync(ApiKey key, CancellationToken cancellationToken) => _owner.RunAsync(
        database =>
        {
            database.Commit(transaction => transaction.Upsert(Database.Keys, [Documents.From(key)]));
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveKeyAsync(string id, CancellationToken cancellationToken) => _owner.RunAsync(
        database =>
        {
            var isThere = database.Find(Database.Keys, id) is not null;
            if (isThere)
            {
                database.Commit(transaction => transaction.Delete(Database.Keys, [id]));
            }

            return isThere;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<BackupReceipt> BackupAsync(string file, CancellationToken cancellationToken) =>
        _copies.BackupAsync(file, () => (_commitNumber, _hub!.Documents), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> SnapshotAsync(DateTimeOffset since, int depth, CancellationToken cancellationToken) =>
        _copies.SnapshotAsync(since, depth, cancellationToken);

    /// <inheritdoc/>
    public Task<long?> CompactAsync(long minBytes, double maxShare, CancellationToken cancellationToken) =>
        _copies.CompactAsync(minBytes, maxShare, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        WriteSoon(isEnd: true);
        await _owner.DisposeAsync();
    }

    private static Entry WithoutTexts(Entry entry) => entry with
    {
        Summary = null,
        Content = null,
        Authors = [],
        Categories = [],
        Enclosures = [],
        Rights = null,
        Image = null,
        IsRemoved = true,
    };

    /// <summary>The story that one was taken into, at last; itself where it was not.</summary>
    private static string TakerOf(Database database, string storyId)
    {
        for (var step = 0; step < MaxTakerCount && database.Find(Database.Stories, Documents.StoryKey(storyId)) is { } document; step++)
        {
            if (Documents.ToStory(document).MergedInto is not { } taker)
            {
                break;
            }

            storyId = taker;
        }

        return storyId;
    }

    private IReadOnlyList<FeedState> Claim(Database database, IReadOnlyList<FeedState> feeds, DateTimeOffset sendBy)
    {
        if (feeds.Count > 0)
        {
            Write(database, PackedCommit.None, [], feeds, sendBy, [], []);
        }

        return feeds;
    }

    /// <summary>Queues the writing of what has only been taken over; a failure leaves it for the next time.</summary>
    private void WriteSoon(bool isEnd = false)
    {
        try
        {
            _ = _owner.RunAsync(
                    database =>
                    {
                        _armedFor = null;
                        var journals = _journal.TakeDue(database, isEnd);
                        var isNeeded = _feeds.IsDirty || journals.Count > 0 || _feeds.HasFolds;
                        return (isNeeded && Write(database, PackedCommit.None, [], [], null, journals, _feeds.NextToFold(isEnd))) || Arm();
                    },
                    CancellationToken.None)
                .ContinueWith(write => write.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (StorageException)
        {
            // Closed: the last write is behind us.
        }
    }

    private bool Commit(Database database, StoreCommit commit) => Commit(database, commit, new PackedCommit(commit));

    private bool Commit(Database database, StoreCommit commit, PackedCommit documents) =>
        (!documents.IsEmpty || commit.Feeds.Count > 0 || _feeds.IsDirty)
        && Write(database, documents, [.. commit.Feeds.Select(_feeds.AsListed)], [], null, [], []);

    private bool Write(
        Database database, PackedCommit documents, IReadOnlyList<FeedState> feeds, IReadOnlyList<FeedState> claimed, DateTimeOffset? sendBy,
        IReadOnlyList<(FeedId Feed, IReadOnlyList<FeedVisit> Lines)> journals, IReadOnlyList<FeedId> folds)
    {
        _owner.CheckIsThere();
        FeedStates.Change? change = null;
        var known = documents.FindKnown(database, _arrivals);
        database.Commit(transaction =>
        {
            change = _feeds.Write(transaction, _commitNumber + 1, feeds, [.. claimed.Select(feed => feed.Id)], sendBy, folds);
            documents.Write(transaction, _arrivals, known, _commitNumber + 1);
            transaction.Upsert(Database.Journal, [.. journals.Select(journal => Documents.From(journal.Feed, journal.Lines))]);
            transaction.Upsert(Database.Hub, [Documents.CommitCounter(change.LastCommit)]);
        });

        // Only what is on disk is true in memory.
        _commitNumber = change!.LastCommit;
        _feeds.Committed(change);
        _hub = documents.Hub ?? _hub;
        Arm();
        return true;
    }

    /// <summary>Sets the timer for what waits to be written; while nothing waits, nothing wakes.</summary>
    private bool Arm()
    {
        TimeSpan? wait = _feeds.IsDirty || _feeds.HasFolds ? WriteWithin : _journal.IsWaiting ? VisitJournal.MaxWait : null;
        if (wait < (_armedFor ?? TimeSpan.MaxValue))
        {
            _armedFor = wait;
            _writer.Change(wait.Value, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    private void Load(Database database)
    {
        _arrivals.Forget();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        _commitNumber = database.Find(Database.Hub, Documents.CommitCounterKey) is { } counter ? Documents.ToCommitCounter(counter) : 0;
        if (database.Find(Database.Hub, Documents.HubKey) is { } hub)
        {
            _hub = Documents.ToHub(hub);
            if (_restored is { } replacement)
            {
                LoadRestored(database, replacement, now);
            }
            else
            {
                _feeds.Load(database);
            }

            return;
        }

        // New, or begun again after damage: then the feeds in memory still know when they were last asked.
        _feeds.ForgetUnwritten();
        _journal.Clear();
        var begun = new HubState { Id = _hub?.Id ?? $"urn:uuid:{Guid.CreateVersion7(now)}", CreatedAt = now };
        Write(
            database, new PackedCommit(new StoreCommit { Hub = begun }), [.. _feeds.All.Select(feed => AfterDamage.Forgotten(feed, now))], [], null, [],
            []);
    }

    /// <summary>
    /// A snapshot took the place of a damaged database. Visits after it are not in it: all feeds are asked again, none before its floor has
    /// passed, and until each has been, this is a first round, behind which what was served before goes on being served.
    /// </summary>
    private void LoadRestored(Database database, StoreReplacement replacement, DateTimeOffset now)
    {
        var known = _feeds.All.ToDictionary(feed => feed.Id);
        _feeds.ForgetUnwritten();
        _journal.Clear();
        _feeds.Load(database);
        var lastWriteAt = replacement.LastWriteAt < now ? replacement.LastWriteAt : now;
        var restored = _feeds.All.ToDictionary(feed => feed.Id);
        Write(
            database,
            new PackedCommit(new StoreCommit { Hub = _hub! with { FirstRoundDone = false, RestoredAt = now } }),
            [
                .. restored.Values.Select(feed => AfterDamage.Restored(feed, known.GetValueOrDefault(feed.Id), lastWriteAt, now)),
                .. known.Values.Where(feed => !restored.ContainsKey(feed.Id)).Select(feed => AfterDamage.Forgotten(feed, now)),
            ],
            [], null, [], []);
        _restored = null;
    }

    private void Replaced(StoreReplacement replacement)
    {
        Replacement = replacement;
        _restored = replacement.SnapshotAt is null ? null : replacement;
        _replaced(replacement);
    }
}
