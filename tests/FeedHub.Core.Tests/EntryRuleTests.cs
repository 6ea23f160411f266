namespace FeedHub;

public sealed class EntryRuleTests
{
    private static readonly Entry _entry = Sample.Entry("a", "g:1", "https://e.example/releases/1", "Linux 7.0 is out") with
    {
        Summary = "<p>A kernel</p>",
        Content = "<p>At last</p>",
        Authors = [new("Ada Lovelace", "ada@e.example", null), new(null, "bob@e.example", null)],
        Categories = [new("kernel", null, "Kernel news"), new("ads", null, null)],
    };

    [Theory]
    [InlineData("title:linux", true)]
    [InlineData("title: OUT", true)]
    [InlineData("title:windows", false)]
    [InlineData("tag:ADS", true)]
    [InlineData("tag:ad", false)]
    [InlineData("tag:kernel news", true)]
    [InlineData("author:lovelace", true)]
    [InlineData("author:bob@", true)]
    [InlineData("author:ada@", false)]
    [InlineData("link:/releases/", true)]
    [InlineData("content:kernel", true)]
    [InlineData("content:at last", true)]
    [InlineData("title:/^linux [0-9]/", true)]
    [InlineData("title:/^out/", false)]
    [InlineData("tag:/^a/", true)]
    [InlineData("title:a:b", false)]
    public void A_rule_looks_into_its_field_whatever_the_case(string rule, bool matches) => Assert.Equal(matches, Parse(rule).Matches(_entry));

    [Theory]
    [InlineData("linux")]
    [InlineData("title:")]
    [InlineData("title: ")]
    [InlineData(":linux")]
    [InlineData("Title:linux")]
    [InlineData("title:/(/")]
    [InlineData("title:/(a)\\1/")]
    [InlineData("title:/(?=a)/")]
    [InlineData("title:/((a{1,500}){1,500}){1,500}/")]
    [InlineData("older-than:")]
    [InlineData("older-than:7")]
    [InlineData("older-than:0d")]
    [InlineData("older-than:-1d")]
    [InlineData("older-than:36501d")]
    [InlineData("older-than:7w")]
    public void BAD_68_A_rule_that_is_none_is_told_in_words(string text)
    {
        Assert.Null(EntryRule.Parse(text, out var mistake));
        Assert.NotEmpty(mistake!);
    }

    [Theory]
    [InlineData("older-than:7d", 6.9, false)]
    [InlineData("older-than:7d", 7.1, true)]
    [InlineData("older-than: 36h", 1.4, false)]
    [InlineData("older-than:36h", 1.6, true)]
    public void An_entry_is_as_old_as_it_was_at_first_sight(string rule, double days, bool matches) =>
        Assert.Equal(matches, Parse(rule).Matches(_entry with { PublishedAt = _entry.FirstSeenAt.AddDays(-days) }));

    [Fact]
    public void An_entry_without_a_date_has_no_age() =>
        Assert.False(Parse("older-than:1h").Matches(_entry with { PublishedAt = null, UpdatedAt = null }));

    [Theory]
    [InlineData("titles:x", "did you mean `title`?")]
    [InlineData("Title:x", "did you mean `title`?")]
    [InlineData("older-than:soon", "older-than:7d")]
    public void A_slip_in_a_rule_is_told_with_what_was_meant(string text, string mistake)
    {
        Assert.Null(EntryRule.Parse(text, out var told));
        Assert.Contains(mistake, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title:windows", "", "include title:windows")]
    [InlineData("title:linux", "tag:sport|tag:ads", "exclude tag:ads")]
    [InlineData("", "tag:sport", null)]
    public void What_is_withheld_names_the_rule(string include, string exclude, string? rule) => Assert.Equal(
        rule, EntryRule.Withholding(Sample.Source("a") with { Include = Rules(include), Exclude = Rules(exclude) }, _entry)?.Rule);

    [Fact]
    public void BAD_68_A_pattern_is_short()
    {
        Assert.NotNull(EntryRule.Parse($"title:/{new string('a', 510)}/", out _));
        Assert.Null(EntryRule.Parse($"title:/{new string('a', 511)}/", out _));
        Assert.Null(EntryRule.Parse($"title:/{new string('a', 10 * 1024)}/", out _));
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(a|aa)+$")]
    public void BAD_68_A_pattern_that_would_explode_elsewhere_answers_at_once(string pattern) =>
        Assert.False(Parse($"title:/{pattern}/").Matches(_entry with { Title = new string('a', 100_000) + "!" }));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("title:linux", "", true)]
    [InlineData("title:windows", "", false)]
    [InlineData("title:windows|tag:kernel", "", true)]
    [InlineData("", "tag:ads", false)]
    [InlineData("title:linux", "tag:ads", false)]
    [InlineData("", "tag:sport", true)]
    public void A_feed_admits_what_some_include_and_no_exclude_matches(string include, string exclude, bool admits) => Assert.Equal(
        admits, EntryRule.Admits(Sample.Source("a") with { Include = Rules(include), Exclude = Rules(exclude) }, _entry));

    private static EntryRule Parse(string text) => EntryRule.Parse(text, out var mistake) ?? throw new InvalidOperationException(mistake);

    private static EntryRule[] Rules(string text) => [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
}
