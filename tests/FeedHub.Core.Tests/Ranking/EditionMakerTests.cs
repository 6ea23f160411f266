namespace FeedHub.Ranking;

public sealed class EditionMakerTests
{
    private static readonly TimeSpan _keep = TimeSpan.FromDays(7);

    private static DateTimeOffset Now => Sample.Now;

    [Fact]
    public void An_edition_made_twice_from_the_same_is_the_same_object()
    {
        var first = Next(Edition.Empty, Now, "a", "b");
        Assert.Same(first, Next(first, Now, "a", "b"));
        Assert.Same(first, Next(first, Now.AddDays(30), "a", "b"));

        var second = Next(first, Now.AddHours(1), "b");
        Assert.Same(second, Next(second, Now.AddHours(2), "b"));
        Assert.Same(Edition.Empty, Next(Edition.Empty, Now));
    }

    [Fact]
    public void Each_change_is_a_new_number()
    {
        var first = Next(Edition.Empty, Now, "a", "b");
        var second = Next(first, Now.AddHours(1), "b", "a");
        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(first.Whole.Listed, second.Whole.Listed);
        Assert.Equal(["b", "a"], second.Whole.FrontPage);
    }

    [Fact]
    public void What_was_listed_last_stands_first_and_of_those_listed_together_the_better()
    {
        var first = Next(Edition.Empty, Now, "b", "a");
        var second = Next(first, Now.AddHours(1), "a", "d", "c", "b");
        Assert.Equal(["d", "c", "b", "a"], second.Whole.Listed.Select(listing => listing.StoryId));
    }

    [Fact]
    public void A_story_stays_listed_for_a_while_after_it_left()
    {
        var edition = Next(Edition.Empty, Now, "a", "b");
        edition = Next(edition, Now.AddHours(1), "b");
        Assert.Equal(Now.AddHours(1), Assert.Single(edition.Whole.Listed, listing => listing.StoryId == "a").LeftAt);

        Assert.Equal(2, Next(edition, Now.AddHours(1) + _keep - TimeSpan.FromMilliseconds(1), "b").Whole.Listed.Count);
        Assert.Equal(["b"], Next(edition, Now.AddHours(1) + _keep, "b").Whole.Listed.Select(listing => listing.StoryId));
    }

    [Fact]
    public void A_story_that_returns_keeps_the_moment_of_its_first_listing()
    {
        var edition = Next(Edition.Empty, Now, "a");
        edition = Next(edition, Now.AddHours(1), "b");
        edition = Next(edition, Now.AddHours(2), "a", "b");
        Assert.Equal(new Listing("a", Now, null), edition.Whole.Listed[^1]);
    }

    [Fact]
    public void At_most_two_hundred_are_listed_and_the_oldest_goes_first()
    {
        var edition = Edition.Empty;
        for (var hour = 0; hour < 150; hour++)
        {
            edition = Next(edition, Now.AddHours(hour), $"a{hour}", $"b{hour}");
        }

        Assert.Equal(200, edition.Whole.Listed.Count);
        Assert.Equal("a149", edition.Whole.Listed[0].StoryId);
        Assert.Equal("b50", edition.Whole.Listed[^1].StoryId);
        Assert.Same(edition, Next(edition, Now.AddHours(150), "a149", "b149"));
    }

    [Fact]
    public void Each_list_keeps_its_own_listings()
    {
        var first = Next(Edition.Empty, Now, id => id, ("", ["a", "b"]), ("news", ["b"]));
        var second = Next(first, Now.AddHours(1), id => id, ("", ["a", "b"]), ("news", ["a"]));

        Assert.Equal(first.Whole.Listed, second.Whole.Listed);
        Assert.Equal([new("a", Now.AddHours(1), null), new("b", Now, Now.AddHours(1))], second.Of("news").Listed);
        Assert.Empty(second.Of("unknown").Listed);
    }

    [Fact]
    public void A_channel_that_comes_empty_makes_no_edition_and_one_that_goes_does()
    {
        var first = Next(Edition.Empty, Now, id => id, ("", ["a"]), ("news", ["a"]));
        Assert.Same(first, Next(first, Now, id => id, ("", ["a"]), ("news", ["a"]), ("empty", [])));
        Assert.Equal(["", "news"], first.Lists.Select(list => list.Name));
        Assert.Equal((2, 1), (Next(first, Now, id => id, ("", ["a"])).Number, Next(first, Now, id => id, ("", ["a"])).Lists.Count));
    }

    [Fact]
    public void A_story_that_was_taken_into_another_brings_the_moment_of_its_listing()
    {
        var edition = Next(Edition.Empty, Now, "old");
        edition = Next(edition, Now.AddHours(1), "kept", "old");
        edition = Next(edition, Now.AddHours(2), id => id == "old" ? "kept" : id, ("", ["kept"]));
        Assert.Equal([new Listing("kept", Now, null)], edition.Whole.Listed);
    }

    [Fact]
    public void A_listed_story_that_was_taken_into_one_that_never_was_is_listed_under_its_id()
    {
        var edition = Next(Next(Edition.Empty, Now, "lost", "other"), Now.AddHours(1), "other");
        edition = Next(edition, Now.AddHours(2), id => id == "lost" ? "kept" : id, ("", ["other"]));
        Assert.Equal([new("kept", Now, Now.AddHours(1)), new("other", Now, null)], edition.Whole.Listed.OrderBy(listing => listing.StoryId, StringComparer.Ordinal));
    }

    [Fact]
    public void Of_two_listings_that_became_one_the_later_leaving_counts()
    {
        var edition = Next(Next(Next(Edition.Empty, Now, "a", "b"), Now.AddHours(1), "b"), Now.AddHours(2));
        edition = Next(edition, Now.AddHours(3), id => "a", ("", []));
        Assert.Equal([new Listing("a", Now, Now.AddHours(2))], edition.Whole.Listed);
    }

    [Fact]
    public void What_is_withdrawn_goes_at_once()
    {
        var edition = Next(Edition.Empty, Now, "a", "b");
        edition = Next(edition, Now.AddMinutes(1), id => id == "a" ? null : id, ("", ["b"]));
        Assert.Equal([new Listing("b", Now, null)], edition.Whole.Listed);
    }

    private static Edition Next(
        Edition last, DateTimeOffset now, Func<string, string?> resolve, params (string Name, IReadOnlyList<string> FrontPage)[] frontPages) =>
        EditionMaker.Next(last, frontPages, resolve, _keep, now);

    private static Edition Next(Edition last, DateTimeOffset now, params string[] frontPage) =>
        EditionMaker.Next(last, [(RankedList.WholeName, frontPage)], id => id, _keep, now);
}
