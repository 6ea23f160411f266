using Quartz;

namespace FeedHub.Scheduling;

/// <summary>Cron expressions in Quartz's syntax: seconds first, and a question mark for the day that is not given.</summary>
internal static class CronSchedule
{
    /// <summary>What is wrong with the expression, in words; null: nothing.</summary>
    public static string? MistakeIn(string expression)
    {
        try
        {
            _ = new CronExpression(expression);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return "is no cron expression of Quartz, such as \"0 0 6-22 ? * *\" (seconds, minutes, hours, day of month, month, day of week)";
        }
    }

    /// <summary>The feed's next moment after <paramref name="now"/>; null: it is visited by interval, or its expression never comes again.</summary>
    public static DateTimeOffset? Next(FeedSource source, DateTimeOffset now) =>
        source.Cron is null
            ? null
            : new CronExpression(source.Cron)
            {
                TimeZone = source.Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(source.Zone),
            }.GetNextValidTimeAfter(now);
}
