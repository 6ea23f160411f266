namespace FeedHub.Polling;

public sealed class FeedLifeRuleTests
{
    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData("http-500", 0, FeedLife.Slow)]
    [InlineData("http-500", 13.9, FeedLife.Slow)]
    [InlineData("http-500", 14, FeedLife.Failing)]
    [InlineData("http-500", 90, FeedLife.Dead)]
    [InlineData("http-401", 1, FeedLife.Unauthorized)]
    [InlineData("http-403", 1, FeedLife.Unauthorized)]
    [InlineData("html", 1, FeedLife.NotAFeed)]
    [InlineData("html", 15, FeedLife.Failing)]
    [InlineData("egress-suspect", 100, FeedLife.EgressSuspect)]
    public void PP_12_PP_13_A_failing_feed_is_named_by_why_and_how_long(string outcome, double days, FeedLife expected) => Assert.Equal(
        expected, FeedLifeRule.Of(Sample.State("a") with { LastOutcome = outcome, FailureCount = 1, FailingSince = Now.AddDays(-days) }, Now));

    [Fact]
    public void A_feed_that_is_read_is_active_and_moved_where_it_moved()
    {
        var state = Sample.State("a") with { LastOutcome = "ok" };
        Assert.Equal(FeedLife.Active, FeedLifeRule.Of(state, Now));
        Assert.Equal(FeedLife.Moved, FeedLifeRule.Of(state with { Move = new(state.Url, Now, 3, IsConfirmed: true) }, Now));
        Assert.Equal(FeedLife.New, FeedLifeRule.Of(state with { LastOutcome = null }, Now));
        Assert.Equal(FeedLife.Paused, FeedLifeRule.Of(state with { IsFollowed = false }, Now));
        Assert.Equal(FeedLife.Gone, FeedLifeRule.Of(state with { IsGone = true, IsFollowed = false }, Now));
    }
}
