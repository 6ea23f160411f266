using Quartz;

namespace FeedHub.Scheduling;

/// <summary>The ticks of the service. They say when to look, never what is due: that stands in the store.</summary>
internal static class HubTicks
{
    private static readonly IReadOnlyDictionary<string, TimeSpan> Intervals = new Dictionary<string, TimeSpan>
    {
        [nameof(PollFeedsJob)] = TimeSpan.FromSeconds(1),
        [nameof(FollowListJob)] = TimeSpan.FromSeconds(1),
        [nameof(RemoveOldTextsJob)] = TimeSpan.FromMinutes(10),
        [nameof(KeepStoreJob)] = TimeSpan.FromHours(1),
    };

    /// <param name="services">The program's.</param>
    /// <param name="clock">The clock that claims go by too.</param>
    /// <param name="withList">Whether there is a file to look at.</param>
    public static IServiceCollection AddHubTicks(this IServiceCollection services, HubClock clock, bool withList)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(clock);
            Add<PollFeedsJob>(quartz);
            Add<RemoveOldTextsJob>(quartz);
            Add<KeepStoreJob>(quartz);
            if (withList)
            {
                Add<FollowListJob>(quartz);
            }

            void Add<T>(IQuartzBuilder to)
                where T : IJob =>
                to.ScheduleJob<T>(trigger => trigger
                    .WithIdentity(typeof(T).Name)
                    .StartAt(clock.GetUtcNow())
                    .WithSimpleSchedule(schedule => schedule.WithInterval(Intervals[typeof(T).Name]).RepeatForever()));
        });
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    /// <summary>Begins all ticks anew from <paramref name="now"/>.</summary>
    public static async Task StartAgainAsync(IScheduler scheduler, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (name, interval) in Intervals)
        {
            var key = new TriggerKey(name);
            if (await scheduler.GetTrigger(key, cancellationToken) is not null)
            {
                var trigger = TriggerBuilder.Create()
                    .WithIdentity(key)
                    .StartAt(now + interval)
                    .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever())
                    .Build();
                await scheduler.RescheduleJob(key, trigger, cancellationToken);
            }
        }
    }
}
