using FeedHub.Rendering;

namespace FeedHub.Normalizing;

public sealed class EntryNormalizerTests
{
    private static readonly ParsedEntry _item = Sample.Item(1);

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1989-12-31T23:59:59Z")]
    [InlineData("2200-01-02T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void BAD_51_A_date_that_was_never_set_is_absent(string date)
    {
        var entry = Finish(_item with { PublishedAt = At(date), UpdatedAt = At(date) });
        Assert.Null(entry.PublishedAt);
        Assert.Null(entry.UpdatedAt);
    }

    [Theory]
    [InlineData("1990-01-01T00:00:00Z", "1990-01-01T00:00:00Z")]
    [InlineData("2027-03-01T12:00:00.1239Z", "2027-03-01T12:00:00.123Z")]
    [InlineData("2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00Z")]
    public void A_date_is_kept_in_UTC_and_whole_milliseconds(string date, string expected)
    {
        var kept = Finish(_item with { PublishedAt = At(date) }).PublishedAt!.Value;
        Assert.Equal(At(expected), kept);
        Assert.Equal(TimeSpan.Zero, kept.Offset);
    }

    [Theory]
    [InlineData("A title", "Text", "https://e.example/a", "A title")]
    [InlineData(null, "First words", "https://e.example/a", "First words")]
    [InlineData(" \u200B ", "First words", "https://e.example/a", "First words")]
    [InlineData(null, null, "https://e.example/a/b/", "e.example/a/b")]
    [InlineData("", "\u00A0", null, "24 November 2026")]
    public void BAD_45_A_title_is_never_empty(string? title, string? text, string? link, string expected) => Assert.Equal(expected, Finish(_item with
    {
        Title = title is null ? null : new(title, IsHtml: false),
        Content = text is null ? null : new(text, IsHtml: true),
        Link = link,
    }).Title);

    [Fact]
    public void BAD_45_Without_anything_an_entry_is_untitled() =>
        Assert.Equal("Untitled", Finish(new ParsedEntry { Id = "urn:example:1" }).Title);

    [Fact]
    public void A_long_text_stands_for_its_title_up_to_the_end_of_a_word()
    {
        var words = Finish(_item with { Title = null, Content = new(string.Concat(Enumerable.Repeat("words ", 50)), IsHtml: false) }).Title;
        Assert.EndsWith("words…", words, StringComparison.Ordinal);
        Assert.InRange(words.Length, 60, 81);

        var faces = Finish(_item with { Title = null, Content = new("x" + string.Concat(Enumerable.Repeat("😀", 50)), IsHtml: false) }).Title;
        Assert.Equal(faces, XmlText.Clean(faces));
    }

    [Fact]
    public void Drafts_of_the_publisher_are_left_out() => Assert.Equal(
        ["g:urn:example:2"], Draft(_item with { IsDraft = true }, Sample.Item(2)).Select(draft => draft.Key.Value));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("https://user:secret@e.example/")]
    [InlineData("https://\u200D.example/")]
    public void An_address_that_is_not_safe_is_none(string address)
    {
        var entry = Finish(_item with { Link = address, CommentsUrl = address, Image = address, Enclosures = [new(address, null, null)] });
        Assert.Null(entry.Link);
        Assert.Null(entry.CanonicalLink);
        Assert.Null(entry.CommentsUrl);
        Assert.Null(entry.Image);
        Assert.Empty(entry.Enclosures);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 0)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(1_000_001, null)]
    public void BAD_54_A_count_of_comments_is_believed_within_reason(int claimed, int? kept) =>
        Assert.Equal(kept, Finish(_item with { CommentsCount = claimed }).CommentsCount);

    [Fact]
    public void BAD_54_Categories_enclosures_and_authors_are_capped()
    {
        var entry = Finish(_item with
        {
            Categories = [.. Enumerable.Range(0, 10_000).Select(number => new Category($"c{number}", null, null))],
            Enclosures = [.. Enumerable.Range(0, 10_000).Select(number => new Enclosure($"https://e.example/{number}", null, null))],
            Authors = [.. Enumerable.Range(0, 10_000).Select(number => new Person($"p{number}", null, null))],
        });
        Assert.Equal((50, 20, 20), (entry.Categories.Count, entry.Enclosures.Count, entry.Authors.Count));
    }

