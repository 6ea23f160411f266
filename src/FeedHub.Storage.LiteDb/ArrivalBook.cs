using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>Finds entries and articles in the documents of their arrivals, and writes them there. Belongs to the store's thread.</summary>
internal sealed class ArrivalBook
{
    private const int FewKeysCount = 4; // found as fast one by one
    private const int MaxLookCount = 4; // documents worth reading to know what is not there
    private const int MaxAbsentCount = 100_000;

    /// <summary>
    /// Tags that were looked for in vain, and under which nothing was written since: what is new is looked for before it is written, and need not
    /// be looked for again.
    /// </summary>
    private readonly HashSet<long> _absent = [];

    /// <summary>The database was opened: what was true of the one before may not be true of it.</summary>
    public void Forget() => _absent.Clear();

    /// <summary>
    /// Entries of a feed. A document mostly repeats the feed's newest entries; their arrivals lie one after the other, so that to walk them reads
    /// far fewer pages than to search each key among a million. Only what is left is searched for.
    /// </summary>
    public IReadOnlyCollection<Entry> FindEntries(Database database, FeedId feed, IReadOnlyDictionary<EntryKey, long> tags)
    {
        var found = new Dictionary<EntryKey, Entry>();
        var wanted = tags.Values.ToHashSet();
        var seenCount = 0;
        var isAll = tags.Count >= FewKeysCount && database.Walk(Database.Arrivals, "_id", Arrival.IdsOf(feed), Take, isDescending: true);
        if (!isAll) // else those were all that the feed has
        {
            FindAll(database, wanted).ForEach(Add);
        }

        return found.Values;

        bool Take(BsonDocument document)
        {
            Add(document);
            seenCount += Arrival.EntryCountOf(document);
            return seenCount < tags.Count;
        }

        void Add(BsonDocument document)
        {
            foreach (var entry in Arrival.EntriesIn(document, wanted).Where(entry => entry.FeedId == feed && tags.ContainsKey(entry.Key)))
            {
                found[entry.Key] = entry;
                wanted.Remove(tags[entry.Key]);
            }
        }
    }

    public static IReadOnlyList<EntryOutline> ReadNewest(Database database, FeedId feed, int limit)
    {
        var outlines = new List<EntryOutline>();
        database.Walk(
            Database.Arrivals, "_id", Arrival.IdsOf(feed),
            document =>
            {
                outlines.AddRange(Arrival.EntriesIn(document).Where(entry => entry.FeedId == feed && entry.SameAs is null).Select(EntryOutline.Of));
                return outlines.Count < limit;
            },
            isDescending: true);
        return outlines.Count > limit ? outlines[..limit] : outlines;
    }

    /// <summary>Articles by the tags of their keys or ids, each with the document that it is in; some may have other names.</summary>
    public List<(Article Article, BsonDocument Document)> FindArticles(Database database, IReadOnlySet<long> tags) =>
        [.. FindAll(database, tags).SelectMany(document => Arrival.ArticlesIn(document, tags).Select(article => (article, document)))];

    /// <summary>
    /// Articles with their leads, in the same order; those without a stored text are left out. Most leads lie in the documents of their articles,
    /// and the others are found together: one question for each would cost more than all else.
    /// </summary>
    public IEnumerable<LedArticle> Led(Database database, IReadOnlyCollection<(Article Article, BsonDocument Document)> found)
    {
        var leads = new Dictionary<(FeedId, EntryKey), Entry>();
        var tags = found.ToDictionary(pair => pair.Article.Key, pair => LeadTag(pair.Article), StringComparer.Ordinal);
        var inDocuments = Packing.All(
            [.. found.GroupBy(pair => pair.Document, pair => tags[pair.Article.Key])], group => Arrival.EntriesIn(group.Key, group.ToHashSet()));
        inDocuments.ForEach(Add);
        var elsewhere = found.Where(pair => !leads.ContainsKey(LeadOf(pair.Article))).Select(pair => tags[pair.Article.Key]).ToHashSet();
        FindAll(database, elsewhere).ForEach(document => Add(Arrival.EntriesIn(document, elsewhere)));
        return found
            .Select(pair => leads.GetValueOrDefault(LeadOf(pair.Article)) is { IsRemoved: false } lead ? new LedArticle(pair.Article, lead) : null)
            .OfType<LedArticle>();

        void Add(List<Entry> entries) => entries.ForEach(entry => leads[(entry.FeedId, entry.Key)] = entry);
    }

