using FeedHub.Normalizing;

namespace FeedHub.Deduplicating;

/// <summary>F-47: nearly all items of a feed come under new keys.</summary>
public sealed class RenamingTests
{
    private static readonly FeedId _feed = new("a");

    public static TheoryData<string, Func<ParsedEntry, ParsedEntry>> Moves => new()
    {
        { "guids over https", item => item with { Id = item.Id!.Replace("http:", "https:", StringComparison.Ordinal) } },
        { "new guids", item => item with { Id = New(item) } },
        { "another host", item => item with { Id = Moved(item.Id), Link = Moved(item.Link) } },
        { "another host, new titles", item => item with { Id = Moved(item.Id), Link = Moved(item.Link), Title = new("New " + item.Title!.Value, IsHtml: false) } },
        { "new guids and links", item => item with { Id = New(item), Link = $"https://e.example/?p={New(item)}" } },
        { "new guids, no links", item => item with { Id = New(item), Link = null } },
        { "new guids and links, no dates", item => item with { Id = New(item), Link = $"https://e.example/?p={New(item)}", PublishedAt = null } },
        { "new guids and titles", item => item with { Id = New(item), Title = new(item.Title!.Value + "!, said once more", IsHtml: false) } },
        { "new guids and dates", item => item with { Id = New(item), PublishedAt = Sample.Now.AddMinutes(item.Id!.Length) } },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void F_47_Whatever_else_stays_tells_that_all_are_known(string change, Func<ParsedEntry, ParsedEntry> move)
    {
        Assert.NotEmpty(change);
        var items = Items(10);
        var moved = items.ConvertAll(item => move(item));
        var found = Find(items, moved);
        Assert.Equal(items.Select(KeyOf), moved.Select(item => (EntryKey?)found.GetValueOrDefault(item)));
    }

    [Theory]
    [InlineData(8, 2, 8)]
    [InlineData(7, 3, 0)]
    public void F_47_At_least_80_percent_must_have_changed(int changed, int unchanged, int expected)
    {
        var items = Items(changed + unchanged);
        Assert.Equal(expected, Find(items, [.. items.Select((item, index) => index < changed ? item with { Id = $"urn:new:{index}" } : item)]).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void F_47_What_is_dated_after_all_that_was_known_counts_as_new_and_for_nothing_else(int addedCount)
    {
        var items = Items(10);
        var added = Enumerable.Range(100, addedCount).Select(number => Sample.Item(number) with { PublishedAt = Sample.Now.AddHours(1) });
        var found = Find(items, [.. added, .. items.Take(10 - addedCount).Select(item => item with { Id = item.Id + "?" })]);
        Assert.Equal(10 - addedCount, found.Count);
    }

    [Fact]
    public void F_47_New_items_are_new_however_many()
    {
        var items = Items(10);
        Assert.Empty(Find(items, [.. Enumerable.Range(11, 10).Select(Item)]));
        Assert.Empty(Find(items, [.. Enumerable.Range(11, 9).Select(Item), items[0]]));
    }

    [Fact]
    public void F_47_Titles_that_come_again_every_week_are_no_sign()
    {
        static List<ParsedEntry> Week(int number) =>
        [
            .. Enum.GetNames<DayOfWeek>().Select((day, index) => new ParsedEntry
            {
                Id = $"urn:menu:{number}:{index}",
                Link = $"https://e.example/{number}/{index}",
                Title = new($"Menu of {day}", IsHtml: false),
                PublishedAt = Sample.Now.AddDays((number * 7) + index),
            }),
        ];
        Assert.Empty(Find(Week(0), Week(1)));
    }

    [Fact]
    public void F_47_An_item_that_is_alone_in_its_document_is_not_known_by_its_page_or_title_alone()
    {
        var item = Sample.Item(1) with { PublishedAt = null };
        Assert.Empty(Find([item], [item with { Id = "urn:new", Title = new("Another", IsHtml: false) }]));
        Assert.Empty(Find([item], [item with { Id = "urn:new", Link = "https://e.example/another" }]));
        Assert.Single(Find([item], [item with { Id = "urn:new" }]));
    }

    [Fact]
    public void F_47_What_several_share_tells_none_of_them()
    {
        var items = Items(10).ConvertAll(item => item with { Link = "https://e.example/", Title = null, Content = null, PublishedAt = null });
        Assert.Empty(Find(items, items.ConvertAll(item => item with { Id = item.Id + "?" })));
    }

    /// <summary>A name that has nothing in common with the old one.</summary>
    private static string New(ParsedEntry item) => NamedUuid.ForArticle(_feed, new EntryKey(item.Id!));

    private static string? Moved(string? address) => address?.Replace("http://e.example/", "https://blog.new.example/", StringComparison.Ordinal);

    private static EntryKey? KeyOf(ParsedEntry item) => new EntryKey("g:" + item.Id);

    private static ParsedEntry Item(int number) =>
        Sample.Item(number) with { Id = $"http://e.example/post/{number}", Link = $"http://e.example/post/{number}" };

    private static List<ParsedEntry> Items(int count) => [.. Enumerable.Range(1, count).Select(Item)];

    private static IReadOnlyDictionary<ParsedEntry, EntryKey> Find(IReadOnlyList<ParsedEntry> before, IReadOnlyList<ParsedEntry> after)
    {
        var known = Draft(before)
            .Select(draft => EntryNormalizer.Finish(draft, Sample.Profile, null, Sample.Now))
            .ToDictionary(entry => entry.Key);
        return Renaming.Find(EntryMatcher.Match(Draft(after), known), [.. known.Values.Select(EntryOutline.Of)]);
    }

    private static IReadOnlyList<EntryDraft> Draft(IReadOnlyList<ParsedEntry> items) =>
        EntryNormalizer.Draft(Sample.Feed(items), _feed, EntryKeyStep.Guid).Drafts;
}
