namespace FeedHub.Polling;

public sealed class FeedRosterTests
{
    private static readonly PollSpacing _spacing = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    private static DateTimeOffset Now => Sample.Now;

    [Fact]
    public void A_feed_that_is_new_in_the_list_is_due_at_once()
    {
        var state = Assert.Single(Reconcile(Sample.Source("a")));
        Assert.Equal((Now, "never visited", true, TimeSpan.FromHours(1)), (state.DueAt, state.DueReason, state.IsFollowed, state.Floor));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-5, 0)]
    public void A_feed_that_a_lost_store_may_have_visited_waits(int notBeforeMinutes, int expectedMinutes) => Assert.Equal(
        Now.AddMinutes(expectedMinutes),
        Assert.Single(FeedRoster.Reconcile(Sample.List(Sample.Source("a")), [], _spacing, Now.AddMinutes(notBeforeMinutes), Now)).DueAt);

    [Fact]
    public void F_54_Reconciling_twice_is_reconciling_once()
    {
        FeedSource[] sources = [Sample.Source("a"), Sample.Source("b") with { Paused = true }, Sample.Source("c") with { Every = TimeSpan.FromDays(3) }];
        FeedState[] states = [Sample.State("c"), Sample.State("d"), Sample.State("a") with { DueAt = Now.AddYears(80) }];
        var changed = FeedRoster.Reconcile(Sample.List(sources), states, _spacing, null, Now);
        Assert.Equal(4, changed.Count);
        Assert.Empty(FeedRoster.Reconcile(Sample.List(sources), changed, _spacing, null, Now.AddMinutes(1)));
    }

    [Fact]
    public void A_feed_as_it_was_is_not_saved() => Assert.Empty(Reconcile(Sample.Source("a"), Sample.State("a")));

    [Fact]
    public void F_53_A_feed_that_left_or_is_paused_rests_with_all_its_history()
    {
        var expected = Sample.State("a") with { IsFollowed = false };
        Assert.Equal(expected, Assert.Single(FeedRoster.Reconcile(Sample.List(), [Sample.State("a")], _spacing, null, Now)));
        Assert.Equal(expected, Assert.Single(Reconcile(Sample.Source("a") with { Paused = true }, Sample.State("a"))));
        Assert.Equal(Sample.State("a"), Assert.Single(Reconcile(Sample.Source("a"), expected)));
    }

    [Fact]
    public void PP_13_A_feed_that_is_gone_stays_gone() => Assert.Empty(Reconcile(Sample.Source("a"), Sample.State("a") with { IsGone = true }));

    [Fact]
    public void A_changed_address_is_due_and_starts_without_validators_rests_and_failures()
    {
        var before = Sample.State("a") with
        {
            Url = new("https://old.example/"),
            DueAt = Now.AddHours(20),
            Validators = new("https://old.example/", "\"1\"", null),
            BodyHash = "hash",
            IsGone = true,
            BlockedUntil = Now.AddDays(3),
            FailureCount = 6,
            FailingSince = Now.AddDays(-1),
            LastError = "It failed.",
            EntryCount = 7,
        };
        var expected = Sample.State("a") with { DueReason = "its address changed", EntryCount = 7 };
        Assert.Equal(expected, Assert.Single(Reconcile(Sample.Source("a"), before)));
    }

    [Fact]
    public void F_52_However_often_its_address_changes_no_feed_is_visited_more_often_than_the_minimum()
    {
        var before = Sample.State("a") with { Url = new("https://old.example/"), LastRequestAt = Now.AddMinutes(-1) };
        Assert.Equal(Now.AddMinutes(4), Assert.Single(Reconcile(Sample.Source("a"), before)).DueAt);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0.5, -0.5)]
    public void A_changed_interval_counts_from_the_last_request(double everyHours, double dueHours)
    {
        var state = Assert.Single(Reconcile(Sample.Source("a") with { Every = TimeSpan.FromHours(everyHours) }, Sample.State("a")));
        Assert.Equal((Now.AddHours(dueHours), "its interval changed"), (state.DueAt, state.DueReason));
    }

    [Fact]
    public void A_changed_interval_ends_no_backing_off()
    {
        var failing = Sample.State("a") with { FailureCount = 3, DueAt = Now.AddHours(8) };
        Assert.Equal(Now.AddHours(8), Assert.Single(Reconcile(Sample.Source("a") with { Every = TimeSpan.FromMinutes(10) }, failing)).DueAt);
    }

    [Theory]
    [InlineData(28.7, 28.7)]
    [InlineData(29, 28.8)]
    [InlineData(24 * 365 * 80, 28.8)]
    public void F_28_A_due_time_beyond_the_longest_wait_is_brought_back(double dueHours, double expectedHours)
    {
        var before = Sample.State("a") with { DueAt = Now.AddHours(dueHours) };
        var after = Reconcile(Sample.Source("a"), before).SingleOrDefault() ?? before;
        Assert.Equal(Now.AddHours(expectedHours), after.DueAt);
    }

    [Fact]
    public void F_28_A_wrong_clock_leaves_no_request_and_no_rest_in_a_far_future()
    {
        var before = Sample.State("a") with { LastRequestAt = Now.AddYears(80), DueAt = Now.AddYears(80), BlockedUntil = Now.AddYears(80) };
        var after = Assert.Single(Reconcile(Sample.Source("a"), before));
        Assert.Null(PollSchedule.ReasonToSkip(after, _spacing, Now));
        Assert.Equal(Now.AddHours(28.8), after.DueAt);
    }

    [Fact]
    public void A_rest_that_was_asked_for_is_not_cut_short()
    {
        var resting = Sample.State("a") with { FailureCount = 1, BlockedUntil = Now.AddDays(7), DueAt = Now.AddDays(7) };
        Assert.Empty(Reconcile(Sample.Source("a"), resting));
    }

    [Fact]
    public void A_cron_expression_may_mean_a_day_in_months()
    {
        var source = Sample.Source("a") with { Cron = "0 0 6 1 1 ?" };
        var waiting = Sample.State("a") with { Floor = _spacing.MinInterval, DueAt = Now.AddDays(38) };
        Assert.Empty(Reconcile(source, waiting));
        Assert.Equal(Now.AddHours(28.8), Assert.Single(Reconcile(source, waiting with { LastRequestAt = Now.AddDays(37) })).DueAt);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 100)]
    [InlineData(5_000, 600)]
    public void PP_8_What_fell_due_while_the_service_was_down_is_spread(int count, int windowSeconds)
    {
        var overdue = Enumerable.Range(0, count).Select(number => Sample.State($"f{number}") with { DueAt = Now.AddDays(-1) }).ToList();
        var draw = 0;
        var spread = FeedRoster.Spread(overdue, () => (double)draw++ / count, Now);
        Assert.Equal(count, spread.Count);
        Assert.All(spread, state => Assert.InRange(state.DueAt, Now, Now.AddSeconds(windowSeconds)));
        Assert.InRange(spread.Max(state => state.DueAt) - Now, TimeSpan.FromSeconds(windowSeconds * (count - 1d) / count) - TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(windowSeconds));
    }

    [Fact]
    public void PP_8_Spreading_only_lengthens_and_leaves_the_others_alone()
    {
        FeedState[] states =
        [
            Sample.State("new") with { LastRequestAt = null },
            Sample.State("later") with { DueAt = Now.AddMinutes(1) },
            Sample.State("gone") with { IsGone = true },
            Sample.State("paused") with { IsFollowed = false },
            Sample.State("now"),
        ];
        var spread = Assert.Single(FeedRoster.Spread(states, () => 0, Now));
        Assert.Equal(("now", Now), (spread.Id.Value, spread.DueAt));
    }

    private static IReadOnlyList<FeedState> Reconcile(FeedSource source, params FeedState[] states) =>
        FeedRoster.Reconcile(Sample.List(source), states, _spacing, null, Now);
}
