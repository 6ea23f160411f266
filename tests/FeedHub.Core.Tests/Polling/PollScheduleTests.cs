namespace FeedHub.Polling;

public sealed class PollScheduleTests
{
    private static readonly PollSpacing _spacing = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    private static DateTimeOffset Now => Sample.Now;

    private static FeedState Success(FeedState state, double jitter = 0, DateTimeOffset? nextByCron = null, DateTimeOffset? now = null, FetchOutcome? outcome = null) =>
        PollSchedule.AfterSuccess(state, "ok", outcome ?? Sample.Unchanged, _spacing, nextByCron, jitter, now ?? Now);

    private static FeedState Failure(FeedState state, string code = "dns", double jitter = 0, DateTimeOffset? now = null, FetchOutcome? outcome = null) =>
        PollSchedule.AfterFailure(state, code, "A sentence.", outcome ?? Sample.Failed(code), jitter, now ?? Now);

    [Fact]
    public void A_success_says_what_it_came_to_and_counts_what_was_not_modified()
    {
        var once = PollSchedule.AfterSuccess(Sample.State("a"), "not-modified", Sample.Unchanged, _spacing, null, 0, Now);
        var then = PollSchedule.AfterSuccess(once, "ok", Sample.Modified(), _spacing, null, 0, Now);

        Assert.Equal(("not-modified", 1), (once.LastOutcome, once.NotModifiedCount));
        Assert.Equal(("ok", 1), (then.LastOutcome, then.NotModifiedCount));
    }

