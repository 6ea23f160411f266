using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>Publishes after changes: soon after the first of them, and never so often that publishing is all that happens.</summary>
internal sealed partial class PublishLoop(PublishTopStories publish, PublishSignal signal, TimeProvider clock, ILogger<PublishLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan MinRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await signal.WaitAsync(stoppingToken);
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Publishing failed, what was published last goes on being served: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
