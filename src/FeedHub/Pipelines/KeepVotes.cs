using FeedHub.Serving.Rating;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>From the queue of votes to the store, many at once; then the pages show them.</summary>
internal sealed partial class KeepVotes(VoteQueue queue, IFeedStore store, PublishSignal signal, TimeProvider clock, ILogger<KeepVotes> logger)
    : BackgroundService
{
    private const int MaxAtOnce = 200;
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<StoryVote> votes = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (votes.Count == 0)
                {
                    await queue.Waiting.WaitToReadAsync(stoppingToken);
                }

                await KeepAsync(votes, stoppingToken);
            }
            catch (StorageException exception)
            {
                Log.Failed(logger, exception.Message); // they are kept in memory, and the queue behind them fills
                await Task.Delay(RestAfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        await KeepAsync(votes, CancellationToken.None); // what was taken before the stop counts
    }

    private async Task KeepAsync(List<StoryVote> votes, CancellationToken cancellationToken)
    {
        while (votes.Count < MaxAtOnce && queue.Waiting.TryRead(out var vote))
        {
            votes.Add(vote);
        }

        if (votes.Count > 0 && await store.VoteAsync([.. votes], cancellationToken) > 0)
        {
            signal.Set();
        }

        votes.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Votes could not be stored, and wait: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