    [Theory]
    [InlineData(null, null, 60)]
    [InlineData(30, null, 30)]
    [InlineData(1, null, 5)]
    [InlineData(10_000, null, 10_000)]
    [InlineData(null, "0 0 6 ? * *", 5)]
    public void PP_6_The_floor_is_the_interval_but_never_less_than_the_minimum(int? every, string? cron, int minutes)
    {
        var source = Sample.Source("a") with { Every = every is { } some ? TimeSpan.FromMinutes(some) : null, Cron = cron };
        Assert.Equal(TimeSpan.FromMinutes(minutes), PollSchedule.FloorOf(source, _spacing));
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 0.5, 10.5)]
    [InlineData(10, 1, 11)]
    [InlineData(600, 1, 605)]
    public void PP_8_Jitter_only_lengthens_by_a_tenth_or_five_minutes_at_most(double floorMinutes, double jitter, double dueMinutes)
    {
        var state = Success(Sample.State("a") with { LastRequestAt = Now, Floor = TimeSpan.FromMinutes(floorMinutes) }, jitter, now: Now.AddSeconds(5));
        Assert.Equal(Now.AddMinutes(dueMinutes), state.DueAt);
        Assert.StartsWith("its interval is 10 ", state.DueReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0.5, 1)]
    public void A_cron_expression_is_kept_to_where_the_floor_allows(double cronHours, double expectedHours)
    {
        var state = Success(Sample.State("a") with { LastRequestAt = Now }, 1, Now.AddHours(cronHours));
        Assert.Equal(Now.AddHours(expectedHours), state.DueAt);
    }

    [Fact]
    public void A_success_ends_all_that_failures_began()
    {
        var failed = Failure(Sample.State("a"), "http-503", outcome: Sample.Throttled(503, Now.AddDays(1)));
        var state = Success(failed, now: Now.AddDays(1));
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
            state = Failure(state, code);
            Assert.Equal(Now.AddHours(hours), state.DueAt);
        }

        Assert.Equal((8, Now, code, "A sentence."), (state.FailureCount, state.FailingSince, state.LastOutcome, state.LastError));
        Assert.Contains($"8 failed in a row, last {code}", state.DueReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Backing_off_never_ends_however_long_a_feed_fails() => Assert.Equal(
        Now.AddDays(1), Failure(Sample.State("a") with { FailureCount = int.MaxValue - 1 }).DueAt);

    [Theory]
    [InlineData(13.9, 2, 2)]
    [InlineData(14, 2, 24)]
    [InlineData(89.9, 200, 24)]
    [InlineData(90, 200, 24 * 7)]
    [InlineData(10_000, 200, 24 * 7)]
    public void PP_12_After_14_days_of_failure_a_feed_is_asked_daily_and_after_90_weekly(double failingDays, int count, double dueHours)
    {
        var state = Sample.State("a") with { FailureCount = count - 1, FailingSince = Now.AddDays(-failingDays) };
        Assert.Equal(Now.AddHours(dueHours), Failure(state).DueAt);
    }

    [Fact]
    public void Backing_off_is_jittered_upward_and_never_breaks_the_floor()
    {
        Assert.Equal(Now.AddHours(1.1), Failure(Sample.State("a"), jitter: 1).DueAt);
        Assert.Equal(Now.AddDays(3), Failure(Sample.State("a") with { Floor = TimeSpan.FromDays(3) }).DueAt);
    }

    [Theory]
    [InlineData(-1, 1, -1)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(5, 5, 5)]
    [InlineData(24 * 7, 24 * 7, 24 * 7)]
    [InlineData(24 * 400, 24 * 7, 24 * 7)]
    public void PP_10_PP_11_Retry_After_is_obeyed_in_full_up_to_seven_days(double askedHours, double dueHours, double blockedHours)
    {
        var state = Failure(Sample.State("a"), "http-429", outcome: Sample.Throttled(429, Now.AddHours(askedHours)));
        Assert.Equal((Now.AddHours(dueHours), Now.AddHours(blockedHours)), (state.DueAt, state.BlockedUntil));
    }

    [Theory]
    [InlineData(429, 1.0)]
    [InlineData(503, null)]
    public void PP_11_Without_a_time_the_whole_origin_rests_for_429_and_all_the_jitter_goes_upward(int status, double? blockedHours)
    {
        var state = Failure(Sample.State("a"), $"http-{status}", outcome: Sample.Throttled(status, null));
        Assert.Equal((Now.AddHours(1), blockedHours is { } hours ? Now.AddHours(hours) : null), (state.DueAt, state.BlockedUntil));
        Assert.Equal(Now.AddHours(2), Failure(Sample.State("a"), jitter: 1, outcome: Sample.Throttled(status, null)).DueAt);
    }

    [Theory]
    [InlineData(7200, 300, 6900)]
    [InlineData(7200, 7200, 3600)]
    [InlineData(60, 0, 3600)]
    [InlineData(1_000_000_000, 0, 86_400)]
    public void PP_9_What_is_left_of_freshness_is_waited_for_up_to_a_day(double lifetime, double age, double dueSeconds)
    {
        var freshness = new FeedHub.Freshness(TimeSpan.FromSeconds(lifetime), TimeSpan.FromSeconds(age), "max-age");
        var state = Sample.State("a") with { LastRequestAt = Now };
        foreach (var outcome in new[] { Sample.Unchanged, Sample.Modified() })
        {
            Assert.Equal(Now.AddSeconds(dueSeconds), Success(state, outcome: outcome with { Freshness = freshness }).DueAt);
        }

        Assert.Equal(Now.AddSeconds(Math.Max(dueSeconds, 3600)), Failure(state, outcome: Sample.Failed("http-500") with { Freshness = freshness }).DueAt);
    }

    [Fact]
    public void A_decision_keeps_its_reason_in_words()
    {
        var fresh = Sample.Unchanged with { Freshness = new(TimeSpan.FromSeconds(7200), TimeSpan.FromSeconds(300), "max-age") };
        Assert.Equal("max-age is 7200 s, 300 s old already", Success(Sample.State("a"), outcome: fresh).DueReason);
        Assert.Equal("the feed asks to be kept 3 h (ttl or sy:updatePeriod)", Success(Sample.State("a") with { LastRequestAt = Now, Profile = Sample.Profile with { TimeToLive = TimeSpan.FromHours(3) } }).DueReason);
    }

    [Theory]
    [InlineData(30, 60)]
    [InlineData(180, 180)]
    [InlineData(1_000_000_000, 24 * 60)]
    public void PP_9_BAD_56_Time_to_live_is_waited_for_up_to_a_day(double minutes, double dueMinutes)
    {
        var state = Sample.State("a") with { LastRequestAt = Now, Profile = Sample.Profile with { TimeToLive = TimeSpan.FromMinutes(minutes) } };
        Assert.Equal(Now.AddMinutes(dueMinutes), Success(state).DueAt);
    }

    [Theory]
    [InlineData("13", "", 14)]
    [InlineData("13 14 15", "", 16)]
    [InlineData("12", "", 13)]
    [InlineData("", "Tuesday", 24)]
    [InlineData("", "Wednesday", 13)]
    [InlineData("0 1 2", "Tuesday", 27)]
    [InlineData("", "Tuesday Wednesday Thursday", 72)]
    public void PP_9_Skipped_hours_and_days_are_left_alone(string hours, string days, double dueHour)
    {
        // Sample.Now is a Tuesday, 12:00.
        var state = Sample.State("a") with
        {
            LastRequestAt = Now,
            Profile = Sample.Profile with
            {
                SkipHours = [.. hours.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
                SkipDays = [.. days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>)],
            },
        };
        Assert.Equal(Now.Date.AddHours(dueHour), Success(state).DueAt.UtcDateTime);
    }

    [Fact]
    public void BAD_56_Who_leaves_no_hour_open_is_visited_all_the_same()
    {
        var state = Sample.State("a") with { LastRequestAt = Now };
        Assert.Equal(Now.AddHours(1), Success(state with { Profile = Sample.Profile with { SkipHours = [.. Enumerable.Range(0, 24)] } }).DueAt);
        Assert.Equal(Now.AddHours(1), Success(state with { Profile = Sample.Profile with { SkipDays = Enum.GetValues<DayOfWeek>() } }).DueAt);
    }

    [Fact]
    public void PP_7_Feeds_without_validators_have_a_floor_of_their_own_where_the_operator_says_so()
    {
        var spacing = _spacing with { UnvalidatedInterval = TimeSpan.FromHours(24) };
        var state = Sample.State("a") with { LastRequestAt = Now, Validators = null };
        Assert.Equal(Now.AddHours(24), PollSchedule.AfterSuccess(state, "ok", Sample.Modified(), spacing, null, 0, Now).DueAt);
        Assert.Equal(Now.AddHours(1), PollSchedule.AfterSuccess(state, "ok", Sample.Modified(), _spacing, null, 0, Now).DueAt);
    }

    [Fact]
    public void F_19_A_failure_in_which_all_fail_is_not_held_against_the_feed()
    {
        var before = Sample.State("a") with { FailureCount = 2, FailingSince = Now.AddDays(-1) };
        var state = PollSchedule.AfterSuspectFailure(before, "html", "A page.", Now, Now);
        Assert.Equal((2, Now.AddDays(-1), Now.AddHours(1), "egress-suspect"), (state.FailureCount, state.FailingSince, state.DueAt, state.LastOutcome));
    }

    [Fact]
    public void Due_times_are_in_whole_milliseconds()
    {
        var now = Now.AddTicks(12_345);
        Assert.Equal(0, Success(Sample.State("a") with { LastRequestAt = now }, 0.123456789, now: now).DueAt.Ticks % 10_000);
        Assert.Equal(0, Failure(Sample.State("a"), jitter: 0.123456789, now: now).DueAt.Ticks % 10_000);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    [InlineData(null, true)]
    public void PP_6_A_command_leaves_a_feed_out_only_until_the_minimum_has_passed(int? minutesAgo, bool isVisited)
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
