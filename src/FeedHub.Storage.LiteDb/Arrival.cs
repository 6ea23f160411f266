using System.Buffers.Binary;
using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// Entries of one feed that were first seen at one moment, with the articles that they founded: what a visit brought. They are one document,
/// since LiteDB's time goes into documents and keys, and not into bytes.
/// </summary>
/// <param name="FeedId">The feed.</param>
/// <param name="SeenAt">First sight of all of them.</param>
/// <param name="Entries">At most <see cref="MaxCount"/>.</param>
/// <param name="Articles">At most as many; fewer where an entry is a text of another article.</param>
internal sealed record Arrival(FeedId FeedId, DateTimeOffset SeenAt, IReadOnlyList<Entry> Entries, IReadOnlyList<Article> Articles)
{
    public const int MaxCount = 32;
    private const int MaxTextLength = 256 * 1024; // so that a small change of one writes little
    private const int CountBits = 6; // holds MaxCount
    private const int NumberBits = 20; // of arrivals in one commit
    private const string EntryBody = "e";
    private const string ArticleBody = "a";
    private const string EntryCount = "n";

    public bool IsEmpty => Entries.Count == 0 && Articles.Count == 0;

    /// <summary>The key of <see cref="Database.Index.Seen"/> for a moment and a number of entries with texts, of which at most 63 count.</summary>
    public static long SeenKey(DateTimeOffset seenAt, int textCount) => (seenAt.ToUnixTimeMilliseconds() << CountBits) | (uint)textCount;

    public static DateTimeOffset SeenAtOf(long seenKey) => DateTimeOffset.FromUnixTimeMilliseconds(seenKey >> CountBits);

    /// <summary>Above all keys of a moment.</summary>
    public static long HighestSeenKey(DateTimeOffset seenAt) => SeenKey(seenAt, (1 << CountBits) - 1);

    public static int TextCountOf(long seenKey) => (int)(seenKey & ((1 << CountBits) - 1));

    /// <summary>The lowest and the highest id that an arrival of the feed has; the later come higher.</summary>
    public static (BsonValue Lowest, BsonValue Highest) IdsOf(FeedId feed) => (IdOf(feed, 0, 0), IdOf(feed, long.MaxValue, long.MaxValue));

    /// <summary>An id that no other arrival has.</summary>
    /// <param name="commit">The number of the commit.</param>
    /// <param name="index">Which one it is in it.</param>
    public BsonValue IdIn(long commit, int index) => IdOf(FeedId, SeenAt.ToUnixTimeMilliseconds(), (commit << NumberBits) + index);

    /// <summary>Sorts what a commit holds into arrivals; of two under one name the last counts.</summary>
    public static List<Arrival> Of(IReadOnlyList<Entry> entries, IReadOnlyList<Article> articles)
    {
        var lastEntries = entries.Reverse().DistinctBy(entry => (entry.FeedId, entry.Key)).Reverse();
        var lastArticles = articles.Reverse().DistinctBy(article => article.Key, StringComparer.Ordinal).Reverse();
        var founded = lastArticles.ToLookup(article => Founder(article));
        var arrivals = new List<Arrival>();
        foreach (var group in lastEntries.GroupBy(entry => (entry.FeedId, entry.FirstSeenAt)))
        {
            // An article whose founding entry is not here is one of another arrival.
            arrivals.AddRange(Chunk(group.Select(entry => (Entry: entry, Articles: founded[(entry.FeedId, entry.Key)].Where(article => article.FirstSeenAt == entry.FirstSeenAt))))
                .Select(chunk => new Arrival(group.Key.FeedId, group.Key.FirstSeenAt, [.. chunk.Select(pair => pair.Entry)], [.. chunk.SelectMany(pair => pair.Articles)])));
        }

        var placed = arrivals.SelectMany(arrival => arrival.Articles).Select(article => article.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var group in founded.SelectMany(group => group).Where(article => !placed.Contains(article.Key)).GroupBy(article => (Founder(article).Feed, article.FirstSeenAt)))
        {
            arrivals.AddRange(group.Chunk(MaxCount).Select(chunk => new Arrival(group.Key.Feed, group.Key.FirstSeenAt, [], chunk)));
        }

        return arrivals;
    }

