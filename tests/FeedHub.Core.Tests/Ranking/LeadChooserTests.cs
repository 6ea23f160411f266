namespace FeedHub.Ranking;

public sealed class LeadChooserTests
{
    private static readonly RankOptions _options = new(30);

    private static readonly Dictionary<FeedId, FeedStanding> _standings = new[] { ("a", 1.0), ("b", 1), ("c", 1), ("heavy", 2), ("light", 0.5) }
        .ToDictionary(feed => new FeedId(feed.Item1), feed => new FeedStanding(feed.Item1, feed.Item2, 5));

    [Fact]
    public void A_story_of_one_article_is_led_by_it_without_a_reason()
    {
        var (key, reasons) = Choose(null, Told("1", "a", 1));
        Assert.Equal("1", key);
        Assert.Empty(reasons);
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("1", "1")]
    [InlineData(null, "1")]
    [InlineData("gone", "1")]
    public void A_lead_stays_until_another_is_clearly_better(string? current, string expected) =>
        Assert.Equal(expected, Choose(current, Told("1", "a", 3), Told("2", "b", 2)).ArticleKey);

    [Theory]
    [InlineData(10, null, "1")]
    [InlineData(60, null, "2")]
    [InlineData(24, "1", "1")]
    [InlineData(60, "1", "2")]
    public void Of_a_story_that_goes_on_for_days_what_is_told_now_leads(double hoursAgo, string? current, string expected) =>
        Assert.Equal(expected, Choose(current, Told("1", "a", hoursAgo), Told("2", "b", 0)).ArticleKey);

    [Fact]
    public void A_lead_that_is_outdone_is_replaced() =>
        Assert.Equal("2", Choose("1", Told("1", "a", 3), Told("2", "heavy", 2)).ArticleKey);

    [Fact]
    public void The_original_leads_and_not_a_pointer_to_it()
    {
        var pointer = Told("1", "a", 3) with { LinkPublication = "b" };
        var original = Told("2", "b", 1) with { LinkPublication = "b" };
        var (key, reasons) = Choose("1", pointer, original);
        Assert.Equal("2", key);
        Assert.Contains("it is the original, not a pointer to one", reasons);
    }

    [Fact]
    public void An_article_without_a_link_is_its_own() => Assert.Equal(
        "1", Choose(null, Told("1", "a", 1) with { LinkPublication = null }, Told("2", "b", 1) with { LinkPublication = "c" }).ArticleKey);

    [Fact]
    public void What_is_most_like_the_story_leads() => Assert.Equal(
        "2", Choose(null, Told("1", "a", 1) with { Similarity = 0.2 }, Told("2", "b", 1) with { Similarity = 0.9 }).ArticleKey);

    [Fact]
    public void The_founding_article_is_as_like_the_story_as_is_usual_in_it() => Assert.Equal(
        "1", Choose(null, Told("1", "a", 1), Told("2", "b", 1) with { Similarity = 0.5 }).ArticleKey);

    [Fact]
    public void A_title_of_two_words_and_an_article_that_came_late_lead_only_for_want_of_a_better()
    {
        Assert.Equal("2", Choose(null, Told("1", "a", 3) with { TitleWordCount = 2 }, Told("2", "b", 1)).ArticleKey);
        Assert.Equal("2", Choose(null, Told("1", "a", 3) with { IsLate = true }, Told("2", "b", 1)).ArticleKey);
    }

    [Fact]
    public void Of_equals_the_earlier_leads_and_then_the_smaller_key()
    {
        Assert.Equal("2", Choose(null, Told("1", "a", 1), Told("2", "b", 2)).ArticleKey);
        Assert.Equal("1", Choose(null, Told("2", "b", 1), Told("1", "a", 1)).ArticleKey);
    }

    [Fact]
    public void An_article_of_a_feed_without_standing_leads_last() =>
        Assert.Equal("2", Choose(null, Told("1", "stranger", 9), Told("2", "light", 1)).ArticleKey);

    public static TheoryData<string, string[]> Reasons => new()
    {
        { "first", ["it came first"] },
        { "linked", ["another blog links to it", "it came first"] },
        { "linked twice", ["2 blogs link to it", "it came first"] },
        { "heavy", ["its feed has the greatest weight, 2"] },
        { "long", ["it says more than its title"] },
        { "typical", ["it is the most typical of the story"] },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void It_is_told_why_an_article_leads(string what, string[] reasons)
    {
        (DateTimeOffset, FeedId) one = (Sample.Now, new("c")), other = (Sample.Now, new("b"));
        Telling[] articles = what switch
        {
            "linked" => [Told("1", "a", 3) with { LinkedBy = [(one.Item2, one.Item1)] }, Told("2", "b", 2)],
            "linked twice" => [Told("1", "a", 3) with { LinkedBy = [(one.Item2, one.Item1), (other.Item2, other.Item1)] }, Told("2", "b", 2)],
            "heavy" => [Told("2", "a", 3), Told("1", "heavy", 2)],
            "long" => [Told("2", "a", 2.1), Told("1", "b", 2) with { SummaryLength = 120 }],
            "typical" => [Told("2", "a", 2.1) with { Similarity = 0.3 }, Told("1", "b", 2) with { Similarity = 0.9 }],
            _ => [Told("1", "a", 3), Told("2", "b", 2)],
        };
        var (key, told) = Choose(null, articles);
        Assert.Equal("1", key);
        Assert.Equal(reasons, told);
    }

    private static (string ArticleKey, IReadOnlyList<string> Reasons) Choose(string? current, params Telling[] articles) =>
        LeadChooser.Choose(articles, current, _standings, _options);

    private static Telling Told(string key, string feed, double hoursAgo) => Sample.Telling(Sample.Article(key, (feed, hoursAgo)));
}
