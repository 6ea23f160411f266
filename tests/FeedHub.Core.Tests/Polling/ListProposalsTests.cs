namespace FeedHub.Polling;

/// <summary>What polling has shown to be wrong with the list.</summary>
public sealed class ListProposalsTests
{
    private static readonly FeedSource _one = Sample.Source("one");
    private static readonly FeedSource _two = Sample.Source("two");

    [Fact]
    public void A_confirmed_move_is_proposed_and_a_watched_one_is_not()
    {
        Assert.Equal([("one", "https://new.example/")], Propose(Moved(_one, "https://new.example/", isConfirmed: true)));
        Assert.Empty(Propose(Moved(_one, "https://new.example/", isConfirmed: false)));
    }

    [Fact]
    public void A_feed_that_is_gone_is_to_be_taken_out() => Assert.Equal([("one", null)], Propose(State(_one) with { IsGone = true }));

    [Fact]
    public void A_feed_that_moved_to_another_of_the_list_is_its_duplicate_whichever_stands_first()
    {
        Assert.Equal([("one", null)], Propose(Moved(_one, _two.Url.AbsoluteUri, isConfirmed: true), State(_two)));
        Assert.Equal([("two", null)], Propose(State(_one), Moved(_two, _one.Url.AbsoluteUri, isConfirmed: true)));
    }

    [Fact]
    public void Two_that_moved_to_one_address_are_one() => Assert.Equal(
        [("one", "https://new.example/"), ("two", null)],
        Propose(Moved(_one, "https://new.example/", isConfirmed: true), Moved(_two, "https://new.example/", isConfirmed: true)));

    [Fact]
    public void Two_that_bring_the_same_bytes_are_one_unless_one_fails()
    {
        Assert.Equal([("two", null)], Propose(State(_one) with { BodyHash = "x" }, State(_two) with { BodyHash = "x" }));
        Assert.Empty(Propose(State(_one) with { BodyHash = "x" }, State(_two) with { BodyHash = "x", FailureCount = 1 }));
    }

    [Fact]
    public void A_feed_that_is_paused_or_has_another_address_by_now_proves_nothing()
    {
        var states = new[] { State(_one) with { IsGone = true }, State(_two) with { IsGone = true, Url = new Uri("https://before.example/") } };

        Assert.Empty(Propose(Sample.List(_one with { Paused = true }, _two), states));
    }

    private static IEnumerable<(string, string?)> Propose(params FeedState[] states) =>
        Propose(Sample.List([.. new[] { _one, _two }.Take(states.Length)]), states);

    private static IEnumerable<(string, string?)> Propose(FeedList list, FeedState[] states) => ListProposals
        .Of(list, states.ToDictionary(state => state.Id), url => url.AbsoluteUri)
        .Select(proposal => (proposal.Feed.Value, proposal.MovedTo?.AbsoluteUri));

    private static FeedState Moved(FeedSource source, string to, bool isConfirmed) =>
        State(source) with { Move = new PermanentMove(new Uri(to), DateTimeOffset.UnixEpoch, 3, isConfirmed) };

    private static FeedState State(FeedSource source) => new()
    {
        Id = source.Id,
        Url = source.Url,
        IsFollowed = true,
        DueAt = DateTimeOffset.UnixEpoch,
        DueReason = "",
        Floor = TimeSpan.FromHours(1),
    };
}
