namespace FeedHub.Polling;

public sealed class OperatorWishTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(5);

    private static readonly FeedState Feed = new()
    {
        Id = new FeedId("one"),
        Url = new Uri("https://example.org/feed"),
        IsFollowed = true,
        DueAt = Now.AddHours(1),
        DueReason = "",
        Floor = TimeSpan.FromHours(1),
        LastOutcome = "ok",
    };

    [Fact]
    public void A_paused_feed_is_not_visited_and_says_so_and_a_second_pause_changes_nothing()
    {
        var paused = OperatorWish.Pause(Feed, Now);

        Assert.False(paused.IsPollable);
        Assert.Equal(FeedLife.Paused, FeedLifeRule.Of(paused, Now));
        Assert.Equal("paused", PollSchedule.ReasonToSkip(paused, new PollSpacing(MinInterval, MinInterval, MinInterval), Now));
        Assert.Equal(Now, OperatorWish.Pause(paused, Now.AddDays(1)).PausedAt);
    }

    [Fact]
    public void A_resumed_feed_is_due_at_once_but_never_within_the_shortest_interval_of_its_last_request()
    {
        var paused = OperatorWish.Pause(Feed with { LastRequestAt = Now.AddMinutes(-2) }, Now);

        Assert.Equal(Now.AddMinutes(3), OperatorWish.Resume(paused, MinInterval, Now).DueAt);
        Assert.Equal(Now.AddHours(1), OperatorWish.Resume(paused, MinInterval, Now.AddHours(1)).DueAt);
        Assert.True(OperatorWish.Resume(Feed with { IsGone = true }, MinInterval, Now).IsPollable);
        Assert.Same(Feed, OperatorWish.Resume(Feed, MinInterval, Now));
    }

    [Fact]
    public void A_feed_whose_origin_rests_is_due_again_and_others_stay_as_they_are()
    {
        var resting = Feed with { BlockedUntil = Now.AddHours(5), DueAt = Now.AddHours(5) };

        var woken = OperatorWish.Unblock(resting, MinInterval, Now);

        Assert.Null(woken.BlockedUntil);
        Assert.Equal(Now, woken.DueAt);
        Assert.Same(Feed, OperatorWish.Unblock(Feed, MinInterval, Now));
    }
}
