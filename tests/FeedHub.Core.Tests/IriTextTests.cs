namespace FeedHub;

public sealed class IriTextTests
{
    [Theory]
    [InlineData("https://a.example/?a%5B%5D=1#b", true)]
    [InlineData("https://[::1]:80/a", true)]
    [InlineData("tag:a.example,2026:ü/😀", true)]
    [InlineData("urn:x:1", true)]
    [InlineData("https://a.example/?a[]=1", false)]
    [InlineData("https://a.example/#a#b", false)]
    [InlineData("https://a.example/100%", false)]
    [InlineData("https://a.example/%zz", false)]
    [InlineData("urn:\"x\"", false)]
    [InlineData("tag:a.example,2026:1http://[::1", false)]
    [InlineData("https://a{.example/", false)]
    [InlineData("https://a.example/\u202Ea", false)]
    [InlineData("/a", false)]
    [InlineData("", false)]
    public void An_IRI_is_one_by_the_letter(string text, bool isOne) => Assert.Equal(isOne, IriText.IsAbsolute(text, out _));

    [Theory]
    [InlineData("https://a.example/?a[]=1&b=[2]#c[3]#d", "https://a.example/?a%5B%5D=1&b=%5B2%5D#c%5B3%5D%23d")]
    [InlineData("https://[::1]/[a]", "https://[::1]/%5Ba%5D")]
    [InlineData("https://a.example/a%20b?c#d", "https://a.example/a%20b?c#d")]
    [InlineData("https://a.example#a#b", "https://a.example/#a%23b")]
    public void What_the_library_lets_stand_is_escaped(string written, string escaped) => Assert.Equal(escaped, IriText.Escaped(new Uri(written)));
}
