using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The store in one file of a data directory. Every call passes one thread; feeds are held in memory too, in the order of their due
/// times, so that a claim costs the number of claimed feeds and one commit.
/// </summary>
public sealed class LiteDbStore : IFeedStore
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);

    private readonly DatabaseOwner _owner;
    private readonly TimeProvider _clock;
    private readonly Action<StoreReplacement> _replaced;
    private readonly string _directory;
    private readonly FeedBook _feeds = new();
    private readonly VisitJournal _journal;
    private readonly Dictionary<FeedId, FeedState> _unwritten = [];
    private readonly ITimer _writer;
    private long _commitNumber;
    private string? _hubId;

    private LiteDbStore(DataDirectory directory, TimeProvider clock, Action<StoreReplacement> replaced)
    {
        _clock = clock;
        _replaced = replaced;
        _directory = directory.Path;
        _journal = new VisitJournal(clock);
        _owner = new DatabaseOwner(directory, clock, Load, Replaced);
        _writer = clock.CreateTimer(_ => WriteSoon(), null, WriteEvery, WriteEvery);
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
    public Task<HubState> ReadHubAsync(CancellationToken cancellationToken) => _owner.RunAsync(ReadHub, cancellationToken);

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
        FeedId feed, IReadOnlyCollection<EntryKey> keys, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyDictionary<EntryKey, Entry>>(
            database =>
            {
                var found = new Dictionary<EntryKey, Entry>();
                foreach (var key in keys)
                {
                    if (database.Find(Database.Entries, Documents.EntryKey(feed, key)) is { } document)
                    {
                        found[key] = Documents.ToEntry(document);
                    }
                }

                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyDictionary<string, Article>>(
            database =>
            {
                var found = new Dictionary<string, Article>(StringComparer.Ordinal);
                foreach (var key in keys)
                {
                    if (database.Find(Database.Articles, Documents.ArticleKey(key)) is { } document)
                    {
                        found[key] = Documents.ToArticle(document);
                    }
                }

                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlySet<string>>(
            database => ids
                .Where(id => database.FindBy(Database.Articles, Database.Index.Id, Documents.ArticleIdKey(id)) is not null)
                .ToHashSet(StringComparer.Ordinal),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedArticle>> ReadLatestAsync(int limit, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<LedArticle>>(
            database => [.. Led(database, database
                .ReadHighest(Database.Articles, Database.Index.Latest, Documents.LowestLatest, limit)
                .Select(Documents.ToArticle))],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedArticle>> ReadArticlesAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        _owner.RunAsync<IReadOnlyList<LedArticle>>(
            database => [.. Led(database, keys
                .Select(key => database.Find(Database.Articles, Documents.ArticleKey(key)))
                .OfType<BsonDocument>()
                .Select(Documents.ToArticle))],
            cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return _owner.RunAsync(database => Commit(database, commit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task CommitSoonAsync(IReadOnlyList<FeedState> feeds, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            _ =>
            {
                foreach (var feed in feeds.Select(AsListed))
                {
                    _unwritten[feed.Id] = feed;
                    _feeds.Put([feed]);
                }

                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task NoteVisitAsync(FeedId feed, FeedVisit visit, CancellationToken cancellationToken) =>
        _owner.RunAsync(
            _ =>
            {
                _journal.Add(feed, visit);
                return true;
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
                var old = database
                    .ReadLowest(Database.Entries, Database.Index.Seen, before.ToUnixTimeMilliseconds(), limit)
                    .ConvertAll(Documents.ToEntry);
                var articles = old
                    .Select(entry => database.Find(Database.Articles, Documents.ArticleKey(entry.ArticleKey!)))
                    .OfType<BsonDocument>()
                    .Select(Documents.ToArticle)
                    .DistinctBy(article => article.Key);
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
        _owner.RunAsync(database => Save(database, new StoreCommit { Feeds = change(_feeds.All) }), cancellationToken);

    /// <inheritdoc/>
    public async Task<BackupReceipt> BackupAsync(string file, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        await BackupArchive.RefuseTargetAsync(file, _directory, cancellationToken);
        var copy = file + ".copying";
        try
        {
            var (commit, hub) = await _owner.RunAsync(
                database =>
                {
                    database.Checkpoint();
                    File.Copy(Path.Combine(_directory, Database.DataName), copy, overwrite: true);
                    return (_commitNumber, ReadHub(database));
                },
                cancellationToken);
            return await BackupArchive.WriteAsync(file, copy, commit, hub.Documents, _clock.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the backup {file} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (File.Exists(copy))
            {
                File.Delete(copy);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        WriteSoon(isEnd: true);
        await _owner.DisposeAsync();
    }

    private static HubState ReadHub(Database database) =>
        Documents.ToHub(database.Find(Database.Hub, Documents.HubKey) ?? throw new StoreDamagedException("the hub's own document is missing"));

    private static IEnumerable<LedArticle> Led(Database database, IEnumerable<Article> articles)
    {
        foreach (var article in articles)
        {
            var lead = article.Sources[0];
            if (database.Find(Database.Entries, Documents.EntryKey(lead.FeedId, lead.Key)) is { } document
                && Documents.ToEntry(document) is { IsRemoved: false } entry)
            {
                yield return new LedArticle(article, entry);
            }
        }
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

    private IReadOnlyList<FeedState> Claim(Database database, IReadOnlyList<FeedState> feeds, DateTimeOffset sendBy)
    {
        Commit(database, new StoreCommit
        {
            Feeds = [.. feeds.Select(feed => feed with
            {
                LastRequestAt = sendBy,
                DueAt = sendBy + feed.Floor,
                DueReason = "the visit under way was not finished",
            })],
        });
        return feeds;
    }

    /// <summary>Queues the writing of what has only been taken over; a failure leaves it for the next time.</summary>
    private void WriteSoon(bool isEnd = false)
    {
        try
        {
            _ = _owner.RunAsync(
                    database => Save(database, new StoreCommit(), _journal.TakeDue(database, isEnd)), CancellationToken.None)
                .ContinueWith(write => write.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (StorageException)
        {
            // Closed: the last write is behind us.
        }
    }

    private bool Commit(Database database, StoreCommit commit) =>
        Save(database, commit with { Feeds = [.. commit.Feeds.Select(AsListed)] });

    private bool Save(Database database, StoreCommit commit, IReadOnlyList<(FeedId Feed, IReadOnlyList<FeedVisit> Lines)>? journals = null)
    {
        journals ??= [];
        if (commit is { Feeds.Count: 0, Entries.Count: 0, Articles.Count: 0, Hub: null } && _unwritten.Count == 0 && journals.Count == 0)
        {
            return false;
        }

        var given = commit.Feeds.Select(feed => feed.Id).ToHashSet();
        database.Commit(transaction =>
        {
            foreach (var feed in _unwritten.Values.Where(feed => !given.Contains(feed.Id)).Concat(commit.Feeds))
            {
                transaction.Upsert(Database.Feeds, Documents.From(feed));
            }

            foreach (var entry in commit.Entries)
            {
                transaction.Upsert(Database.Entries, Documents.From(entry));
            }

            foreach (var article in commit.Articles)
            {
                transaction.Upsert(Database.Articles, Documents.From(article));
            }

            foreach (var (feed, lines) in journals)
            {
                transaction.Upsert(Database.Journal, Documents.From(feed, lines));
            }

            if (commit.Hub is not null)
            {
                transaction.Upsert(Database.Hub, Documents.From(commit.Hub));
            }

            transaction.Upsert(Database.Hub, Documents.CommitCounter(_commitNumber + 1));
        });

        // Only what is on disk is true in memory.
        _commitNumber++;
        _unwritten.Clear();
        _feeds.Put(commit.Feeds);
        return true;
    }

    /// <summary>A state after a visit with what the list says by now.</summary>
    private FeedState AsListed(FeedState feed)
    {
        if (_feeds.Find(feed.Id) is not { } known)
        {
            return feed;
        }

        return known.StoreEpoch > feed.StoreEpoch
            ? throw new StorageException($"the store was begun again during the visit of {feed.Id}, which is therefore repeated")
            : feed with { Url = known.Url, IsFollowed = known.IsFollowed, Floor = known.Floor };
    }

    private void Load(Database database)
    {
        _commitNumber = database.Find(Database.Hub, Documents.CommitCounterKey) is { } counter ? Documents.ToCommitCounter(counter) : 0;
        if (database.Find(Database.Hub, Documents.HubKey) is { } hub)
        {
            _hubId = Documents.ToHub(hub).Id;
            _feeds.Replace(database.ReadAll(Database.Feeds).ConvertAll(Documents.ToFeed));
            _feeds.Put(_unwritten.Values);
            return;
        }

        // New, or begun again after damage: then the feeds in memory still know when they were last asked.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        _unwritten.Clear();
        _journal.Clear();
        _hubId ??= $"urn:uuid:{Guid.CreateVersion7(now)}";
        Commit(database, new StoreCommit
        {
            Hub = new HubState { Id = _hubId, CreatedAt = now },
            Feeds = [.. _feeds.All.Select(feed => Forgotten(feed, now))],
        });
    }

    private static FeedState Forgotten(FeedState feed, DateTimeOffset now) => feed with
    {
        DueAt = feed.LastRequestAt + feed.Floor ?? now,
        DueReason = "the store was damaged: all is read again",
        FirstVisitAt = null,
        LastOutcome = null, // so that the round which brings everything back counts as the first
        Validators = null,
        BodyHash = null,
        EntryCount = 0,
        StoreEpoch = feed.StoreEpoch + 1,
    };

    private void Replaced(StoreReplacement replacement)
    {
        Replacement = replacement;
        _replaced(replacement);
    }
}
