namespace FeedHub.Deduplicating;

public sealed class ResemblanceTests
{
    [Theory]
    [InlineData("Linux 7.0 is out", "linux 7.0  is out!", true)]
    [InlineData("“Quoted”", "\"quoted\"", true)]
    [InlineData("Linux 7.0", "Linux 7.1", false)]
    [InlineData("Linux 7.0", "Linux", false)]
    [InlineData("日本語", "日本 語", true)]
    [InlineData("日本語", "日本", false)]
    [InlineData("🎉", "🔥", false)]
    [InlineData("🎉", "🎉", true)]
    [InlineData("की", "का", false)]
    public void Titles_are_equal_but_for_case_punctuation_and_white_space(string one, string other, bool same)
    {
        Assert.Equal(same, Resemblance.SameTitle(one, other));
        Assert.Equal(same, Resemblance.SameTitle(other, one));
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("<p>a b c d</p>", "<div class='x'>A b c, d</div><img src=1>", 1)]
    [InlineData("a b c d", "a b c e", 1d / 3)]
    [InlineData("a b c", "d e f", 0)]
    [InlineData("a", "a", 1)]
    [InlineData("a", "b", 0)]
    [InlineData("", "a b c", 0)]
    public void Resemblance_is_the_share_of_common_runs_of_three_words(string one, string other, double expected)
    {
        Assert.Equal(expected, Resemblance.Of(one, other), 12);
        Assert.Equal(expected, Resemblance.Of(other, one), 12);
    }
}
