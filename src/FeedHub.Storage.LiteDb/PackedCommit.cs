using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>The documents of a commit, ready to be written.</summary>
internal sealed class PackedCommit(StoreCommit commit)
{
    public static readonly PackedCommit None = new(new StoreCommit());

    private readonly List<BsonDocument> _entries = Packing.All(commit.Entries, Documents.From);
    private readonly List<BsonDocument> _articles = Packing.All(commit.Articles, Documents.From);
    private readonly List<BsonDocument> _stories = Packing.All(commit.Stories, Documents.From);

    public HubState? Hub => commit.Hub;

    public bool IsEmpty => _entries.Count == 0 && _articles.Count == 0 && _stories.Count == 0 && Hub is null;

    public void Write(Database transaction)
    {
        transaction.Upsert(Database.Entries, _entries);
        transaction.Upsert(Database.Articles, _articles);
        transaction.Upsert(Database.Stories, _stories);
        if (Hub is not null)
        {
            if (Hub.Edition.Number > 0)
            {
                transaction.Upsert(Database.Editions, [Documents.From(Hub.Edition)]);
            }

            transaction.Upsert(Database.Hub, [Documents.From(Hub)]);
        }
    }
}