    /// <summary>The documents that may hold something of these arrivals. To be asked before the transaction: that one holds all that it has read.</summary>
    public IReadOnlyList<BsonDocument> FindKnown(Database database, IEnumerable<(Arrival Arrival, BsonDocument Document)> arrivals) =>
        FindAll(database, arrivals.SelectMany(pair => Arrival.NameTagsOf(pair.Document)).ToHashSet());

    /// <summary>Writes arrivals: what is stored already is replaced where it is, the rest is added.</summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="arrivals">With their documents, which need an id.</param>
    /// <param name="known">What <see cref="FindKnown"/> found.</param>
    /// <param name="commit">The number of the commit.</param>
    public void Write(
        Database transaction, IReadOnlyList<(Arrival Arrival, BsonDocument Document)> arrivals, IReadOnlyList<BsonDocument> known, long commit)
    {
        var change = new Change(arrivals.Select(pair => pair.Arrival));
        List<BsonDocument> documents = [.. known.Select(change.Replace).OfType<BsonDocument>()];
        foreach (var (index, (arrival, document)) in arrivals.Index())
        {
            var id = arrival.IdIn(commit, index);
            if (change.IsAllNew(arrival))
            {
                document["_id"] = id;
                documents.Add(document);
            }
            else if (change.NewOf(arrival) is { IsEmpty: false } rest)
            {
                documents.Add(rest.ToDocument(id));
            }
        }

        transaction.Upsert(Database.Arrivals, documents);
        if (change.Emptied.Count > 0)
        {
            transaction.Delete(Database.Arrivals, change.Emptied);
        }

        _absent.ExceptWith(documents.SelectMany(Arrival.TagsOf));
    }

    /// <summary>How many entries with texts were first seen between two moments, both included; no document is read.</summary>
    public static int CountTexts(Database database, DateTimeOffset first, DateTimeOffset last)
    {
        var count = 0;
        database.WalkKeys(
            Database.Arrivals, Database.Index.Seen, (Arrival.SeenKey(first, 0), Arrival.HighestSeenKey(last)), key => count += Arrival.TextCountOf(key.AsInt64));
        return count;
    }

    /// <summary>The entries first seen before a moment whose texts are still there, the oldest first.</summary>
    public static List<Entry> ReadOldestTexts(Database database, DateTimeOffset before, int limit)
    {
        var entries = new List<Entry>();
        database.Walk(
            Database.Arrivals, Database.Index.Seen, (Arrival.SeenKey(DateTimeOffset.MinValue, 0), Arrival.SeenKey(before, 0) - 1),
            document =>
            {
                entries.AddRange(Arrival.EntriesIn(document).Where(entry => !entry.IsRemoved));
                return entries.Count < limit;
            },
            isDescending: false);
        return entries.Count > limit ? entries[..limit] : entries;
    }

