using FeedHub.Commands;
using FeedHub.Scheduling;
using FeedHub.Serving.Admin;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>Keeps the board of the operators up to date, in the store's own time, so that nobody who looks at it waits for the store.</summary>
internal sealed class WatchHub(
    IFeedStore store,
    FollowedFeeds followed,
    ListTrouble trouble,
    StoreOrigin origin,
    ClockDoubt doubt,
    PublishTopStories publish,
    PollDueFeeds polls,
    CommitPolls commits,
    FeedDetails details,
    HubBoard board,
    Telemetry telemetry,
    IServiceProvider services,
    TimeProvider clock) : BackgroundService
{
    private const int StoryCount = 30;

    /// <summary>The share of one processor that the board may take, at most, is one in so many.</summary>
    private const int Thrift = 50;

    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenFeeds = TimeSpan.FromMilliseconds(10);

    private RankedStories? _ranked;
    private IReadOnlyList<StoryView> _stories = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        telemetry.Watch("feedhub.polls.running", "{poll}", "Visits under way.", () => polls.RunningCount);
        telemetry.Watch("feedhub.commit.queue", "{entry}", "Changed entries that wait for their commit.", () => commits.WaitingEntryCount);
        telemetry.WatchShare("feedhub.polls.not_modified.share", "The share of all visits so far that were answered 304.", () => board.Now.Status.Report.NotModifiedShare);
        telemetry.WatchBy("feedhub.feeds", "{feed}", "Feeds by state.", "feedhub.feed.state", () => board.Now.CountByState);
        await Task.WhenAll(ShowAsync(stoppingToken), FillAsync(stoppingToken));
    }

    /// <summary>Shows the feeds as they are now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.GetUtcNow();
            var status = await StatusView.OfAsync(
                store, followed.List, trouble.Lines, origin.Replacement, doubt.Notice, now, withJournal: false, cancellationToken);
            if (publish.Ranked is { FrontPages.Count: > 0 } ranked && ranked != _ranked)
            {
                _stories = await StoryView.OfAsync(services, StoryCount, cancellationToken);
                _ranked = ranked;
            }

            board.Show(HubSnapshot.Of(status, _stories, now));
        }
        catch (StorageException exception)
        {
            board.Fail(exception.Message); // what was shown last stays, and the readiness tells it
        }
    }

    private async Task ShowAsync(CancellationToken stoppingToken)
    {
        var shownAt = clock.GetTimestamp() - (long)(MaxAge.TotalSeconds * clock.TimestampFrequency);
        while (true)
        {
            var startedAt = clock.GetTimestamp();
            if (board.TakeChanged() || clock.GetElapsedTime(shownAt) >= MaxAge)
            {
                await RefreshAsync(stoppingToken);
                shownAt = clock.GetTimestamp();
            }

            var rest = clock.GetElapsedTime(startedAt) * Thrift;
            await Task.Delay(rest > MinWait ? rest : MinWait, clock, stoppingToken);
        }
    }

    /// <summary>Reads what the store held before, a little at a time: polls and commits go between.</summary>
    private async Task FillAsync(CancellationToken stoppingToken)
    {
        try
        {
            board.Fill([.. (await store.ReadLatestAsync(HubBoard.MaxEntryCount, stoppingToken)).Select(led => EntryView.Of(led.Lead))]);
            var today = DateOnly.FromDateTime(board.StartedAt.UtcDateTime);
            for (var day = today.AddDays(1 - HubBoard.DayCount); day <= today; day = day.AddDays(1))
            {
                var since = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                var before = day == today ? board.StartedAt : since.AddDays(1);
                board.Count(day, await store.CountEntriesAsync(since, before, stoppingToken));
                await Task.Delay(BetweenFeeds, clock, stoppingToken);
            }

            foreach (var state in (await store.ReadFeedsAsync(stoppingToken)).Where(state => state.IsFollowed).Take(HubBoard.MaxHeldFeeds))
            {
                await details.ReadAsync(state.Id, stoppingToken);
                await Task.Delay(BetweenFeeds, clock, stoppingToken);
            }
        }
        catch (StorageException)
        {
            // Then the numbers begin with this process, and what is asked for is read when it is.
        }
    }
}
