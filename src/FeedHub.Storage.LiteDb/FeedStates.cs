namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The states of all feeds: in memory as they are, on disk in documents of recent commits and, later, in one of each feed. Belongs to the
/// store's thread.
/// </summary>
internal sealed class FeedStates
{
    /// <summary>
    /// States in one document of a commit. A commit with more, such as one after a jump of the clock, has several, each under a number of its
    /// own: LiteDB refuses documents over 16 MB.
    /// </summary>
    private const int MaxStatesPerDocument = 500;

    private readonly FeedBook _book = new();
    private readonly StateLog _log = new();
    private readonly Dictionary<FeedId, FeedState> _unwritten = [];
    private readonly List<long> _needless = [];

    public IReadOnlyList<FeedState> All => _book.All;

    /// <summary>Whether something waits to be written.</summary>
    public bool IsDirty => _unwritten.Count > 0;

    public FeedState? Find(FeedId id) => _book.Find(id);

    public IReadOnlyList<FeedState> FindDue(DateTimeOffset now, int limit, Func<string, bool> isFree) => _book.FindDue(now, limit, isFree);

    /// <summary>Takes over a state that is written with the next commit.</summary>
    public void PutSoon(FeedState feed)
    {
        _unwritten[feed.Id] = feed;
        _book.Put([feed]);
    }

    /// <summary>A state after a visit with what the list says by now.</summary>
    /// <exception cref="StorageException">The store was begun again during the visit.</exception>
    public FeedState AsListed(FeedState feed)
    {
        if (_book.Find(feed.Id) is not { } known)
        {
            return feed;
        }

        return known.StoreEpoch > feed.StoreEpoch
            ? throw new StorageException($"the store was begun again during the visit of {feed.Id}, which is therefore repeated")
            : feed.Url == known.Url && feed.IsFollowed == known.IsFollowed && feed.Floor == known.Floor && feed.PausedAt == known.PausedAt ? feed
            : feed with { Url = known.Url, IsFollowed = known.IsFollowed, Floor = known.Floor, PausedAt = known.PausedAt };
    }

    /// <summary>
    /// Writes the changes of a commit: these states, and what waits, or these claims, which wait for nothing else. Nothing of it is true
    /// before <see cref="Committed"/>.
    /// </summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="commit">Its number, or the first where it needs several.</param>
    /// <param name="feeds">States as they are from now on.</param>
    /// <param name="claimed">Feeds that are claimed.</param>
    /// <param name="sendBy">Until when their requests will have been sent; null: none is claimed.</param>
    /// <param name="folds">Feeds whose own documents are written too.</param>
    public Change Write(
        Database transaction, long commit, IReadOnlyList<FeedState> feeds, IReadOnlyList<FeedId> claimed, DateTimeOffset? sendBy,
        IReadOnlyList<FeedId> folds)
    {
        var given = feeds.Select(feed => feed.Id).Concat(claimed).ToHashSet();
        IReadOnlyList<FeedState> states = claimed.Count > 0 ? feeds : [.. _unwritten.Values.Where(feed => !given.Contains(feed.Id)), .. feeds];
        List<RecentStates> parts = [.. states.Chunk(MaxStatesPerDocument).Select(part => new RecentStates(part, null, null))];
        if (claimed.Count > 0)
        {
            parts.Add(new RecentStates(null, claimed, sendBy));
        }

        var change = new Change(
            commit, parts, [.. folds.Where(id => !given.Contains(id) && !_unwritten.ContainsKey(id))], [.. _needless]);
        transaction.Upsert(Database.Recent, Packing.All(parts.Index().ToList(), part => Documents.From(commit + part.Index, part.Item), fewCount: 2));
        transaction.Upsert(Database.Feeds, [.. change.Folded.Select(id => Documents.From(_book.Find(id)!, commit))]);

        if (change.Needless.Count > 0)
        {
            transaction.Delete(Database.Recent, [.. change.Needless.Select(number => new LiteDB.BsonValue(number))]);
        }

        return change;
    }

    /// <summary>The change is on disk: now it is true.</summary>
    public void Committed(Change change)
    {
        _needless.Clear();
        _needless.AddRange(_log.Folded(change.Folded));
        foreach (var (index, part) in change.Parts.Index())
        {
            var commit = change.FirstCommit + index;
            _needless.AddRange(_log.Add(commit, [.. (part.Feeds ?? []).Select(feed => feed.Id)], part.Claimed ?? []));
            foreach (var id in (part.Feeds ?? []).Select(feed => feed.Id).Concat(part.Claimed ?? []))
            {
                _unwritten.Remove(id); // a claim stands until its visit ends, whose state holds all that was before
            }

            _book.Put(part.Feeds ?? []);
            _book.Put([.. (part.Claimed ?? []).Select(id => RecentStates.Claim(_book.Find(id)!, part.SendBy!.Value))]);
        }
    }

    /// <summary>Feeds whose own documents it is time to write.</summary>
    public IReadOnlyList<FeedId> NextToFold(bool all) => _log.NextToFold(all);

    /// <summary>Whether states wait for their own documents.</summary>
    public bool HasFolds => !_log.IsEmpty;

    /// <summary>Reads all states of a database that was opened; what waits to be written stays.</summary>
    public void Load(Database database)
    {
        var own = database.ReadAll(Database.Feeds).SelectMany(some => Packing.All(some, Documents.ToFeed)).ToDictionary(pair => pair.Feed.Id);
        _log.Clear();
        _needless.Clear();
        foreach (var (commit, recent) in database.ReadAll(Database.Recent).SelectMany(some => Packing.All(some, Documents.ToRecent)).OrderBy(pair => pair.Commit))
        {
            var touched = new List<FeedId>();
            foreach (var feed in recent.Feeds ?? [])
            {
                Take(feed.Id, feed);
            }

            var stateCount = touched.Count;

            foreach (var id in recent.Claimed ?? [])
            {
                if (own.TryGetValue(id, out var known))
                {
                    Take(id, RecentStates.Claim(known.Feed, recent.SendBy!.Value));
                }
            }

            _needless.AddRange(_log.Add(commit, touched[..stateCount], touched[stateCount..]));
            if (touched.Count == 0)
            {
                _needless.Add(commit);
            }

            void Take(FeedId id, FeedState feed)
            {
                if (!own.TryGetValue(id, out var known) || known.Commit < commit)
                {
                    own[id] = (feed, commit);
                    touched.Add(id);
                }
            }
        }

        _book.Replace(own.Values.Select(pair => pair.Feed));
        _book.Put(_unwritten.Values);
    }

    /// <summary>Forgets what waits: the store was begun again.</summary>
    public void ForgetUnwritten()
    {
        _unwritten.Clear();
        _log.Clear();
        _needless.Clear();
    }

    /// <summary>What a commit changes about feeds.</summary>
    internal sealed record Change(
        long FirstCommit, IReadOnlyList<RecentStates> Parts, IReadOnlyList<FeedId> Folded, IReadOnlyList<long> Needless)
    {
        /// <summary>The highest number that it has.</summary>
        public long LastCommit => FirstCommit + Math.Max(1, Parts.Count) - 1;
    }
}
