namespace FeedHub.Normalizing;

/// <summary>The ladder of keys (CONTRACT, Entry; BAD-50, F-47).</summary>
public sealed class EntryKeysTests
{
    [Fact]
    public void A_guid_is_the_key() => Assert.Equal("g:urn:example:1", KeysOf(Item(1)).Single());

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData(null)]
    public void Without_a_guid_the_canonical_link_is_the_key(string? id) =>
        Assert.Equal("l:e.example/1", KeysOf(Item(1) with { Id = id, Link = "http://e.example/1/?utm_source=x" }).Single());

    [Fact]
    public void The_fragment_is_part_of_the_key() => Assert.Equal(
        ["l:e.example/page#a", "l:e.example/page#b"],
        KeysOf(Item(1) with { Id = null, Link = "https://e.example/page#a" }, Item(2) with { Id = null, Link = "https://e.example/page#b" }));

    [Fact]
    public void A_link_that_every_item_has_is_told_apart_by_date()
    {
        var keys = KeysOf([.. Items(3).Select(item => item with { Id = null, Link = "https://e.example/" })]);
        Assert.Equal(3, keys.Count);
        Assert.All(keys, key => Assert.StartsWith("d:e.example\n", key, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_there_is_nothing_else_the_content_is_the_key()
    {
        var keys = KeysOf([.. Items(3).Select(item => item with { Id = null, Link = null })]);
        Assert.Equal(3, keys.Count);
        Assert.All(keys, key => Assert.Equal(66, key.Length));
        Assert.Equal(keys, KeysOf([.. Items(3).Select(item => item with { Id = null, Link = null, PublishedAt = null })]));
    }

    [Theory]
    [InlineData(1024, 'g', ':')]
    [InlineData(1025, 'g', '#')]
    [InlineData(1024 * 1024, 'g', '#')]
    public void A_guid_over_1_KiB_is_hashed(int length, char step, char sign)
    {
        var key = KeysOf(Item(1) with { Id = new string('x', length) }).Single();
        Assert.Equal(step, key[0]);
        Assert.Equal(sign, key[1]);
        Assert.InRange(key.Length, 66, 1026);
        Assert.NotEqual(key, KeysOf(Item(1) with { Id = new string('x', length) + "y" }).Single());
    }

    [Theory]
    [InlineData("https://e.example/A", "https://e.example/a")]
    [InlineData("https://e.example/a", "https://e.example/a/")]
    public void Guids_that_differ_by_a_letter_are_two(string one, string other) =>
        Assert.Equal(2, KeysOf(Item(1) with { Id = one }, Item(2) with { Id = other }).Count);

    [Theory]
    [InlineData(20, 1, EntryKeyStep.Guid)]
    [InlineData(20, 2, EntryKeyStep.Link)]
    [InlineData(100, 5, EntryKeyStep.Guid)]
    [InlineData(100, 6, EntryKeyStep.Link)]
    [InlineData(1, 1, EntryKeyStep.Link)]
    public void More_than_5_percent_of_empty_guids_lead_a_step_down(int count, int emptyCount, EntryKeyStep expected)
    {
        var drafted = Draft(Items(count).Select((item, index) => index < emptyCount ? item with { Id = "" } : item));
        Assert.Equal(expected, drafted.KeyStep);
        Assert.Equal(count, drafted.Drafts.Count);
    }

    [Theory]
    [InlineData(21, 2, EntryKeyStep.Guid)]
    [InlineData(19, 2, EntryKeyStep.Link)]
    [InlineData(10, 10, EntryKeyStep.Link)]
    public void More_than_5_percent_of_repeated_guids_lead_a_step_down(int count, int sharing, EntryKeyStep expected) => Assert.Equal(
        expected, Draft(Items(count).Select((item, index) => index < sharing ? item with { Id = "post" } : item)).KeyStep);

    [Fact]
    public void A_feed_stays_on_its_step()
    {
        var drafted = EntryNormalizer.Draft(Sample.Feed(Items(10)), new("a"), EntryKeyStep.Link);
        Assert.Equal(EntryKeyStep.Link, drafted.KeyStep);
        Assert.Equal("l:e.example/1", drafted.Drafts[0].Key.Value);
        Assert.Equal("g:urn:example:1", Assert.Single(drafted.Drafts[0].EarlierKeys).Value);
    }

    [Fact]
    public void Earlier_keys_that_several_items_have_are_not_looked_for()
    {
        var drafted = Draft(Items(10).Select((item, index) => index < 9 ? item with { Id = "post" } : item));
        Assert.All(drafted.Drafts.Take(9), draft => Assert.Empty(draft.EarlierKeys));
        Assert.Equal("g:urn:example:10", Assert.Single(drafted.Drafts[9].EarlierKeys).Value);
    }

    [Fact]
    public void An_item_that_stands_twice_in_a_document_is_one_and_no_reason_to_step_down()
    {
        var drafted = Draft([.. Items(3), Item(2)]);
        Assert.Equal(EntryKeyStep.Guid, drafted.KeyStep);
        Assert.Equal(["g:urn:example:1", "g:urn:example:2", "g:urn:example:3"], drafted.Drafts.Select(draft => draft.Key.Value));
    }

    [Fact]
    public void An_item_and_its_later_version_are_one_and_no_reason_to_step_down()
    {
        var later = Item(2) with { Content = new("<p>Corrected</p>", IsHtml: true), UpdatedAt = Sample.Now };
        Assert.Equal(EntryKeyStep.Guid, Draft([.. Items(3), later]).KeyStep);
    }

    [Fact]
    public void Items_with_one_guid_one_link_and_one_date_but_other_titles_are_all_kept() => Assert.Equal(
        3, Draft(Items(3).Select(item => item with { Id = "x", Link = "https://e.example/", PublishedAt = Sample.Now })).Drafts.Count);

    [Fact]
    public void No_item_is_lost_whatever_the_step() => Assert.All(
        Enum.GetValues<EntryKeyStep>(),
        step => Assert.Equal(50, EntryNormalizer.Draft(Sample.Feed(Items(50)), new("a"), step).Drafts.Count));

    private static ParsedEntry Item(int number) => Sample.Item(number);

    private static IEnumerable<ParsedEntry> Items(int count) => Enumerable.Range(1, count).Select(Sample.Item);

    private static DraftedFeed Draft(IEnumerable<ParsedEntry> items) => EntryNormalizer.Draft(Sample.Feed(items), new("a"), EntryKeyStep.Guid);

    private static List<string> KeysOf(params ParsedEntry[] items) => [.. Draft(items).Drafts.Select(draft => draft.Key.Value)];
}
