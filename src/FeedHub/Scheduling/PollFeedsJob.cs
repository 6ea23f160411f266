using FeedHub.Pipelines;
using FeedHub.Polling;
using FeedHub.Storage;
using Quartz;

namespace FeedHub.Scheduling;

/// <summary>The tick, once a second: notices a jump of the clock, and lets the pipeline take what is due.</summary>
[DisallowConcurrentExecution]
internal sealed partial class PollFeedsJob(HubClock clock, ClockDoubt doubt, IFeedStore store, PollDueFeeds polls, ILogger<PollFeedsJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var jump = clock.TakeJump();
        if (jump != TimeSpan.Zero)
        {
            // What was planned by the old time moves along: Quartz's own triggers, which would else be silent for as long as a clock went
            // back, and the due times of all feeds, which would else all be due when it went forward (F-26, F-27).
            await HubTicks.StartAgainAsync(context.Scheduler, clock.GetUtcNow(), cancellationToken);
            await store.ChangeFeedsAsync(states => FeedRoster.Shift(states, jump), cancellationToken);
            doubt.Check(clock.GetUtcNow());
            Log.Jumped(logger, jump);
        }

        polls.Tick();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The clock jumped by {Jump}; the next visits move along with it")]
        public static partial void Jumped(ILogger logger, TimeSpan jump);
    }
}
