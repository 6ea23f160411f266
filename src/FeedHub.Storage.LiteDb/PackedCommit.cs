using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>The documents of a commit, ready to be written.</summary>
internal sealed class PackedCommit(StoreCommit commit)
{
    public static readonly PackedCommit None = new(new StoreCommit());

    private readonly List<(Arrival, BsonDocument)> _arrivals = Packing.All(
        Arrival.Of(commit.Entries, commit.Articles), arrival => (arrival, arrival.ToDocument(BsonValue.Null)), fewCount: 4);

    private readonly List<BsonDocument> _stories = Packing.All(commit.Stories, Documents.From);
    private readonly Dictionary<string, string> _takers = commit.Stories
        .Where(story => story.MergedInto is not null).DistinctBy(story => story.Id).ToDictionary(story => story.Id, story => story.MergedInto!, StringComparer.Ordinal);

    public HubState? Hub => commit.Hub;

    public bool IsEmpty => _arrivals.Count == 0 && _stories.Count == 0 && Hub is null;

    /// <inheritdoc cref="ArrivalBook.FindKnown"/>
    public IReadOnlyList<BsonDocument> FindKnown(Database database, ArrivalBook arrivals) => arrivals.FindKnown(database, _arrivals);

    /// <param name="transaction">Where to.</param>
    /// <param name="arrivals">Writes entries and articles.</param>
    /// <param name="known">What <see cref="FindKnown"/> found.</param>
    /// <param name="number">The number of the commit.</param>
    public void Write(Database transaction, ArrivalBook arrivals, IReadOnlyList<BsonDocument> known, long number)
    {
        arrivals.Write(transaction, _arrivals, known, number);
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
