namespace FeedHub.Normalizing;

public sealed class OutgoingLinksTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("<p>No link</p>", "")]
    [InlineData("<p><a href=\"https://a.example/1\">One</a> <a href=\"https://b.example/\">two</a></p>", "https://a.example/1 https://b.example/")]
    [InlineData("<a title=\"href=&quot;\" href=\"https://a.example/?a=1&amp;b=2\">x</a>", "https://a.example/?a=1&b=2")]
    [InlineData("<a title=\"a > b\" href=\"https://a.example/\" hreflang=\"en\">x</a>", "https://a.example/")]
    [InlineData("<img src=\"https://a.example/x.png\"><a name=\"x\">x</a>", "")]
    [InlineData("<p>&lt;a href=\"https://a.example/\"&gt; is how a link is written</p>", "")]
    [InlineData("<a href=\"https://a.example/\">1</a><a href=\"https://a.example/\">2</a>", "https://a.example/ https://a.example/")]
    [InlineData("<a href=\"https://a.example/", "")]
    [InlineData("<a ", "")]
    [InlineData("<a href=\"", "")]
    public void Links_are_the_addresses_of_anchors(string html, string expected) => Assert.Equal(expected, string.Join(' ', OutgoingLinks.In(html, 50)));

    [Fact]
    public void What_was_made_safe_is_read_whatever_it_was_before() => Assert.Equal(
        ["https://a.example/it's?a=1&b=%22"],
        OutgoingLinks.In(SafeHtml.Sanitize("<A target=_blank HREF='https://a.example/it&#39;s?a=1&b=%22' onclick='x()'>x</A>", null)!, 50));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void At_most_so_many_are_read(int limit) =>
        Assert.Equal(limit, OutgoingLinks.In(string.Concat(Enumerable.Repeat("<a href=\"https://a.example/\">x</a>", 9)), limit).Count());

    [Fact]
    public void BAD_43_A_page_of_links_is_read_in_one_pass() =>
        Assert.Single(OutgoingLinks.In(string.Concat(Enumerable.Repeat("<a title=\"x\">", 100_000)) + "<a href=\"https://a.example/\">", 50));
}
