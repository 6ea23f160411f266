using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>The documents of a commit, ready to be written.</summary>
internal sealed class PackedCommit(StoreCommit commit)
{
    public static readonly PackedCommit None = new(new StoreCommit());

    private readonly List<BsonDocument> _entries = Packing.All(commit.Entries, Documents.From);
    private readonly List<BsonDocument> _articles = Packing.All(commit.Articles, Documents.From);
    private readonly List<BsonDocument> _stories = Packing.All(commit.Stories, Documents.From);
    private readonly Dictionary<string, string> _takers = commit.Stories
        .Where(story => story.MergedInto is not null).DistinctBy(story => story.Id).ToDictionary(story => story.Id, story => story.MergedInto!, StringComparer.Ordinal);

    public HubState? Hub => commit.Hub;

    public bool IsEmpty => _entries.Count == 0 && _articles.Count == 0 && _stories.Count == 0 && Hub is null;

    public void Write(Database transaction)
    {
        transaction.Upsert(Database.Entries, _entries);
        transaction.Upsert(Database.Articles, _articles);
        transaction.Upsert(Database.Stories, _stories);
        foreach (var lost in _takers.Keys)
        {
            MoveVotes(transaction, lost);
        }

        if (Hub is not null)
        {
            if (Hub.Edition.Number > 0)
            {
                transaction.Upsert(Database.Editions, [Documents.From(Hub.Edition)]);
            }

            transaction.Upsert(Database.Hub, [Documents.From(Hub)]);
        }
    }

    /// <summary>The votes for a story that was taken into another are votes for that one.</summary>
    private void MoveVotes(Database transaction, string lost)
    {
        if (Documents.FindBallot(transaction, lost) is not { } ballot)
        {
            return;
        }

        var taker = _takers[lost];
        while (taker != lost && _takers.TryGetValue(taker, out var next))
        {
            taker = next;
        }

        var kept = Documents.FindBallot(transaction, taker) ?? new StoryBallot { StoryId = taker };
        transaction.Upsert(Database.Ballots, [Documents.From(kept.WithAll(ballot))]);
        transaction.Delete(Database.Ballots, [Documents.StoryKey(lost)]);
    }
}
