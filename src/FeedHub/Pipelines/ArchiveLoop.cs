using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>Writes archives after publishing, and when a month ends; never so often that writing is all that happens.</summary>
internal sealed partial class ArchiveLoop(WriteArchives archives, TimeProvider clock, ILogger<ArchiveLoop> logger) : BackgroundService
{
    private const int RestFactor = 10; // of the time that writing takes

    private static readonly TimeSpan MinRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10); // a month ends without news too
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await archives.WaitAsync(MaxWait, stoppingToken);
            var startedAt = clock.GetTimestamp();
            try
            {
                await archives.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is, what was written before goes on being served, and the next time is another try.
                Log.Failed(logger, exception is StorageException or IOException ? null : exception, exception.Message);
                await Task.Delay(RestAfterFailure, clock, stoppingToken);
            }

            var rest = clock.GetElapsedTime(startedAt) * RestFactor;
            await Task.Delay(rest > MinRest ? rest : MinRest, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The archives could not be written: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
