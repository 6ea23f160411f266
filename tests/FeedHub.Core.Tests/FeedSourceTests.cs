namespace FeedHub;

public sealed class FeedSourceTests
{
    [Theory]
    [InlineData("https://e.example/a", "https://e.example:443/b?c", true)]
    [InlineData("https://E.example/", "https://e.example/", true)]
    [InlineData("https://exämple.org/", "https://xn--exmple-cua.org/", true)]
    [InlineData("https://e.example/", "http://e.example/", false)]
    [InlineData("https://e.example/", "https://e.example:8443/", false)]
    [InlineData("https://e.example/", "https://www.e.example/", false)]
    public void An_origin_is_scheme_host_and_port(string one, string other, bool same) =>
        Assert.Equal(same, FeedSource.OriginOf(new(one)) == FeedSource.OriginOf(new(other)));
}
