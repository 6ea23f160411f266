namespace FeedHub;

public sealed class XmlTextTests
{
    [Theory]
    [InlineData("a\u0000b\u0001c\u000Bd", "abcd")]
    [InlineData("a\u007Fb\u0085c\u009Fd", "abcd")]
    [InlineData("a\uFFFEb\uFFFFc", "abc")]
    [InlineData("tab\tline\nreturn\r", "tab\tline\nreturn\r")]
    [InlineData("\U0001F600", "\U0001F600")]
    public void BAD_27_Characters_that_XML_forbids_are_dropped(string text, string expected) => Assert.Equal(expected, XmlText.Clean(text));

    [Theory]
    [MemberData(nameof(Unpaired))]
    public void BAD_27_Unpaired_surrogates_are_dropped(int[] codes, string expected) =>
        Assert.Equal(expected, XmlText.Clean(string.Concat(codes.Select(code => (char)code))));

    [Fact]
    public void Clean_text_is_returned_as_it_is()
    {
        const string text = "Grüße, 世界";
        Assert.Same(text, XmlText.Clean(text));
    }

    // As numbers: test runners do not carry such strings over.
    public static TheoryData<int[], string> Unpaired => new()
    {
        { [0xD83D], "" },
        { ['a', 0xD83D, 'b'], "ab" },
        { [0xDE00, 0xD83D, 0xDE00], "\U0001F600" },
        { [0xD83D, 0xD83D, 0xDE00, 0xDE00], "\U0001F600" },
    };
}
