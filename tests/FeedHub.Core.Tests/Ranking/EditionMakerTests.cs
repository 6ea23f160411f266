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

    private static Edition Next(Edition last, DateTimeOffset now, params string[] frontPage) =>
        EditionMaker.Next(last, [(RankedList.WholeName, frontPage)], id => id, _keep, now);
}
