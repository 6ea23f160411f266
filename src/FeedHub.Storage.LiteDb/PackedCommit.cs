using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>The documents of a commit, ready to be written.</summary>
internal sealed class PackedCommit(StoreCommit commit)
{
    public static readonly PackedCommit None = new(new StoreCommit());

    private readonly List<BsonDocument> _entries = Packing.All(commit.Entries, Documents.From);
    private readonly List<BsonDocument> _articles = Packing.All(commit.Articles, Documents.From);

    public HubState? Hub => commit.Hub;

    public bool IsEmpty => _entries.Count == 0 && _articles.Count == 0 && Hub is null;

    public void Write(Database transaction)
    {
        _entries.ForEach(entry => transaction.Upsert(Database.Entries, entry));
        _articles.ForEach(article => transaction.Upsert(Database.Articles, article));
        if (Hub is not null)
        {
            transaction.Upsert(Database.Hub, Documents.From(Hub));
        }
    }
}
