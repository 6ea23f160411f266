using System.Globalization;

namespace FeedHub.Scheduling;

public sealed class CronScheduleTests
{
    // Where clocks jump: an hour in the night, at midnight, and half an hour.
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T00:00:00Z", "0 30 2 * * ?")]
    [InlineData("Europe/Berlin", "2026-10-24T00:00:00Z", "0 30 2 * * ?")]
    [InlineData("Africa/Cairo", "2026-04-22T12:00:00Z", "0 15 0 * * ?")]
    [InlineData("Africa/Cairo", "2026-10-28T12:00:00Z", "0 15 23 * * ?")]
    [InlineData("Australia/Lord_Howe", "2026-04-03T00:00:00Z", "0 45 1 * * ?")]
    [InlineData("Australia/Lord_Howe", "2026-10-02T00:00:00Z", "0 15 2 * * ?")]
    [InlineData(null, "2026-03-28T00:00:00Z", "0 30 2 * * ?")]
    public void F_29_A_daily_visit_is_neither_doubled_nor_lost_when_clocks_change(string? zone, string from, string cron)
    {
        var source = new FeedSource { Id = new FeedId("a"), Url = new Uri("https://a.example/feed"), Channel = "news", Cron = cron, Zone = zone };
        var moment = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        var end = moment.AddDays(4);
        var visits = new List<DateTimeOffset>();
        while (CronSchedule.Next(source, moment) is { } next && next < end)
        {
            visits.Add(next);
            moment = next;
        }

        Assert.InRange(visits.Count, 3, 4);
        Assert.All(visits.Zip(visits.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromHours(22), TimeSpan.FromHours(26)));
    }

    [Fact]
    public void F_29_Without_a_zone_a_time_is_UTC_whatever_the_zone_of_the_machine()
    {
        var source = new FeedSource { Id = new FeedId("a"), Url = new Uri("https://a.example/feed"), Channel = "news", Cron = "0 0 6 * * ?" };
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(9));

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero), CronSchedule.Next(source, now));
    }
}
