namespace FeedHub.Normalizing;

public sealed class PlainTitleTests
{
    [Theory]
    [InlineData("\u202Egnp.exe\u202C", "gnp.exe")]
    [InlineData("a\u2066b\u2069c\u200Ed\u061Ce", "abcde")]
    [InlineData("a\u200B\u200B\uFEFF\u2060\u00ADb", "ab")]
    [InlineData(" \u00A0\u200B\n ", "")]
    [InlineData("Line one\nline two", "Line one line two")]
    public void BAD_45_Invisible_characters_are_dropped(string text, string expected) => Assert.Equal(expected, PlainTitle.Clean(text));

    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D💻 codes")]
    [InlineData("Tiếng Việt")]
    [InlineData("Te\u0302\u0301 ❤\uFE0F")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    public void BAD_45_Characters_that_scripts_and_emoji_need_stay(string text) => Assert.Equal(text, PlainTitle.Clean(text));

    [Fact]
    public void BAD_45_Stacks_of_marks_are_thinned() =>
        Assert.Equal("Z\u0301\u0301\u0301\u0301\u0301a", PlainTitle.Clean("Z" + new string('\u0301', 10_000) + "a"));

    [Fact]
    public void BAD_45_A_flood_of_joiners_is_one() =>
        Assert.Equal("a\u200Db", PlainTitle.Clean("\u200D\u200Da" + new string('\u200D', 10_000) + "b"));

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    [InlineData("👩\u200D💻")]
    [InlineData("e\u0301")]
    [InlineData("😀\u200D")]
    public void BAD_45_A_long_title_is_cut_between_what_people_see_as_characters(string unit)
    {
        var title = PlainTitle.Clean(string.Concat(Enumerable.Repeat(unit, 200_000)));

        Assert.InRange(title.Length, 480, PlainTitle.MaxLength);
        Assert.EndsWith("…", title, StringComparison.Ordinal);
        Assert.Equal(title, XmlText.Clean(title));
        Assert.Equal(title, PlainTitle.Clean(title));
    }

    [Theory]
    [InlineData("{{x}} ${x} %s %n {0}")]
    [InlineData("Use <b> wisely &amp; well")]
    public void BAD_46_BAD_47_Plain_text_is_taken_literally(string text) => Assert.Equal(text, PlainTitle.From(new ParsedText(text, IsHtml: false)));

    [Fact]
    public void BAD_30_A_title_of_markup_is_text_only() =>
        Assert.Equal("Hello & bye", PlainTitle.From(new ParsedText("<script>x</script><b>Hello</b> &amp; bye", IsHtml: true)));
}
