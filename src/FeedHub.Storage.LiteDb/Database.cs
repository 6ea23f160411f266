using LiteDB;
using LiteDB.Engine;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// One open database: LiteDB's engine over our own two files. LiteDB 5.0.20 breaks under concurrent use, even of readers alone, so all
/// members belong to one thread at a time; and that thread has no synchronization context, for under one LiteDB acknowledges before it
/// writes.
/// </summary>
internal sealed class Database : IDisposable
{
    public const string DataName = "feedhub.db";
    public const string LogName = "feedhub-log.db";

    public const string Feeds = "feeds";
    public const string Arrivals = "arrivals";
    public const string Hub = "hub";
    public const string Journal = "journal";

    /// <summary>States of feeds that changed lately, a document for each commit; newer than those in <see cref="Feeds"/>.</summary>
    public const string Recent = "recent";
    public const string Stories = "stories";
    public const string Editions = "editions";
    public const string Ballots = "ballots";
    public const string Keys = "keys";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Collections = [Feeds, Arrivals, Hub, Journal, Recent, Stories, Editions, Ballots, Keys];

    private const int MaxLogPages = 2_000;
    private const int MaxKeysAtOnce = 20;
    private const int MaxDocumentsAtOnce = 500;
    private static readonly TimeSpan MaxConfirmWait = TimeSpan.FromSeconds(30);

    private readonly PageFile _data;
    private readonly LogFile _log;
    private readonly MemoryStream _temp = new();
    private readonly LiteEngine _engine;

