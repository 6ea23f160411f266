using FeedHub.Configuration;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>The night's work on the store: a snapshot, and room given back. In the hour after a start what the last night lacked.</summary>
internal sealed partial class KeepStore(IFeedStore store, IOptions<HubOptions> options, TimeProvider clock, ILogger<KeepStore> logger)
{
    private const long SmallBytes = 64 * 1024 * 1024; // not worth the copying
    private const double MaxShare = 0.6; // of the texts that there once were: else new ones take up the room soon

    private static readonly TimeSpan TimeOfNight = TimeSpan.FromHours(3); // UTC: some night or other is quiet

    private DateTimeOffset _compactedFor;
    private bool _isEarly = true;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A start has better things to do; and a store that is being filled again takes no good one's place.
        var isEarly = _isEarly;
        _isEarly = false;
        if (isEarly || !(await store.ReadHubAsync(cancellationToken)).FirstRoundDone)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var night = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + TimeOfNight;
        night = night > now ? night.AddDays(-1) : night;
        try
        {
            await TakeSnapshotAsync(night, cancellationToken);
            if (_compactedFor != night)
            {
                _compactedFor = night;
                await CompactAsync(cancellationToken);
            }
        }
        catch (StorageException exception)
        {
            Log.Failed(logger, exception.Message);
        }
    }

    private async Task TakeSnapshotAsync(DateTimeOffset night, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        if (options.Value.Storage.Snapshots is > 0 and var depth && await store.SnapshotAsync(night, depth, cancellationToken) is { } file)
        {
            Log.SnapshotTaken(logger, Path.GetFileName(file), (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    private async Task CompactAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        if (await store.CompactAsync(SmallBytes, MaxShare, cancellationToken) is { } bytes)
        {
            Log.Compacted(logger, bytes / 1_000_000, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Took the snapshot {File} of the store in {Milliseconds} ms")]
        public static partial void SnapshotTaken(ILogger logger, string file, long milliseconds);

        [LoggerMessage(LogLevel.Information, "Gave {Megabytes} MB of removed texts back to the disk in {Milliseconds} ms")]
        public static partial void Compacted(ILogger logger, long megabytes, long milliseconds);

        [LoggerMessage(LogLevel.Error, "{Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
