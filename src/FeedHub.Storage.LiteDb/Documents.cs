using System.Security.Cryptography;
using System.Text;
using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// Nouns as documents: a short key, the fields of the indexes, and the noun itself as a payload. Keys are hashes, since LiteDB refuses
/// those over 1,023 bytes and guids and links are longer; instants are integers, since LiteDB loses part of a date.
/// </summary>
internal static class Documents
{
    private const int KeyBytes = 16;
    private const string Body = "b";
    private const string AsOf = "c";
    private const int HubId = 1;
    private const int CommitCounterId = 2;
    private const int TextPeakId = 3;

    public static BsonValue FeedKey(FeedId id) => id.Value;

    public static BsonValue HubKey => HubId;

    public static BsonValue CommitCounterKey => CommitCounterId;

    public static BsonValue TextPeakKey => TextPeakId;

    public static BsonDocument From(FeedState feed, long commit) => new()
    {
        ["_id"] = FeedKey(feed.Id),
        [AsOf] = commit,
        [Body] = Payload.Pack(feed, StoreJson.Default.FeedState),
    };

    public static BsonDocument From(long commit, RecentStates recent) => new()
    {
        ["_id"] = commit,
        [Body] = Payload.Pack(recent, StoreJson.Default.RecentStates),
    };

    public static BsonDocument From(FeedId feed, IReadOnlyList<FeedVisit> journal) => new()
    {
        ["_id"] = FeedKey(feed),
        [Body] = Payload.Pack(journal, StoreJson.Default.IReadOnlyListFeedVisit),
    };

    public static BsonDocument From(HubState hub) => new()
    {
        ["_id"] = HubId,
        [Body] = Payload.Pack(hub, StoreJson.Default.HubState),
    };

    public static BsonValue StoryKey(string id) => Hash(id);

    public static BsonDocument From(Story story) => new()
    {
        ["_id"] = StoryKey(story.Id),
        [Database.Index.Told] = story.LastAt.ToUnixTimeMilliseconds(),
        [Body] = Payload.Pack(story, StoreJson.Default.Story),
    };

    public static BsonDocument From(StoryBallot ballot) => new()
    {
        ["_id"] = StoryKey(ballot.StoryId),
        [Body] = Payload.Pack(ballot, StoreJson.Default.StoryBallot),
    };

    public static BsonDocument From(Edition edition) => new()
    {
        ["_id"] = edition.Number,
        [Body] = Payload.Pack(edition, StoreJson.Default.Edition),
    };

    public static BsonDocument From(ApiKey key) => new() { ["_id"] = key.Id, [Body] = Payload.Pack(key, StoreJson.Default.ApiKey) };

    public static BsonDocument CommitCounter(long number) => new() { ["_id"] = CommitCounterId, [Body] = number };

    /// <summary>The most texts that there ever were in this file.</summary>
    public static BsonDocument TextPeak(int count) => new() { ["_id"] = TextPeakId, [Body] = count };

    public static int ToTextPeak(BsonDocument document) => document[Body].AsInt32;

    /// <summary>A feed's own document: its state, and the last commit that is in it.</summary>
    public static (FeedState Feed, long Commit) ToFeed(BsonDocument document) =>
        (Payload.Unpack(document[Body].AsBinary, StoreJson.Default.FeedState), document[AsOf].IsInt64 ? document[AsOf].AsInt64 : 0);

    public static (long Commit, RecentStates Recent) ToRecent(BsonDocument document) =>
        (document["_id"].AsInt64, Payload.Unpack(document[Body].AsBinary, StoreJson.Default.RecentStates));

    public static IReadOnlyList<FeedVisit> ToJournal(BsonDocument document) =>
        Payload.Unpack(document[Body].AsBinary, StoreJson.Default.IReadOnlyListFeedVisit);

    public static Story ToStory(BsonDocument document) => Payload.Unpack(document[Body].AsBinary, StoreJson.Default.Story);

    public static StoryBallot? FindBallot(Database database, string storyId) =>
        database.Find(Database.Ballots, StoryKey(storyId)) is { } document ? ToBallot(document) : null;

    public static StoryBallot ToBallot(BsonDocument document) => Payload.Unpack(document[Body].AsBinary, StoreJson.Default.StoryBallot);

    public static Edition ToEdition(BsonDocument document) => Payload.Unpack(document[Body].AsBinary, StoreJson.Default.Edition);

    public static ApiKey ToKey(BsonDocument document) => Payload.Unpack(document[Body].AsBinary, StoreJson.Default.ApiKey);

    public static HubState ToHub(BsonDocument document) => Payload.Unpack(document[Body].AsBinary, StoreJson.Default.HubState);

    public static long ToCommitCounter(BsonDocument document) => document[Body].AsInt64;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..KeyBytes];
}
