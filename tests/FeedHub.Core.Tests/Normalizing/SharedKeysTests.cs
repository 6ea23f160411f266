using FeedHub.Deduplicating;

namespace FeedHub.Normalizing;

/// <summary>Items of one document that ask for one key (BAD-50): none is lost, and each keeps the key that it got.</summary>
public sealed class SharedKeysTests
{
    private static readonly FeedId _feed = new("a");

    [Theory]
    [InlineData(EntryKeyStep.Guid)]
    [InlineData(EntryKeyStep.Link)]
    [InlineData(EntryKeyStep.LinkAndDate)]
    [InlineData(EntryKeyStep.Content)]
    public void BAD_50_Items_without_a_text_that_differ_by_link_or_date_are_all_kept_on_every_step(EntryKeyStep step)
    {
        var items = Enumerable.Range(0, 12).Select(number => new ParsedEntry
        {
            Link = $"https://e.example/{number / 2}",
            PublishedAt = Sample.Now.AddHours(number % 2),
        });
        Assert.Equal(12, Draft(items, step).Drafts.Select(draft => draft.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BAD_50_Of_a_few_items_with_one_guid_the_oldest_keeps_it_and_none_is_dropped(bool dated)
    {
        var items = Items(40).Select((item, index) => item with
        {
            Id = index is 3 or 30 ? "post" : item.Id,
            PublishedAt = dated ? item.PublishedAt : null,
        });
        var drafted = Draft(items);
        Assert.Equal((40, EntryKeyStep.Guid, true), (drafted.Drafts.Count, drafted.KeyStep, drafted.SharesKeys));
        Assert.Equal(["l:e.example/4", "g:post"], new[] { 3, 30 }.Select(index => drafted.Drafts[index].Key.Value));
    }

    [Fact]
    public void BAD_50_Items_that_share_all_but_their_enclosure_are_kept()
    {
        var items = Enumerable.Range(1, 5).Select(number => Sample.Item(1) with { Enclosures = [new($"https://e.example/{number}.mp3", null, null)] });
        Assert.Equal(["c", "d", "g", "l", "x"], Draft(items).Drafts.Select(draft => draft.Key.Value[..1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_items_that_are_equal_or_versions_of_one_are_one()
    {
        var item = Sample.Item(1);
        Assert.Single(Draft([item, item with { }]).Drafts);
        var later = item with { Content = new("Mended", IsHtml: false), UpdatedAt = Sample.Now };
        Assert.Same(later, Assert.Single(Draft([item, later]).Drafts).Parsed);
        Assert.Same(later, Assert.Single(Draft([later, item with { UpdatedAt = Sample.Now.AddHours(-1) }]).Drafts).Parsed);
        Assert.Equal(2, Draft([item, item with { Content = new("Another", IsHtml: false) }]).Drafts.Count);
    }

    [Fact]
    public void BAD_50_In_any_order_of_its_items_a_document_gives_the_same_keys()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var chance = new Random(seed);
            var items = Crowd(chance, dated: true);
            var keys = KeysByItem(Draft(items).Drafts);
            Assert.Equal(items.Count, keys.Values.Distinct().Count());
            chance.Shuffle(Span(items));
            Assert.All(KeysByItem(Draft(items).Drafts), pair => Assert.Equal(keys[pair.Key], pair.Value));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BAD_50_Read_again_with_new_items_on_top_gone_ones_and_in_another_order_every_entry_keeps_its_key(bool dated)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var chance = new Random(seed);
            var items = Crowd(chance, dated);
            var first = items[10..];
            var keys = KeysByItem(Draft(first).Drafts);
            var known = Store(Draft(first).Drafts);

            var second = items[..^5];
            chance.Shuffle(Span(second));
            var drafted = Draft(second);
            var matches = EntryMatcher.Match(drafted.Drafts, known, sharesKeys: true);

            Assert.Equal(second.Count, matches.Count);
            Assert.Equal(matches.Count, matches.Select(match => match.Known?.Key ?? match.Draft.Key).Distinct().Count());
            Assert.All(
                matches.Where(match => keys.ContainsKey(match.Draft.Parsed)),
                match => Assert.Equal(keys[match.Draft.Parsed], match.Known?.Key));
            var added = matches.Where(match => match.Known is null).Select(match => match.Draft.Key);
            Assert.DoesNotContain(added, known.ContainsKey);
        }
    }

    [Fact]
    public void BAD_50_An_item_whose_guid_a_gone_one_had_neither_takes_its_place_nor_is_lost()
    {
        var old = Sample.Item(9) with { Id = "post" };
        var known = Store(Draft([old]).Drafts);
        var (draft, entry) = Assert.Single(EntryMatcher.Match(Draft([Sample.Item(1) with { Id = "post" }]).Drafts, known, sharesKeys: true));
        Assert.Null(entry);
        Assert.Equal("l:e.example/1", draft.Key.Value);
    }

    [Fact]
    public void BAD_50_An_edited_item_that_was_named_further_down_is_found_there_after_the_older_one_has_gone()
    {
        var known = Store(Draft([Sample.Item(1) with { Id = "post" }, .. Items(40).Skip(1), Sample.Item(60) with { Id = "post" }]).Drafts);
        var edited = Sample.Item(1) with { Id = "post", Content = new("Edited", IsHtml: false) };
        var (_, entry) = EntryMatcher.Match(Draft([edited, .. Items(40).Skip(1)]).Drafts, known, sharesKeys: true)[0];
        Assert.Equal("l:e.example/1", entry!.Key.Value);
    }

    [Theory]
    [InlineData("https://e.example/Post", "https://e.example/post")]
    [InlineData("https://e.example/post", "https://e.example/post/")]
    [InlineData("Post", "post")]
    public void BAD_50_Guids_are_compared_letter_by_letter(string one, string other) => Assert.Equal(
        [$"g:{one}", $"g:{other}"],
        Draft([Sample.Item(1) with { Id = one }, Sample.Item(2) with { Id = other }]).Drafts.Select(draft => draft.Key.Value));

    [Theory]
    [InlineData("post", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void BAD_50_Guids_that_all_items_share_are_called_unstable_but_not_those_that_are_not_there(string? guid, bool isUnstable) =>
        Assert.Equal(isUnstable, Draft(Items(10).Select(item => item with { Id = guid })).HasUnstableGuids);

    /// <summary>Forty items, the newest first, that share guids, links, dates, titles and texts in every way, no two alike.</summary>
    private static List<ParsedEntry> Crowd(Random chance, bool dated) =>
    [
        .. Enumerable.Range(0, 40).Select(number => new ParsedEntry
        {
            Id = chance.Next(3) == 0 ? null : $"urn:example:{chance.Next(20)}",
            Link = chance.Next(3) == 0 ? null : $"https://e.example/{chance.Next(10)}",
            Title = chance.Next(2) == 0 ? null : new($"Title {chance.Next(5)}", IsHtml: false),
            PublishedAt = dated ? Sample.Now.AddHours(-chance.Next(3) - (number / 4 * 3)) : null,
            CommentsUrl = $"https://e.example/comments/{number}",
        }),
    ];

    private static Span<ParsedEntry> Span(List<ParsedEntry> items) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items);

    private static IEnumerable<ParsedEntry> Items(int count) => Enumerable.Range(1, count).Select(Sample.Item);

    private static Dictionary<ParsedEntry, EntryKey> KeysByItem(IEnumerable<EntryDraft> drafts) =>
        drafts.ToDictionary(draft => draft.Parsed, draft => draft.Key);

    private static Dictionary<EntryKey, Entry> Store(IEnumerable<EntryDraft> drafts) => drafts
        .Select(draft => EntryNormalizer.Finish(draft, Sample.Profile, null, Sample.Now))
        .ToDictionary(entry => entry.Key);

    private static DraftedFeed Draft(IEnumerable<ParsedEntry> items, EntryKeyStep step = EntryKeyStep.Guid) =>
        EntryNormalizer.Draft(Sample.Feed(items), _feed, step);
}
