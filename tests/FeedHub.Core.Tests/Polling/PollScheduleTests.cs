namespace FeedHub.Polling;

public sealed class PollScheduleTests
{
    private static readonly PollSpacing _spacing = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData(null, null, 60)]
    [InlineData(30, null, 30)]
    [InlineData(1, null, 5)]
    [InlineData(10_000, null, 10_000)]
    [InlineData(null, "0 0 6 ? * *", 5)]
    public void The_floor_is_the_interval_but_never_less_than_the_minimum(int? every, string? cron, int minutes)
    {
        var source = Sample.Source("a") with { Every = every is { } some ? TimeSpan.FromMinutes(some) : null, Cron = cron };
        Assert.Equal(TimeSpan.FromMinutes(minutes), PollSchedule.FloorOf(source, _spacing));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void PP_8_Jitter_only_lengthens_an_interval_by_a_tenth_at_most(double jitter)
    {
        var state = PollSchedule.AfterSuccess(Sample.State("a") with { LastRequestAt = Now }, null, jitter, Now.AddSeconds(5));
        Assert.Equal(Now.AddHours(1 + (jitter * 0.1)), state.DueAt);
        Assert.Equal("its interval is 1 h", state.DueReason);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0.5, 1)]
    public void A_cron_expression_is_kept_to_where_the_floor_allows(double cronHours, double expectedHours)
    {
        var state = PollSchedule.AfterSuccess(Sample.State("a") with { LastRequestAt = Now }, Now.AddHours(cronHours), 1, Now);
        Assert.Equal(Now.AddHours(expectedHours), state.DueAt);
    }

    [Fact]
    public void A_success_ends_all_that_failures_began()
    {
        var failed = PollSchedule.AfterFailure(Sample.State("a"), "http-503", "rest", Now.AddDays(1), 0, Now);
        var state = PollSchedule.AfterSuccess(failed, null, 0, Now.AddDays(1));
        Assert.Equal(
            (0, null, null, null, Now.AddDays(1)), (state.FailureCount, state.FailingSince, state.LastError, state.BlockedUntil, state.LastSuccessAt));
    }

    [Theory]
    [InlineData("http-404")]
    [InlineData("http-401")]
    [InlineData("timeout")]
    [InlineData("not-a-feed")]
    public void PP_12_PP_13_Failures_back_off_from_an_hour_to_a_day(string code)
    {
        var state = Sample.State("a");
        foreach (var hours in (int[])[1, 2, 4, 8, 16, 24, 24, 24])
        {
            state = PollSchedule.AfterFailure(state, code, "A sentence.", null, 0, Now);
            Assert.Equal(Now.AddHours(hours), state.DueAt);
        }

        Assert.Equal((8, Now, code, "A sentence."), (state.FailureCount, state.FailingSince, state.LastOutcome, state.LastError));
        Assert.Contains($"8 failed in a row, last {code}", state.DueReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Backing_off_never_ends_however_long_a_feed_fails() => Assert.Equal(
        Now.AddDays(1), PollSchedule.AfterFailure(Sample.State("a") with { FailureCount = int.MaxValue - 1 }, "dns", "", null, 0, Now).DueAt);

    [Fact]
    public void Backing_off_is_jittered_upward_and_never_breaks_the_floor()
    {
        Assert.Equal(Now.AddHours(1.1), PollSchedule.AfterFailure(Sample.State("a"), "dns", "", null, 1, Now).DueAt);
        var rare = Sample.State("a") with { Floor = TimeSpan.FromDays(3) };
        Assert.Equal(Now.AddDays(3), PollSchedule.AfterFailure(rare, "dns", "", null, 0, Now).DueAt);
    }

    [Theory]
    [InlineData(-1, 1, -1)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(5, 5, 5)]
    [InlineData(24 * 7, 24 * 7, 24 * 7)]
    [InlineData(24 * 400, 24 * 7, 24 * 7)]
    public void PP_10_PP_11_Retry_After_is_obeyed_in_full_up_to_seven_days(double askedHours, double dueHours, double blockedHours)
    {
        var state = PollSchedule.AfterFailure(Sample.State("a"), "http-429", "rest", Now.AddHours(askedHours), 0, Now);
        Assert.Equal((Now.AddHours(dueHours), Now.AddHours(blockedHours)), (state.DueAt, state.BlockedUntil));
    }

    [Fact]
    public void Due_times_are_in_whole_milliseconds()
    {
        var now = Now.AddTicks(12_345);
        Assert.Equal(0, PollSchedule.AfterSuccess(Sample.State("a") with { LastRequestAt = now }, null, 0.123456789, now).DueAt.Ticks % 10_000);
        Assert.Equal(0, PollSchedule.AfterFailure(Sample.State("a"), "dns", "", null, 0.123456789, now).DueAt.Ticks % 10_000);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    [InlineData(null, true)]
    public void A_command_leaves_a_feed_out_only_until_the_minimum_has_passed(int? minutesAgo, bool isVisited)
    {
        var state = Sample.State("a") with { LastRequestAt = minutesAgo is { } some ? Now.AddMinutes(-some) : null, DueAt = Now.AddDays(1) };
        Assert.Equal(isVisited, PollSchedule.ReasonToSkip(state, _spacing, Now) is null);
    }

    [Fact]
    public void A_command_leaves_out_what_is_gone_paused_or_resting_and_says_so()
    {
        Assert.Contains("410", Reason(Sample.State("a") with { IsGone = true }), StringComparison.Ordinal);
        Assert.Equal("paused", Reason(Sample.State("a") with { IsFollowed = false }));
        Assert.Contains("2026-11-24 13:00:00Z", Reason(Sample.State("a") with { BlockedUntil = Now.AddHours(1) }), StringComparison.Ordinal);
        Assert.Contains("5 min", Reason(Sample.State("a") with { LastRequestAt = Now }), StringComparison.Ordinal);
        Assert.Null(Reason(Sample.State("a") with { BlockedUntil = Now }));
    }

    private static string? Reason(FeedState state) => PollSchedule.ReasonToSkip(state, _spacing, Now);
}
