namespace FeedHub.Clustering;

public sealed class WordBagTests
{
    [Theory]
    [InlineData("The U.S. sues Google", "google sue us.")]
    [InlineData("The US sues Google", "google sue us.")]
    [InlineData("Google and us", "google")]
    [InlineData("What IT is and what it does", "it.")]
    [InlineData("Plan 9 from a B list", "9 list plan")]
    public void Small_words_and_single_letters_say_nothing_but_names_do(string title, string words) =>
        Assert.Equal(words, string.Join(' ', Texts.Bag(title, language: "en").Words()));

    [Fact]
    public void Words_are_sorted_and_distinct_and_count_once_for_the_title_and_more_for_the_summary()
    {
        var bag = Texts.Bag("Firefox Firefox tabs", "Firefox again, and tabs; tabs and more tabs", language: "en");
        var frequencies = Enumerable.Range(0, bag.Words.Length).ToDictionary(bag.SpellingAt, bag.FrequencyAt);

        Assert.Equal(bag.Words.Distinct().Order(), bag.Words);
        Assert.Equal(2, frequencies["firefox"]);
        Assert.Equal(2 + Math.Log(3), frequencies["tab"], 9);
        Assert.True(bag.HasSummary);
    }

    [Fact]
    public void The_words_of_the_title_are_told_from_the_others()
    {
        var bag = Texts.Bag("Firefox gains tabs", "Mozilla says tabs are tabs " + string.Concat(Enumerable.Repeat("firefox ", 40)), language: "en");
        var inTitle = Enumerable.Range(0, bag.Words.Length).ToDictionary(bag.SpellingAt, place => (int)bag.InTitle![place]);

        Assert.Equal(1, inTitle["gain"]);
        Assert.Equal(1 + 2, inTitle["tab"]);
        Assert.Equal(1 + 40, inTitle["firefox"]);
        Assert.Equal(0, inTitle["mozilla"]);
        Assert.Null(Texts.Bag("Firefox gains tabs", language: "en").InTitle);
        Assert.Equal(
            Texts.Bag("Firefox gains tabs", language: "en").Words, Enumerable.Range(0, bag.Words.Length).Where(place => bag.InTitle![place] > 0).Select(place => bag.Words[place]));
        Assert.True(bag.HasSummary);
    }

    [Fact]
    public void The_title_that_is_read_from_a_text_weighs_as_the_title_alone()
    {
        var similarity = new Similarity(new StoryIndex(10), new ClusterOptions());
        var bag = Texts.Bag("Firefox gains vertical tabs", "Mozilla says tabs are tabs, and Firefox has more tabs", language: "en");
        var alone = similarity.Weigh(Texts.Bag("Firefox gains vertical tabs", language: "en"));
        var read = Similarity.TitleOf(similarity.Weigh(bag), bag.InTitle);

        Assert.Equal(alone.Words, read.Words);
        Assert.All(alone.Weights.Zip(read.Weights), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Of_a_summary_the_beginning_counts() => Assert.DoesNotContain(
        "late", Texts.Bag("Title", string.Concat(Enumerable.Repeat("early ", 100)) + "late", language: "en").Words());

    [Fact]
    public void A_summary_that_is_cut_within_a_letter_is_read_like_any_other() =>
        Assert.Contains("cafe", Texts.Bag("Title", "Café " + new string('x', 394) + "😀 and more").Words());

    [Fact]
    public void A_summary_of_small_words_says_nothing() => Assert.False(Texts.Bag("Firefox", "and so it is", language: "en").HasSummary);

    public static TheoryData<int> HostileTexts => [.. Enumerable.Range(0, Hostile.Count)];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void BAD_43_Hostile_text_is_bounded_and_does_no_harm(int number)
    {
        var (title, summary) = Hostile[number]();
        var bag = Texts.Bag(title, summary);
        Assert.InRange(bag.Words.Length, 0, 8_000);
        Assert.All(bag.Words(), word => Assert.InRange(word.Length, 1, 1_000));

        var clusterer = new StoryClusterer(new ClusterOptions());
        clusterer.See(Texts.Of("a", title, summary: summary, language: null));
        clusterer.See(Texts.Of("b", title, summary: summary, language: null));
        clusterer.See(Texts.Of("c", "Firefox gains vertical tabs"));
        clusterer.Revise(Texts.Of("b", "Firefox gains vertical tabs"));
        clusterer.Split("a");
        Assert.Equal(3, clusterer.ArticleCount);
        Assert.Equal(clusterer.LiveCount, clusterer.Tick(Texts.Now.AddDays(30)).Count);
        Assert.Equal((0, 0), (clusterer.LiveCount, clusterer.ArticleCount));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void BAD_43_Hostile_text_costs_no_more_than_the_part_of_it_that_counts(int number)
    {
        const long maxBytes = 4_000_000;
        var (title, summary) = Hostile[number]();
        var clusterer = new StoryClusterer(new ClusterOptions());
        clusterer.See(Texts.Of("first", "Tables are loaded with the first text")); // they are no part of it
        var before = GC.GetAllocatedBytesForCurrentThread();

        clusterer.See(Texts.Of("a", title, summary: summary, language: null));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxBytes);
    }

    private static IReadOnlyList<Func<(string Title, string? Summary)>> Hostile =>
    [
        () => (new string('x', 10_000_000), new string('y', 10_000_000)),
        () => (Repeat("word ", 1_000_000), null),
        () => ("Title", string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"w{number} "))),
        () => (Repeat("the and of ", 100_000), "and the of"),
        () => ("", ""),
        () => (" ", null),
        () => ("!!! ??? …", "—"),
        () => ("Firefox Файрфокс Φάιρφοξ فايرفوكس פיירפוקס ファイア 火狐 파이어 ไฟร์ 🦊", "混ぜる mixed смесь"),
        () => ("\uD800", "\uDC00\uD800 x"),
        () => ("a\uD800b é", "\uDFFF"),
        () => ("e" + new string('\u0301', 1_000_000), "ก" + new string('\u0E31', 1_000_000)),
        () => (new string('\uFDFA', 1_000_000), new string('\u200D', 1_000_000)),
        () => (Repeat(" - ", 1_000_000), Repeat("| ", 1_000_000)),
        () => (Repeat("UPDATE 1-", 1_000_000), Repeat("a.", 1_000_000)),
        () => (new string('日', 1_000_000), new string('ไ', 1_000_000)),
        () => ("\0\u0001\uFFFE\uFFFF", "<b>&amp;</b>"),
    ];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
