namespace FeedHub.Clustering;

public sealed class WordScannerTests
{
    [Theory]
    [InlineData("Firefox 150 lands", "firefox 150 land")]
    [InlineData("The café's owners", "the cafe owner")]
    [InlineData("Müller, Łódź & Ærø: œuvre, ŒUVRE, naïve façades", "muller lodz aero oeuvre oeuvre naive facade")]
    [InlineData("Straße STRASSE", "strasse strasse")]
    [InlineData("İstanbul'da ISIK ışık", "istanbul'da isik isik")]
    [InlineData("Ёлка и йод", "елка и иод")]
    [InlineData("Київ", "киів")]
    [InlineData("ΟΔΟΣ Οδός οδος", "οδοσ οδοσ οδοσ")]
    [InlineData("أَهْلاً إيران", "اهلا ايران")]
    [InlineData("גָּדוֹל גדול", "גדול גדול")]
    [InlineData("日本語", "日本 本語")]
    [InlineData("ガラス ｶﾞﾗｽ", "ガラ ラス ガラ ラス")]
    [InlineData("中国发布 AI 模型", "中国 国发 发布 ai 模型")]
    [InlineData("한국어", "한국 국어")]
    [InlineData("ไทย", "ไท ทย")]
    [InlineData("猫", "猫")]
    [InlineData("Ｌｉｎｕｘ ６", "linux 6")]
    [InlineData("हिन्दी समाचार", "हिन्दी समाचार")]
    public void Words_are_found_in_every_script(string text, string words) => Assert.Equal(words, Scan(text));

    [Theory]
    [InlineData("workers' rights", "worker right")]
    [InlineData("Dennis’s kernel", "dennis kernel")]
    [InlineData("companies cities", "company city")]
    [InlineData("press status basis gas", "press status basis gas")]
    [InlineData("don't o'clock", "don't o'clock")]
    [InlineData("AT&T R&D", "at&t r&d")]
    public void Possessives_and_plurals_are_one_word(string text, string words) => Assert.Equal(words, Scan(text));

    [Theory]
    [InlineData("1,455 people", "1455 people")]
    [InlineData("$1,455,000.50", "1455000.50")]
    [InlineData("3.5% of 1,2", "3.5 of 1 2")]
    [InlineData("2019, 2020", "2019 2020")]
    [InlineData("1,455", "1455")]
    [InlineData("1,45", "1 45")]
    [InlineData("6.18.2 5.4-rc1", "6.18.2 5.4 rc1")]
    public void Numbers_are_words_whatever_groups_their_digits(string text, string words) => Assert.Equal(words, Scan(text));

    [Theory]
    [InlineData("U.S.", "us", true)]
    [InlineData("US", "us", true)]
    [InlineData("us", "us", false)]
    [InlineData("Us", "us", false)]
    [InlineData("U.N.'s", "un", true)]
    [InlineData("e.g.", "eg", true)]
    [InlineData("NASA", "nasa", false)]
    [InlineData("example.com", "example.com", false)]
    public void Abbreviations_are_one_word_with_and_without_points(string text, string word, bool isAcronym)
    {
        var scanned = All(text)[0];
        Assert.Equal((word, isAcronym), (scanned.Text, scanned.IsAcronym));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("!?…—«»")]
    [InlineData("😀🎉👩‍💻")]
    [InlineData("'''...&&&,,,")]
    public void Text_without_letters_has_no_words(string text) => Assert.Empty(All(text));

    [Fact]
    public void Halves_of_letters_are_no_words() => Assert.All(["\uD800", "\uDC00\uD800", "\uDFFF \uD800"], text => Assert.Empty(All(text)));

    [Fact]
    public void The_longest_word_is_cut() => Assert.All(
        [new string('x', 100_000), string.Concat(Enumerable.Repeat("a.", 50_000)), string.Concat(Enumerable.Repeat("1,234", 50_000))],
        text => Assert.InRange(Assert.Single(All(text)).Text.Length, 1, 64));

    private static string Scan(string text) => string.Join(' ', All(text).Select(word => word.Text));

    private static List<ScannedWord> All(string text)
    {
        List<ScannedWord> words = [];
        WordScanner.Scan(TextFolding.Fold(text), words);
        return words;
    }
}
