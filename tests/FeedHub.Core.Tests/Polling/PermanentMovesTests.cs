namespace FeedHub.Polling;

public sealed class PermanentMovesTests
{
    private static readonly Uri _new = new("https://new.example/feed");

    private static DateTimeOffset Now => Sample.Now;

    [Fact]
    public void PP_14_A_move_takes_three_visits_over_two_days()
    {
        var state = Sample.State("a");
        bool[] confirmed = [.. new[] { 0, 24, 47, 48, 49 }.Select(hour =>
        {
            state = state with { Move = PermanentMoves.After(state, _new, isSuccess: true, Now.AddHours(hour)) };
            return state.Move!.IsConfirmed;
        })];
        Assert.Equal([false, false, false, true, true], confirmed);
        Assert.Equal(_new, state.VisitUrl);
        Assert.Equal("https://a.example/feed", state.Url.AbsoluteUri);
    }

    [Fact]
    public void PP_14_Two_visits_confirm_nothing_however_long_they_lie_apart()
    {
        var state = Sample.State("a") with { Move = new(_new, Now.AddDays(-30), 1, IsConfirmed: false) };
        Assert.False(PermanentMoves.After(state, _new, isSuccess: true, Now)!.IsConfirmed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://other.example/feed")]
    public void F_24_A_move_that_changes_or_ends_begins_anew(string? movedTo)
    {
        var state = Sample.State("a") with { Move = new(_new, Now.AddDays(-3), 2, IsConfirmed: false) };
        var move = PermanentMoves.After(state, movedTo is null ? null : new Uri(movedTo), isSuccess: true, Now);
        Assert.Equal(movedTo, move?.To.AbsoluteUri);
        Assert.True(move is null || (move.Count == 1 && move.FirstSeenAt == Now));
    }

    [Fact]
    public void PP_14_A_redirect_to_what_is_no_feed_confirms_nothing_and_a_failure_on_the_way_forgets_nothing()
    {
        var state = Sample.State("a") with { Move = new(_new, Now.AddDays(-3), 2, IsConfirmed: false) };
        Assert.Null(PermanentMoves.After(state, _new, isSuccess: false, Now));
        Assert.Equal(state.Move, PermanentMoves.After(state, null, isSuccess: false, Now));
    }

    [Fact]
    public void A_confirmed_move_that_turns_out_a_dead_end_leads_back_to_the_list()
    {
        var state = Sample.State("a") with { Move = new(_new, Now.AddDays(-3), 3, IsConfirmed: true) };
        Assert.NotNull(PermanentMoves.After(state with { FailureCount = 2 }, null, isSuccess: false, Now));
        Assert.Null(PermanentMoves.After(state with { FailureCount = 3 }, null, isSuccess: false, Now));
    }
}