    /// <summary>As a document; the id is the caller's.</summary>
    public BsonDocument ToDocument(BsonValue id) => new()
    {
        ["_id"] = id,
        [Database.Index.Tag] = new BsonArray(Tags().Select(tag => new BsonValue(tag))),
        [Database.Index.Seen] = Entries.Count(entry => !entry.IsRemoved) is > 0 and var count ? SeenKey(SeenAt, count) : long.MaxValue,
        [Database.Index.Latest] = Articles.Any(article => article.InLatest) ? SeenAt.ToUnixTimeMilliseconds() : BsonValue.Null,
        [EntryCount] = Entries.Count,
        [EntryBody] = Payload.Pack(Entries, StoreJson.Default.IReadOnlyListEntry),
        [ArticleBody] = Payload.Pack(Articles, StoreJson.Default.IReadOnlyListArticle),
    };

    public static Arrival From(BsonDocument document)
    {
        var entries = EntriesIn(document);
        var articles = ArticlesIn(document);
        var (feed, seenAt) = entries.Count > 0
            ? (entries[0].FeedId, entries[0].FirstSeenAt)
            : (Founder(articles[0]).Feed, articles[0].FirstSeenAt);
        return new Arrival(feed, seenAt, entries, articles);
    }

    public static IReadOnlyList<Entry> EntriesIn(BsonDocument document) =>
        Payload.Unpack(document[EntryBody].AsBinary, StoreJson.Default.IReadOnlyListEntry);

    public static IReadOnlyList<Article> ArticlesIn(BsonDocument document) =>
        Payload.Unpack(document[ArticleBody].AsBinary, StoreJson.Default.IReadOnlyListArticle);

    /// <summary>The entries under these tags, and perhaps others.</summary>
    public static List<Entry> EntriesIn(BsonDocument document, IReadOnlySet<long> tags)
    {
        var all = TagsOf(document);
        var wanted = all.Take(EntryCountOf(document)).Select(tags.Contains).ToArray();
        return wanted.Contains(true) ? Payload.UnpackSome(document[EntryBody].AsBinary, StoreJson.Default.Entry, index => wanted[index]) : [];
    }

    /// <summary>The articles under these tags, by key or id, and perhaps others.</summary>
    public static List<Article> ArticlesIn(BsonDocument document, IReadOnlySet<long> tags)
    {
        var all = TagsOf(document)[EntryCountOf(document)..];
        var count = all.Length / 2;
        var wanted = Enumerable.Range(0, count).Select(index => tags.Contains(all[index]) || tags.Contains(all[count + index])).ToArray();
        return wanted.Contains(true) ? Payload.UnpackSome(document[ArticleBody].AsBinary, StoreJson.Default.Article, index => wanted[index]) : [];
    }

    public static int EntryCountOf(BsonDocument document) => document[EntryCount].AsInt32;

    /// <summary>The tags under which its entries are found, and its articles by their keys.</summary>
    public static long[] NameTagsOf(BsonDocument document)
    {
        var all = TagsOf(document);
        return all[..((all.Length + EntryCountOf(document)) / 2)];
    }

    public static long[] TagsOf(BsonDocument document) => [.. document[Database.Index.Tag].AsArray.Select(tag => tag.AsInt64)];

    // The entries', then those of the keys of the articles, then those of their ids.
    private IEnumerable<long> Tags() => Entries.Select(entry => Tag.OfEntry(entry.FeedId, entry.Key))
        .Concat(Articles.Select(article => Tag.Of(article.Key)))
        .Concat(Articles.Select(article => Tag.Of(article.Id)));

    /// <summary>The entry that founded an article: the first that was not matched to it.</summary>
    private static (FeedId Feed, EntryKey Key) Founder(Article article)
    {
        var source = article.Sources.FirstOrDefault(source => source.MatchedBy is null) ?? article.Sources[0];
        return (source.FeedId, source.Key);
    }

    private static IEnumerable<List<(Entry Entry, IEnumerable<Article> Articles)>> Chunk(IEnumerable<(Entry Entry, IEnumerable<Article> Articles)> pairs)
    {
        List<(Entry, IEnumerable<Article>)> chunk = [];
        var length = 0;
        foreach (var pair in pairs)
        {
            var added = (pair.Entry.Content?.Length ?? 0) + (pair.Entry.Summary?.Length ?? 0);
            if (chunk.Count == MaxCount || (chunk.Count > 0 && length + added > MaxTextLength))
            {
                yield return chunk;
                (chunk, length) = ([], 0);
            }

            chunk.Add(pair);
            length += added;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static byte[] IdOf(FeedId feed, long seen, long number)
    {
        var id = new byte[3 * sizeof(long)];
        BinaryPrimitives.WriteUInt64BigEndian(id, Tag.Hash(feed.Value));
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(sizeof(long)), seen);
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(2 * sizeof(long)), number);
        return id;
    }
}
