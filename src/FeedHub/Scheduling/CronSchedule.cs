using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Cron expressions in Quartz's syntax: seconds first, and a question mark for the day that is not given.</summary>
internal static class CronSchedule
{
    /// <summary>What is wrong with the expression, in words; null: nothing.</summary>
    public static string? MistakeIn(string expression) => CronExpression.TryParse(expression, out _)
        ? null
        : "is no cron expression of Quartz, such as \"0 0 6-22 ? * *\" (seconds, minutes, hours, day of month, month, day of week)";

    /// <summary>The feed's next moment after <paramref name="now"/>; null: it is visited by interval, or its expression never comes again.</summary>
    public static DateTimeOffset? Next(FeedSource source, DateTimeOffset now) =>
        source.Cron is null
            ? null
            : CronExpression.Parse(source.Cron)
                .WithTimeZone(source.Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(source.Zone))
                .GetNextValidTimeAfter(now);
}
