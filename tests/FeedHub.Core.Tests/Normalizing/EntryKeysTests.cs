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

    /// <summary>Another way to join what is hashed would make each known entry a new or a changed one.</summary>
    [Fact]
    public void Hashes_of_an_item_are_what_they_have_always_been()
    {
        var item = Item(1) with
        {
            Link = "https://e.example/1#part",
            Rights = "Free",
            Language = "en",
            Authors = [new("Ann", "ann@e.example", "https://e.example/ann")],
            Categories = [new("news", "https://e.example/terms", "News")],
            Enclosures = [new("https://e.example/a.mp3", "audio/mpeg", 12)],
        };
        var draft = Draft([item]).Drafts[0];

        Assert.Equal("5acf0d65500118dd7db2553028b958ed96ecc4e5d5b960ef2eaffdb6fe6c6217", draft.SourceHash);
        Assert.Equal(
            [
                "l:e.example/1#part",
                "d:e.example/1#part\n1795518000000",
                "c:bb5c74f5f878e86d7659aa9b07bcd47020b950bdde854b83e5f76bfa0cff8d61",
                "x:cca7fa93ed215e3c579ceb8771b7b58ca0bfb387e9132fccde5de2bac47e0723",
                "s:9bfc3d8989fc1762c2d8ab7a9ac731cc946e60d40c1db1b86b283731e984bcf4",
            ],
            draft.OtherKeys.Select(key => key.Value));
        Assert.Equal("g#5c0e0ea421571c300b5df6aec0a118b5c3dc02e0683a546341d5efc689df2f58", KeysOf(item with { Id = new string('x', 2_000) }).Single());
    }

    private static ParsedEntry Item(int number) => Sample.Item(number);

    private static IEnumerable<ParsedEntry> Items(int count) => Enumerable.Range(1, count).Select(Sample.Item);

    private static DraftedFeed Draft(IEnumerable<ParsedEntry> items) => EntryNormalizer.Draft(Sample.Feed(items), new("a"), EntryKeyStep.Guid);

    private static List<string> KeysOf(params ParsedEntry[] items) => [.. Draft(items).Drafts.Select(draft => draft.Key.Value)];
}
