using System.Threading.Channels;
using FeedHub.Deduplicating;
using FeedHub.Storage;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Pipelines;

/// <summary>
/// The last step of a poll: gives new entries their articles and commits. All polls pass here one batch after the other, since two feeds
/// may bring the same article at the same moment; what waits while a batch is written forms the next one, so several polls share a commit.
/// </summary>
internal sealed class CommitPolls(IFeedStore store, StoryBook stories, LatestWindows latest, ArchiveBacklog backlog, PublishSignal signal) : BackgroundService
{
    private const int MaxBatchEntryCount = 500;

    /// <summary>Each visit touches places of its own in the indexes, which the store holds until the commit is written.</summary>
    private const int MaxBatchVisitCount = 20;

    /// <summary>While fewer entries than this wait, whoever brings more need not keep his place among the workers.</summary>
    private const int MaxWaitingEntryCount = 1_000;

    private readonly Channel<Waiting> _queue = Queue.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1);
    private int _waitingEntryCount;

    /// <summary>Changed entries that wait for their commit.</summary>
    public int WaitingEntryCount => Volatile.Read(ref _waitingEntryCount);

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
            while (entryCount < MaxBatchEntryCount && batch.Count < MaxBatchVisitCount && _queue.Reader.TryRead(out var waiting))
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
        if (added.Count > 0 || results.Any(result => result.Changes.Count > 0))
        {
            await stories.LoadAsync(cancellationToken);
            stories.Note(results.Select(result => result.State));
        }

        var titles = stories.ArticlesTitled(added);
        var assigner = new ArticleAssigner(
            await FindArticlesAsync(added, titles.Values, cancellationToken), await FindHeldIdsAsync(added, cancellationToken), titles,
            stories.PublicationOf);
        var entries = new List<Entry>();
        foreach (var result in results)
        {
            entries.AddRange(result.Changes.Select(change => change is EntryChange.Added { InLatest: var inLatest }
                ? assigner.Assign(change.Entry, result.Before.FirstVisitAt is null, inLatest)
                : change.Entry));
        }

        try
        {
            var (told, shown) = await TellAsync(results, assigner, entries, cancellationToken);
            var talkedOf = await FindTalkedOfAsync(results, assigner, cancellationToken);
            stories.Note(talkedOf);
            await store.CommitAsync(
                new StoreCommit
                {
                    Feeds = [.. results.Select(result => result.State)],
                    Entries = entries,
                    Articles = [.. assigner.Changed, .. talkedOf],
                    Stories = told,
                },
                cancellationToken);
            latest.Take(shown);
            backlog.Add(shown);
        }
        catch
        {
            stories.Forget(); // what was decided is not saved, so it is not decided
            throw;
        }
    }

    /// <summary>Which stories the new and changed articles tell, and what is now shown of these.</summary>
    private async Task<(IReadOnlyList<Story> Told, IReadOnlyList<LedArticle> Shown)> TellAsync(
        IReadOnlyList<PollResult> results, ArticleAssigner assigner, List<Entry> entries, CancellationToken cancellationToken)
    {
        var leads = entries.Where(entry => entry.ArticleKey is not null).ToDictionary(entry => (entry.FeedId, entry.Key));
        var changed = assigner.Changed.ToList();
        string[] ledBefore = [.. changed.Where(article => !leads.ContainsKey(LeadOf(article))).Select(article => article.Key)];
        var read = ledBefore.Length == 0 ? [] : await store.ReadArticlesAsync(ledBefore, cancellationToken);
        var byKey = read.ToDictionary(led => led.Article.Key, led => led.Lead, StringComparer.Ordinal);
        var articles = changed
            .Select(article => (Article: article, Lead: leads.GetValueOrDefault(LeadOf(article)) ?? byKey.GetValueOrDefault(article.Key)))
            .Where(led => led.Lead is not null)
            .Select(led => new LedArticle(led.Article, led.Lead!))
            .ToList();
        var revised = results.SelectMany(result => result.Changes.OfType<EntryChange.Revised>()).Select(change => change.Entry).ToList();
        string[] revisedKeys = [.. revised.Select(entry => entry.ArticleKey).OfType<string>().Distinct(StringComparer.Ordinal)];
        var revisedArticles = revisedKeys.Length == 0 ? new Dictionary<string, Article>() : await store.FindArticlesAsync(revisedKeys, cancellationToken);
        LedArticle[] revisedLeads = [.. revised
            .Where(entry => entry.ArticleKey is { } key && revisedArticles.TryGetValue(key, out var article) && article.IsLedBy(entry))
            .Select(entry => new LedArticle(revisedArticles[entry.ArticleKey!], entry))];
        return (stories.Take(articles, revisedLeads), [.. articles.UnionBy(revisedLeads, led => led.Article.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Articles of which a source counts more comments than any did before. What is shown of them stays as it is.</summary>
    private async Task<IReadOnlyList<Article>> FindTalkedOfAsync(
        IReadOnlyList<PollResult> results, ArticleAssigner assigner, CancellationToken cancellationToken)
    {
        var counts = results
            .SelectMany(result => result.Changes)
            .Select(change => (change.Entry.ArticleKey, Count: change switch
            {
                EntryChange.Touched touched when touched.CommentsCount > (touched.Entry.CommentsCount ?? 0) => touched.CommentsCount.Value,
                EntryChange.Revised revised => revised.Entry.CommentsCount ?? 0,
                _ => 0,
            }))
            .Where(one => one is { ArticleKey: not null, Count: > 0 })
            .GroupBy(one => one.ArticleKey!, StringComparer.Ordinal)
            .ToDictionary(article => article.Key, article => article.Max(one => one.Count), StringComparer.Ordinal);
        if (counts.Count == 0)
        {
            return [];
        }

        var changed = assigner.Changed.Select(article => article.Key).ToHashSet(StringComparer.Ordinal);
        var articles = await store.FindArticlesAsync([.. counts.Keys.Where(key => !changed.Contains(key))], cancellationToken);
        return
        [
            .. articles.Values
                .Where(article => counts[article.Key] > (article.CommentsCount ?? 0))
                .Select(article => article with { CommentsCount = counts[article.Key] }),
        ];
    }

    private static (FeedId Feed, EntryKey Key) LeadOf(Article article) => (article.Sources[0].FeedId, article.Sources[0].Key);

    private async Task<IReadOnlyDictionary<string, Article>> FindArticlesAsync(
        IReadOnlyList<Entry> added, IEnumerable<string> titled, CancellationToken cancellationToken)
    {
        // The last key is the entry's own: where that is new, nothing stands under it.
        string[] keys = [.. added.SelectMany(entry => ArticleAssigner.KeysOf(entry).SkipLast(1)).Concat(titled).Distinct(StringComparer.Ordinal)];
        return keys.Length == 0 ? new Dictionary<string, Article>() : await store.FindArticlesAsync(keys, cancellationToken);
    }

    private async Task<IReadOnlySet<string>> FindHeldIdsAsync(IReadOnlyList<Entry> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
        {
            return new HashSet<string>();
        }

        // Mostly the first id is free, and nobody else wants it; only else the others are asked about too.
        var firsts = added.Select(entry => (Entry: entry, Id: ArticleAssigner.IdsOf(entry).First())).ToList();
        var wanted = firsts.CountBy(first => first.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var held = await store.FindHeldIdsAsync(wanted.Keys, cancellationToken);
        string[] contested =
        [
            .. firsts.Where(first => wanted[first.Id] > 1 || held.Contains(first.Id))
                .SelectMany(first => ArticleAssigner.IdsOf(first.Entry).Skip(1)).Distinct(StringComparer.Ordinal),
        ];
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
