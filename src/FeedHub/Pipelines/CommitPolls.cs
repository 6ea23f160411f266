using System.Threading.Channels;
using FeedHub.Deduplicating;
using FeedHub.Storage;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Pipelines;

/// <summary>
/// The last step of a poll: gives new entries their articles and commits. All polls pass here one batch after the other, since two feeds
/// may bring the same article at the same moment; what waits while a batch is written forms the next one, so several polls share a commit.
/// </summary>
internal sealed class CommitPolls(IFeedStore store, PublishSignal signal) : BackgroundService
{
    private const int MaxBatchEntryCount = 1_000;

    /// <summary>While fewer entries than this wait, whoever brings more need not keep his place among the workers.</summary>
    private const int MaxWaitingEntryCount = 2_000;

    private readonly Channel<Waiting> _queue = Queue.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1);
    private int _waitingEntryCount;

    /// <summary>Returns when the result is on disk.</summary>
    /// <param name="result">What a visit brought.</param>
    /// <param name="queued">Told once the result waits in the queue, unless too much waits there already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StorageException">It is not on disk, and nothing of it.</exception>
    public async Task CommitAsync(PollResult result, Action queued, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(result, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(waiting, cancellationToken);
        if (Interlocked.Add(ref _waitingEntryCount, result.Changes.Count) < MaxWaitingEntryCount)
        {
            queued();
        }

        try
        {
            await waiting.Done.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Add(ref _waitingEntryCount, -result.Changes.Count);
        }
    }

    /// <summary>Holds up commits until the result is disposed of: what is published meanwhile is what a copy then holds.</summary>
    public async Task<IDisposable> PauseAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Pause(_turn);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Waiting>();
            var entryCount = 0;
            while (entryCount < MaxBatchEntryCount && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
                entryCount += waiting.Result.Changes.Count;
            }

            await _turn.WaitAsync(stoppingToken);
            try
            {
                // A commit under way is finished even when the program stops: the work is done, only the disk is missing.
                await CommitAsync([.. batch.Select(waiting => waiting.Result)], CancellationToken.None);
                batch.ForEach(waiting => waiting.Done.TrySetResult());
                signal.Set();
            }
            catch (Exception exception) // each waiting poll tells it as its own failure, and the next batch goes on
            {
                batch.ForEach(waiting => waiting.Done.TrySetException(exception));
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task CommitAsync(IReadOnlyList<PollResult> results, CancellationToken cancellationToken)
    {
        var added = results.SelectMany(result => result.Changes.OfType<EntryChange.Added>()).Select(change => change.Entry).ToList();
        var assigner = new ArticleAssigner(await FindArticlesAsync(added, cancellationToken), await FindHeldIdsAsync(added, cancellationToken));
        var entries = new List<Entry>();
        foreach (var result in results)
        {
            entries.AddRange(result.Changes.Select(change => change is EntryChange.Added { InLatest: var inLatest }
                ? assigner.Assign(change.Entry, result.Before.FirstVisitAt is null, inLatest)
                : change.Entry));
        }

        await store.CommitAsync(
            new StoreCommit { Feeds = [.. results.Select(result => result.State)], Entries = entries, Articles = [.. assigner.Changed] },
            cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(IReadOnlyList<Entry> added, CancellationToken cancellationToken)
    {
        // The last key is the entry's own: where that is new, nothing stands under it.
        string[] keys = [.. added.SelectMany(entry => ArticleAssigner.KeysOf(entry).SkipLast(1)).Distinct(StringComparer.Ordinal)];
        return keys.Length == 0 ? new Dictionary<string, Article>() : await store.FindArticlesAsync(keys, cancellationToken);
    }

    private async Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyList<Entry> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
        {
            return new HashSet<string>();
        }

        // Mostly the first id is free, and nobody else wants it; only else the others are asked about too.
        var ladders = added.Select(ArticleAssigner.IdsOf).ToList();
        var wanted = ladders.CountBy(ladder => ladder[0], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var held = await store.FindHeldIdsAsync(wanted.Keys, cancellationToken);
        string[] contested =
            [.. ladders.Where(ladder => wanted[ladder[0]] > 1 || held.Contains(ladder[0])).SelectMany(ladder => ladder.Skip(1)).Distinct(StringComparer.Ordinal)];
        return contested.Length == 0
            ? held
            : held.Concat(await store.FindHeldIdsAsync(contested, cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }

    private sealed record Waiting(PollResult Result, TaskCompletionSource Done);

    private sealed class Pause(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
