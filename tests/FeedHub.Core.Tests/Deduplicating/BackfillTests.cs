namespace FeedHub.Deduplicating;

public sealed class BackfillTests
{
    [Theory]
    [InlineData(true, true, 10)]
    [InlineData(true, false, 30)]
    [InlineData(false, true, 30)]
    public void Only_a_feed_that_joins_later_is_held_to_its_ten_newest(bool isFirstVisit, bool firstRoundDone, int count) =>
        Assert.Equal(count, Backfill.Choose(Entries(30), isFirstVisit, firstRoundDone).Count);

    [Fact]
    public void The_ten_newest_are_chosen_whatever_the_order()
    {
        var chosen = Backfill.Choose([.. Entries(30).Reverse()], isFirstVisit: true, firstRoundDone: true);
        Assert.All(Entries(30), (entry, index) => Assert.Equal(index < 10, chosen.Contains(entry.Key)));
    }

    [Fact]
    public void Undated_entries_come_last_and_then_in_the_order_of_the_document()
    {
        var undated = Entries(12).Select(entry => entry with { PublishedAt = null }).ToList();
        var chosen = Backfill.Choose(undated, isFirstVisit: true, firstRoundDone: true);
        Assert.All(undated, (entry, index) => Assert.Equal(index < 10, chosen.Contains(entry.Key)));

        var updated = undated[11] with { UpdatedAt = Sample.Now };
        Assert.Contains(updated.Key, Backfill.Choose([.. undated.SkipLast(1), updated], isFirstVisit: true, firstRoundDone: true));
    }

    private static IReadOnlyList<Entry> Entries(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => Sample.Entry("a", $"g:{number}", null) with { PublishedAt = Sample.Now.AddDays(-number) }),
    ];
}
