using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>Publishes after changes: soon after the first of them, and never so often that publishing is all that happens.</summary>
internal sealed partial class PublishLoop(PublishTopStories publish, PublishSignal signal, TimeProvider clock, ILogger<PublishLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan MinRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1); // no timer runs for years

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await WaitAsync(stoppingToken);
            var startedAt = clock.GetTimestamp();
            try
            {
                await publish.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is, what was published last goes on being served, and the next change is another try.
                Log.Failed(logger, exception is StorageException ? null : exception, exception.Message);
                await Task.Delay(RestAfterFailure, clock, stoppingToken);
                signal.Set();
            }

            var rest = clock.GetElapsedTime(startedAt) * 3;
            await Task.Delay(rest > MinRest ? rest : MinRest, clock, stoppingToken);
        }
    }

    /// <summary>Waits for a change, or for the moment at which one that is held back may be shown.</summary>
    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        if (publish.NextAt is not { } nextAt)
        {
            await signal.WaitAsync(stoppingToken);
            return;
        }

        var wait = nextAt - clock.GetUtcNow();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(signal.WaitAsync(either.Token), Task.Delay(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < MaxWait ? wait : MaxWait, clock, either.Token));
        await either.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Publishing failed, what was published last goes on being served: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
