using FeedHub.Normalizing;

namespace FeedHub.Deduplicating;

public sealed class EntryMatcherTests
{
    private static readonly FeedId _feed = new("a");

    [Fact]
    public void A_known_key_is_a_known_entry()
    {
        var known = Store(Draft(EntryKeyStep.Guid, Sample.Item(1)));
        var matched = Match(Draft(EntryKeyStep.Guid, Sample.Item(1), Sample.Item(2)), known);
        Assert.Equal([known.Values.Single(), null], matched);
    }

    [Fact]
    public void After_a_step_down_entries_are_found_under_their_earlier_keys()
    {
        var known = Store(Draft(EntryKeyStep.Guid, Sample.Item(1), Sample.Item(2)));
        Assert.Equal(known.Values, Match(Draft(EntryKeyStep.Link, Sample.Item(1), Sample.Item(2)), known));
        Assert.Equal(known.Values, Match(Draft(EntryKeyStep.Content, Sample.Item(1), Sample.Item(2)), known));
    }

    [Fact]
    public void An_earlier_key_alone_proves_nothing()
    {
        var known = Store(Draft(EntryKeyStep.Guid, Sample.Item(1)));
        var reused = Sample.Item(2) with { Id = "urn:example:1" };
        Assert.Equal([null], Match(Draft(EntryKeyStep.Link, reused), known));
        Assert.NotNull(Match(Draft(EntryKeyStep.Link, reused with { Title = Sample.Item(1).Title }), known)[0]);
        Assert.NotNull(Match(Draft(EntryKeyStep.Link, reused with { Link = Sample.Item(1).Link + "?utm_source=x" }), known)[0]);
    }

    [Fact]
    public void BAD_50_A_guid_that_all_items_share_hides_none_of_them()
    {
        var known = Store(Draft(EntryKeyStep.Guid, Sample.Item(1) with { Id = "post" }));
        var drafts = Draft(EntryKeyStep.Guid, [.. Enumerable.Range(1, 10).Select(number => Sample.Item(number) with { Id = "post" })]);
        Assert.Equal(10, Match(drafts, known).Count);
        Assert.All(Match(drafts, known), Assert.Null);
    }

    [Fact]
    public void All_keys_are_asked_for_once()
    {
        var drafts = Draft(EntryKeyStep.Link, Sample.Item(1), Sample.Item(2));
        Assert.Equal(
            ["l:e.example/1", "g:urn:example:1", "l:e.example/2", "g:urn:example:2"], EntryMatcher.KeysOf([.. drafts, .. drafts]).Select(key => key.Value));
    }

    [Fact]
    public void The_same_reading_changes_nothing() => Assert.Null(EntryMatcher.Compare(Known(), Known()));

    [Theory]
    [InlineData("A title!", "")]
    [InlineData("a  title", "")]
    [InlineData("A title", "<b>bold</b>")]
    [InlineData("A title", "<img src='https://ads.example/?nonce=1'>")]
    [InlineData("A title", "one")]
    public void F_50_A_small_edit_is_touched_and_the_old_text_stays(string title, string added)
    {
        var known = Known();
        var reading = known with { Title = title, Content = known.Content + added, SourceHash = "other", ChangedAt = Sample.Now.AddHours(1) };
        var change = Assert.IsType<EntryChange.Touched>(EntryMatcher.Compare(known, reading));
        Assert.Equal(known with { SourceHash = "other" }, change.Entry);
    }

    [Theory]
    [InlineData("Another title", "", false)]
    [InlineData("A title", "and a whole new paragraph of many words that was not there before the author came back to it", false)]
    [InlineData("A title", "<p>quite another text</p>", true)]
    public void A_big_edit_is_revised(string title, string text, bool replaces)
    {
        var known = Known();
        var reading = known with { Title = title, Content = replaces ? text : known.Content + text, SourceHash = "other" };
        Assert.Equal(reading, Assert.IsType<EntryChange.Revised>(EntryMatcher.Compare(known, reading)).Entry);
    }

    [Fact]
    public void BAD_53_Many_small_edits_are_measured_against_what_is_shown()
    {
        var known = Known();
        var revisedAt = Enumerable.Range(1, 50).First(count =>
        {
            var words = Words().Select((word, index) => index < count * 2 ? $"new{index}" : word);
            var change = EntryMatcher.Compare(known, known with { Content = string.Join(' ', words), SourceHash = $"{count}" });
            known = change!.Entry;
            return change is EntryChange.Revised;
        });
        Assert.InRange(revisedAt, 2, 10);
    }

    [Fact]
    public void F_49_An_entry_that_retention_took_is_remembered_and_never_revived()
    {
        var removed = Known() with { Summary = null, Content = null, IsRemoved = true };
        var change = Assert.IsType<EntryChange.Touched>(EntryMatcher.Compare(removed, Known() with { Title = "Another", SourceHash = "other" }));
        Assert.Equal(removed with { SourceHash = "other" }, change.Entry);
    }

    private static IEnumerable<string> Words() => Enumerable.Range(0, 100).Select(number => $"word{number}");

    private static Entry Known() =>
        Sample.Entry("a", "g:1", "https://e.example/1") with { Content = $"<p>{string.Join(' ', Words())}</p>", ArticleId = "urn:example:1" };

    private static IReadOnlyList<EntryDraft> Draft(EntryKeyStep step, params ParsedEntry[] items) =>
        EntryNormalizer.Draft(Sample.Feed(items), _feed, step).Drafts;

    private static Dictionary<EntryKey, Entry> Store(IEnumerable<EntryDraft> drafts) => drafts
        .Select(draft => EntryNormalizer.Finish(draft, Sample.Profile, null, Sample.Now))
        .ToDictionary(entry => entry.Key);

    private static List<Entry?> Match(IReadOnlyList<EntryDraft> drafts, Dictionary<EntryKey, Entry> known) =>
        [.. EntryMatcher.Match(drafts, known).Select(match => match.Known)];
}