    /// <summary>
    /// The documents under the tags. What comes together lies in one place of the index, where mostly there is nothing yet: one look there tells
    /// as much as a search for each tag, and only where much is found are the tags searched for one by one.
    /// </summary>
    private List<BsonDocument> FindAll(Database database, IReadOnlySet<long> tags)
    {
        HashSet<long> wanted = [.. tags.Where(tag => !_absent.Contains(tag))];
        var found = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
        var single = new List<BsonValue>();
        foreach (var place in wanted.GroupBy(Tag.PlaceOf))
        {
            List<BsonDocument>? looked = place.Count() < FewKeysCount ? null
                : database.FindBetween(Database.Arrivals, Database.Index.AnyTag, (place.Min(), place.Max()), MaxLookCount);
            if (looked is { Count: < MaxLookCount })
            {
                looked.ForEach(Add);
            }
            else
            {
                single.AddRange(place.Select(tag => new BsonValue(tag)));
            }
        }

        database.FindAll(Database.Arrivals, Database.Index.AnyTag, single, isMany: true).ForEach(Add);
        wanted.ExceptWith(found.Values.SelectMany(Arrival.TagsOf));
        NoteAbsent(wanted);
        return [.. found.Values];

        void Add(BsonDocument document)
        {
            if (Arrival.TagsOf(document).Any(wanted.Contains))
            {
                found[Convert.ToHexString(document["_id"].AsBinary)] = document;
            }
        }
    }

    private void NoteAbsent(IEnumerable<long> tags)
    {
        if (_absent.Count > MaxAbsentCount)
        {
            _absent.Clear();
        }

        _absent.UnionWith(tags);
    }

    private static (FeedId Feed, EntryKey Key) LeadOf(Article article) => (article.Sources[0].FeedId, article.Sources[0].Key);

    private static long LeadTag(Article article) => Tag.OfEntry(article.Sources[0].FeedId, article.Sources[0].Key);

    /// <summary>What a commit does to arrivals that are stored.</summary>
    private sealed class Change(IEnumerable<Arrival> arrivals)
    {
        private readonly Dictionary<(FeedId, EntryKey), Entry> _entries = arrivals
            .SelectMany(arrival => arrival.Entries).ToDictionary(entry => (entry.FeedId, entry.Key));

        private readonly Dictionary<string, Article> _articles = arrivals
            .SelectMany(arrival => arrival.Articles).ToDictionary(article => article.Key, StringComparer.Ordinal);

        private readonly HashSet<object> _placed = new(ReferenceEqualityComparer.Instance);

        /// <summary>The ids of arrivals of which nothing is left.</summary>
        public List<BsonValue> Emptied { get; } = [];

        /// <summary>A stored arrival with what the commit says of it; null: nothing, or nothing is left.</summary>
        public BsonDocument? Replace(BsonDocument document)
        {
            var stored = Arrival.From(document);
            var changed = stored with
            {
                Entries = [.. stored.Entries.Select(entry => Pick(entry, _entries.GetValueOrDefault((entry.FeedId, entry.Key)), other => other.FirstSeenAt == stored.SeenAt)).OfType<Entry>()],
                Articles = [.. stored.Articles.Select(article => Pick(article, _articles.GetValueOrDefault(article.Key), other => other.FirstSeenAt == stored.SeenAt)).OfType<Article>()],
            };
            if (changed.IsEmpty)
            {
                Emptied.Add(document["_id"]);
                return null;
            }

            return stored.Entries.SequenceEqual(changed.Entries) && stored.Articles.SequenceEqual(changed.Articles) ? null : changed.ToDocument(document["_id"]);
        }

        public bool IsAllNew(Arrival arrival) => !arrival.Entries.Any(_placed.Contains) && !arrival.Articles.Any(_placed.Contains);

        /// <summary>What of an arrival stands in no other.</summary>
        public Arrival NewOf(Arrival arrival) => arrival with
        {
            Entries = [.. arrival.Entries.Where(entry => !_placed.Contains(entry))],
            Articles = [.. arrival.Articles.Where(article => !_placed.Contains(article))],
        };

        /// <summary>The stored one where the commit says nothing of it; null where it goes to another arrival.</summary>
        private T? Pick<T>(T stored, T? given, Func<T, bool> staysHere)
            where T : class
        {
            if (given is null)
            {
                return stored;
            }

            if (!staysHere(given))
            {
                return null;
            }

            _placed.Add(given);
            return given;
        }
    }
}
