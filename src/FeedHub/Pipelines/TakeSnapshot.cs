using FeedHub.Configuration;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>Takes the snapshot of the night, or in the hour after a start that which the night before lacked.</summary>
internal sealed partial class TakeSnapshot(IFeedStore store, IOptions<HubOptions> options, TimeProvider clock, ILogger<TakeSnapshot> logger)
{
    private static readonly TimeSpan TimeOfNight = TimeSpan.FromHours(3); // UTC: some night or other is quiet

    private bool _isEarly = true;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A start has better things to do; and a store that is being filled again takes no good one's place.
        var isEarly = _isEarly;
        _isEarly = false;
        var depth = options.Value.Storage.Snapshots;
        if (isEarly || depth == 0 || !(await store.ReadHubAsync(cancellationToken)).FirstRoundDone)
        {
            return;
        }

        var (now, startedAt) = (clock.GetUtcNow(), clock.GetTimestamp());
        var night = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + TimeOfNight;
        try
        {
            if (await store.SnapshotAsync(night > now ? night.AddDays(-1) : night, depth, cancellationToken) is { } file)
            {
                Log.Taken(logger, Path.GetFileName(file), (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
            }
        }
        catch (StorageException exception)
        {
            Log.Failed(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Took the snapshot {File} of the store in {Milliseconds} ms")]
        public static partial void Taken(ILogger logger, string file, long milliseconds);

        [LoggerMessage(LogLevel.Error, "{Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
