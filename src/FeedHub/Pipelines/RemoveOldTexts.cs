using FeedHub.Configuration;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>Retention: takes the texts of old entries, in small steps between which polls get their turn; ids are remembered for good.</summary>
internal sealed partial class RemoveOldTexts(
    IFeedStore store, LatestWindows latest, ArchiveFiles archives, PublishSignal signal, ClockDoubt doubt, IOptions<HubOptions> options, TimeProvider clock,
    ILogger<RemoveOldTexts> logger)
{
    private const int StepCount = 200;

    /// <summary>How long the editions of the front pages are remembered.</summary>
    private static readonly TimeSpan KeptEditions = TimeSpan.FromDays(30);

    private static readonly TimeSpan MinBetweenReadings = TimeSpan.FromHours(1);
    private (DateTimeOffset Now, long Stamp)? _last;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stamp = clock.GetTimestamp();

        // Nothing is taken on the word of one reading: the clock must have said the same an hour earlier (F-26).
        if (_last is not { } last || clock.GetElapsedTime(last.Stamp, stamp) < MinBetweenReadings)
        {
            _last ??= (now, stamp);
            return;
        }

        _last = (now, stamp);
        if (doubt.Notice is not null || (now - last.Now - clock.GetElapsedTime(last.Stamp, stamp)).Duration() > MinBetweenReadings)
        {
            return;
        }

        await store.RemoveEditionsAsync(now - KeptEditions, cancellationToken);

        // What is in no finished archive yet is needed for it.
        var before = now - options.Value.Retention.Entries;
        if (archives.All.Where(document => !document.IsClosed).Select(document => Month.Parse(document.Month)).FirstOrDefault() is { } open && open.StartAt < before)
        {
            before = open.StartAt;
        }

        var count = 0;
        for (var step = StepCount; step == StepCount; count += step)
        {
            step = await store.RemoveTextsAsync(before, StepCount, cancellationToken);
        }

        if (count > 0)
        {
            latest.Forget();
            Log.Removed(logger, count, before);
        }

        signal.Set(); // listings end with time too
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Removed the texts of {Count} entries first seen before {Before:u}; their ids are remembered")]
        public static partial void Removed(ILogger logger, int count, DateTimeOffset before);
    }
}
