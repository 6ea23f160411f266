using FeedHub.Serving.Admin;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>The visits and entries of one feed: from memory, or for a feed that is not held there from the store, which may be busy.</summary>
internal sealed class FeedDetails(IFeedStore store, HubBoard board)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>Null: the store is too busy to say.</summary>
    public async Task<FeedDetail?> FindAsync(FeedId id, CancellationToken cancellationToken)
    {
        if (board.Find(id) is { } held)
        {
            return held;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(MaxWait);
        try
        {
            return await ReadAsync(id, patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>Reads them into memory.</summary>
    public async Task<FeedDetail> ReadAsync(FeedId id, CancellationToken cancellationToken)
    {
        var visits = await store.ReadJournalAsync(id, cancellationToken);
        var outlines = await store.ReadNewestEntriesAsync(id, FeedDetail.MaxEntryCount, cancellationToken);
        EntryView[] entries = [.. outlines.Select(outline => EntryView.Of(id, outline))];
        board.Fill(id, visits, entries);
        return board.Find(id) ?? new FeedDetail(visits, entries);
    }
}