    public Database(string directory)
    {
        RefuseEmptied(Path.Combine(directory, DataName), Path.Combine(directory, LogName));
        _data = new PageFile(Path.Combine(directory, DataName));
        try
        {
            _log = new LogFile(Path.Combine(directory, LogName));
            try
            {
                _log.CutTornEnd();
                MendFirstPage();
                _engine = new LiteEngine(new EngineSettings
                {
                    DataStream = _data,
                    LogStream = _log,
                    TempStream = _temp,
                    Collation = Collation.Binary,
                });
                try
                {
                    // Checkpoints are made here, where the log is known to be synced, and never by the engine in passing.
                    _engine.Pragma("CHECKPOINT", 0);
                    EnsureCollections();
                    Checkpoint();
                }
                catch
                {
                    _engine.Dispose();
                    throw;
                }
            }
            catch
            {
                _log.Dispose();
                throw;
            }
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    /// <summary>Told of each document that is written or deleted: its collection and id.</summary>
    public event Action<string, BsonValue>? Written;

    public BsonDocument? Find(string collection, BsonValue id)
    {
        // With a parameter: LiteDB compiles each other text of an expression, and keeps it for ever.
        var query = new Query { Limit = 1 };
        query.Where.Add(BsonExpression.Create("$._id = @0", id));
        using var reader = _engine.Query(collection, query);
        return reader.Read() ? reader.Current.AsDocument : null;
    }

    /// <summary>The documents under these keys, in no order: one question for many keys costs a fraction of one for each.</summary>
    /// <param name="collection">Where.</param>
    /// <param name="field">Indexed.</param>
    /// <param name="isMany">Whether a document has several values there, one of which counts.</param>
    /// <param name="keys">Those looked for.</param>
    public List<BsonDocument> FindAll(string collection, string field, IEnumerable<BsonValue> keys, bool isMany = false)
    {
        var found = new List<BsonDocument>();
        foreach (var chunk in keys.Distinct().Order().Chunk(MaxKeysAtOnce))
        {
            found.AddRange(Read(collection, new Query(), BsonExpression.Create($"$.{field} {(isMany ? "ANY IN" : "IN")} @0", new BsonArray(chunk))));
        }

        return found;
    }

    /// <summary>The documents with the highest keys of an index, highest first.</summary>
    public List<BsonDocument> ReadHighest(string collection, string index, BsonValue above, int limit) =>
        Read(collection, new Query { Limit = limit, Order = Query.Descending, OrderBy = index }, BsonExpression.Create($"$.{index} > @0", above));

    /// <summary>The documents with the lowest keys of an index, lowest first.</summary>
    public List<BsonDocument> ReadLowest(string collection, string index, BsonValue below, int limit) =>
        Read(collection, new Query { Limit = limit, Order = Query.Ascending, OrderBy = index }, BsonExpression.Create($"$.{index} < @0", below));

    /// <summary>The documents above a key of an index, lowest first.</summary>
    public List<BsonDocument> ReadAbove(string collection, string index, BsonValue above, int limit) =>
        Read(collection, new Query { Limit = limit, Order = Query.Ascending, OrderBy = index }, BsonExpression.Create($"$.{index} > @0", above));

    /// <summary>Documents that have a value in a range where each may have several, both ends included; in no order.</summary>
    public List<BsonDocument> FindBetween(string collection, string field, (BsonValue Lowest, BsonValue Highest) range, int limit) =>
        Read(collection, new Query { Limit = limit }, BsonExpression.Create($"$.{field} ANY BETWEEN @0 AND @1", range.Lowest, range.Highest));

    /// <summary>Reads the documents in a range of an index, both ends included, until one is enough.</summary>
    /// <param name="collection">Where.</param>
    /// <param name="index">Of which index.</param>
    /// <param name="range">Its lowest and highest key.</param>
    /// <param name="take">Gets each, and says whether to go on.</param>
    /// <param name="isDescending">From the highest key on.</param>
    /// <returns>Whether there was no more to read.</returns>
    public bool Walk(string collection, string index, (BsonValue Lowest, BsonValue Highest) range, Func<BsonDocument, bool> take, bool isDescending)
    {
        var query = new Query { Order = isDescending ? Query.Descending : Query.Ascending, OrderBy = index };
        query.Where.Add(BsonExpression.Create($"$.{index} BETWEEN @0 AND @1", range.Lowest, range.Highest));
        using var reader = _engine.Query(collection, query);
        while (reader.Read())
        {
            if (!take(reader.Current.AsDocument))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the keys of an index in a range, both ends included, and no document.</summary>
    public void WalkKeys(string collection, string index, (BsonValue Lowest, BsonValue Highest) range, Action<BsonValue> take)
    {
        var query = new Query { Select = BsonExpression.Create("$." + index) };
        query.Where.Add(BsonExpression.Create($"$.{index} BETWEEN @0 AND @1", range.Lowest, range.Highest));
        using var reader = _engine.Query(collection, query);
        while (reader.Read())
        {
            take(reader.Current.AsDocument[index]);
        }
    }

    /// <summary>
    /// All documents in the order of their ids, some at a time: a single question holds every page that it has read, and the engine's cache never
    /// gives back what it once needed.
    /// </summary>
    public IEnumerable<IReadOnlyList<BsonDocument>> ReadAll(string collection)
    {
        for (var last = BsonValue.MinValue; ReadAbove(collection, "_id", last, MaxDocumentsAtOnce) is { Count: > 0 } documents; last = documents[^1]["_id"])
        {
            yield return documents;
        }
    }

    /// <summary>Runs the writes as one transaction, and returns when it is on disk.</summary>
    public void Commit(Action<Database> writes)
    {
        if (_log.PageCount > MaxLogPages)
        {
            Checkpoint(); // before, not after: should it fail, nothing of this commit was done
        }

        var confirmed = _log.ConfirmedCount;
        _engine.BeginTrans();
        try
        {
            writes(this);
            _engine.Commit();
        }
        catch
        {
            try
            {
                _engine.Rollback();
            }
            catch (Exception exception) when (exception is LiteException or IOException)
            {
                // The engine has closed itself; the owner opens the files again.
            }

            throw;
        }

        // Without a synchronization context the engine has written by now. Should it ever not have, nothing is acknowledged.
        if (!SpinWait.SpinUntil(() => _log.ConfirmedCount > confirmed || _log.Failure is not null, MaxConfirmWait))
        {
            throw new IOException("the commit did not reach the log");
        }

        if (_log.Failure is { } failure)
        {
            throw failure;
        }

        _log.SyncConfirmed();
    }

    /// <summary>Adds documents or replaces those of the same ids; many at once cost less than each alone.</summary>
    public void Upsert(string collection, IReadOnlyList<BsonDocument> documents)
    {
        if (documents.Count > 0)
        {
            _engine.Upsert(collection, documents, BsonAutoId.ObjectId);
            Tell(collection, documents.Select(document => document["_id"]));
        }
    }

    public void Delete(string collection, IReadOnlyList<BsonValue> ids)
    {
        _engine.Delete(collection, ids);
        Tell(collection, ids);
    }

    /// <summary>Moves all of the log into the data file, which then holds everything.</summary>
    public void Checkpoint()
    {
        _engine.Checkpoint();
        if ((_data.Failure ?? _log.Failure) is { } failure)
        {
            throw failure;
        }
    }

    public void Dispose()
    {
        try
        {
            _engine.Dispose();
        }
        catch (Exception exception) when (exception is LiteException or IOException or StorageException or ObjectDisposedException)
        {
            // The files are whole without it: what was acknowledged is synced.
        }

        _temp.Dispose();
        _log.Dispose();
        _data.Dispose();
    }

    private void Tell(string collection, IEnumerable<BsonValue> ids)
    {
        if (Written is { } written)
        {
            foreach (var id in ids)
            {
                written(collection, id);
            }
        }
    }

    private List<BsonDocument> Read(string collection, Query query, BsonExpression? where)
    {
        if (where is not null)
        {
            query.Where.Add(where);
        }

        // Read to the end at once: a reader left open keeps its transaction, and with it the log.
        var documents = new List<BsonDocument>();
        using var reader = _engine.Query(collection, query);
        while (reader.Read())
        {
            documents.Add(reader.Current.AsDocument);
        }

        return documents;
    }

    /// <summary>
    /// The log is made after the data file has its beginning, so an empty data file beside a log has been emptied by somebody.
    /// </summary>
    private static void RefuseEmptied(string data, string log)
    {
        if (File.Exists(log) && (!File.Exists(data) || new FileInfo(data).Length == 0))
        {
            throw new StoreDamagedException($"{data} is empty or gone, although there is a log of it");
        }
    }

    /// <summary>
    /// The engine reads the first page before it replays the log, so one that a power cut tore during a checkpoint is put right here, as the
    /// replay does it for all others.
    /// </summary>
    private void MendFirstPage()
    {
        if (_data.Length == 0)
        {
            if (_log.PageCount > 0)
            {
                throw new StoreDamagedException("the data file has no pages, although the log has");
            }
        }
        else if (!_data.IsWhole(0) && _log.FindConfirmedFirstPage() is { } page)
        {
            _data.Position = 0;
            _data.Write(page, 0, page.Length);
            _data.Flush();
        }
    }

    private void EnsureCollections()
    {
        // A collection read while it is being made closes the engine, so all are there before the first question.
        foreach (var collection in Collections)
        {
            if (!_engine.GetCollectionNames().Contains(collection))
            {
                Commit(database =>
                {
                    database._engine.Insert(collection, [new BsonDocument { ["_id"] = 0 }], BsonAutoId.ObjectId);
                    database._engine.Delete(collection, [0]);
                });
            }
        }

        EnsureIndex(Arrivals, Index.Tag, "$." + Index.AnyTag);
        EnsureIndex(Arrivals, Index.Seen, "$." + Index.Seen);
        EnsureIndex(Arrivals, Index.Latest, "$." + Index.Latest);
        EnsureIndex(Stories, Index.Told, "$." + Index.Told);
    }

    private void EnsureIndex(string collection, string field, string expression) =>
        _engine.EnsureIndex(collection, field, BsonExpression.Create(expression), false);

    /// <summary>The fields beside <c>_id</c> that are looked up or walked.</summary>
    internal static class Index
    {
        /// <summary>Of an arrival: a tag for each name of each entry and article in it.</summary>
        public const string Tag = "k";

        /// <summary>Each of the tags.</summary>
        public const string AnyTag = "k[*]";

        /// <summary>Of an arrival: first sight and the number of entries with texts in one (<see cref="Arrival.SeenKey"/>).</summary>
        public const string Seen = "s";

        /// <summary>Of an arrival: first sight in milliseconds; null where nothing of it is in <c>/latest</c>.</summary>
        public const string Latest = "l";

        /// <summary>Of a story: when one of its articles told last, in milliseconds.</summary>
        public const string Told = "t";
    }
}