    [Fact]
    public void BAD_50_A_guid_that_is_too_long_to_keep_is_not_kept_in_part()
    {
        Assert.Equal(1024, Finish(_item with { Id = "urn:" + new string('x', 1020) }).Guid!.Length);
        Assert.Null(Finish(_item with { Id = "urn:" + new string('x', 1021) }).Guid);
    }

    [Fact]
    public void Authors_and_language_of_the_feed_stand_for_those_of_the_entry()
    {
        var profile = Sample.Profile with { Authors = [new("Ada", null, null)], Language = "de" };
        var silent = EntryNormalizer.Finish(Draft(_item)[0], profile, null, Sample.Now);
        Assert.Equal(("Ada", "de"), (silent.Authors[0].Name, silent.Language));

        var named = EntryNormalizer.Finish(Draft(_item with { Authors = [new("Bob", null, null)], Language = "en" })[0], profile, null, Sample.Now);
        Assert.Equal(("Bob", "en"), (Assert.Single(named.Authors).Name, named.Language));
    }

    [Fact]
    public void A_new_reading_keeps_the_identity_of_the_known_entry()
    {
        var known = Finish(_item) with { Key = new("l:e.example/old"), Guid = "urn:example:old", ArticleId = "urn:example:article", ArticleKey = "e.example/old" };
        var later = Sample.Now.AddDays(1);
        var reading = EntryNormalizer.Finish(Draft(_item with { Title = new("Other", IsHtml: false) })[0], Sample.Profile, known, later);
        Assert.Equal(
            (known.Key, known.Guid, known.ArticleId, known.ArticleKey, known.FirstSeenAt, later, "Other"),
            (reading.Key, reading.Guid, reading.ArticleId, reading.ArticleKey, reading.FirstSeenAt, reading.ChangedAt, reading.Title));
    }

    [Fact]
    public void The_same_document_gives_the_same_entries() =>
        Assert.Equivalent(Finish(_item), Finish(_item with { Id = " urn:example:1 " }), strict: true);

    [Fact]
    public void The_hash_is_over_all_that_is_shown_but_not_the_count_of_comments()
    {
        var hash = Draft(_item)[0].SourceHash;
        Assert.Equal(hash, Draft(_item with { CommentsCount = 7 })[0].SourceHash);
        Assert.All(
            new[]
            {
                _item with { Title = new("Other", IsHtml: false) },
                _item with { Summary = new("Other", IsHtml: false) },
                _item with { Link = "https://e.example/other" },
                _item with { PublishedAt = Sample.Now.AddDays(-3) },
                _item with { Categories = [new("x", null, null)] },
                _item with { Enclosures = [new("https://e.example/a.mp3", null, null)] },
                _item with { Authors = [new("Ada", null, null)] },
            },
            other => Assert.NotEqual(hash, Draft(other)[0].SourceHash));
    }

    [Fact]
    public void No_text_in_any_place_makes_it_throw() => Assert.All(Published.HostileTexts, text =>
    {
        var hostile = new ParsedEntry
        {
            Id = text,
            Link = text,
            Title = new(text, IsHtml: false),
            Content = new(text, IsHtml: true, text),
            Authors = [new(text, text, text)],
            Categories = [new(text, text, text)],
            Enclosures = [new(text, text, -1)],
            CommentsUrl = text,
            Image = text,
            Rights = text,
            Language = text,
        };
        Assert.NotEmpty(Finish(hostile).Title);
        EntryNormalizer.Profile(Sample.Feed() with
        {
            Id = text,
            Link = text,
            Title = new(text, IsHtml: true),
            Language = text,
            Rights = text,
            Authors = [new(text, text, text)],
        });
    });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<EntryDraft> Draft(params ParsedEntry[] items) =>
        EntryNormalizer.Draft(Sample.Feed(items), new("a"), EntryKeyStep.Guid).Drafts;

    private static Entry Finish(ParsedEntry item) => EntryNormalizer.Finish(Draft(item)[0], Sample.Profile, null, Sample.Now);
}
