namespace FeedHub.Polling;

public sealed class ClockRuleTests
{
    private static DateTimeOffset Now => Sample.Now;

    [Theory]
    [InlineData(0, false)]
    [InlineData(-0.9, false)]
    [InlineData(300, false)]
    [InlineData(-1.1, true)]
    [InlineData(-20_000, true)]
    [InlineData(29_000, true)]
    public void F_28_A_clock_far_from_what_the_store_remembers_is_doubted(double days, bool isDoubted) =>
        Assert.Equal(isDoubted, ClockRule.DoubtIn(Now.AddDays(days), Now) is not null);

    [Fact]
    public void F_28_A_store_that_remembers_nothing_doubts_nothing()
    {
        Assert.Null(ClockRule.DoubtIn(DateTimeOffset.UnixEpoch, null));
        Assert.Null(ClockRule.Newest([]));
        Assert.Null(ClockRule.Newest([Sample.State("a") with { LastRequestAt = null }]));
    }

    [Fact]
    public void F_28_The_newest_moment_is_that_of_the_last_request_or_document()
    {
        FeedState[] states =
        [
            Sample.State("a") with { LastRequestAt = null, LastDocumentAt = Now.AddDays(-1) },
            Sample.State("b") with { LastRequestAt = Now.AddHours(-3), LastDocumentAt = Now.AddHours(-2) },
            Sample.State("c") with { LastRequestAt = Now.AddHours(-1), LastDocumentAt = Now.AddHours(-4) },
        ];
        Assert.Equal(Now.AddHours(-1), ClockRule.Newest(states));
        Assert.Equal(Now.AddHours(-2), ClockRule.Newest(states[..2]));
        Assert.Equal(Now.AddDays(-1), ClockRule.Newest(states[..1]));
    }
}
