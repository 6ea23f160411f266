namespace FeedHub.Configuration;

/// <summary>Which addresses the list may name.</summary>
public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://example.org/feed.xml", "https://example.org/feed.xml")]
    [InlineData("HTTPS://Example.ORG", "https://example.org/")]
    [InlineData("http://example.org:80/?feed=rss2", "http://example.org/?feed=rss2")]
    [InlineData("https://example.org:8443/a#b", "https://example.org:8443/a")]
    [InlineData("http://127.0.0.1:34567/feed", "http://127.0.0.1:34567/feed")]
    [InlineData("http://[::1]:34567/feed", "http://[::1]:34567/feed")]
    [InlineData("http://localhost:8080/feed", "http://localhost:8080/feed")]
    [InlineData("https://a_b.example.org/@user/feed", "https://a_b.example.org/@user/feed")]
    [InlineData("https://example.org/a%20b?c=%C3%A9&d", "https://example.org/a%20b?c=%C3%A9&d")]
    [InlineData("https://bücher.example/", "https://bücher.example/")]
    [InlineData("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/")]
    public void A_web_address_is_a_feed(string text, string expected)
    {
        var url = WebAddress.ParseFeed(text, out var mistake);

        Assert.Null(mistake);
        Assert.Equal(expected, url?.AbsoluteUri);
    }

    [Theory]
    [InlineData("", "from 1 to 2048")]
    [InlineData("feed.xml", "absolute")]
    [InlineData("/feed.xml", "absolute")]
    [InlineData("//example.org/feed.xml", "absolute")]
    [InlineData("example.org/feed.xml", "absolute")]
    [InlineData("https:example.org", "write //")]
    [InlineData("https:///feed.xml", "not an address")]
    [InlineData("https://", "not an address")]
    [InlineData("file:///etc/passwd", "scheme `file`")]
    [InlineData("FILE:///etc/passwd", "scheme `FILE`")]
    [InlineData(" file:///etc/passwd", "space")]
    [InlineData("ftp://example.org/", "scheme `ftp`")]
    [InlineData("gopher://example.org/", "scheme `gopher`")]
    [InlineData("data:text/xml,<rss/>", "scheme `data`")]
    [InlineData("jar:http://example.org/!/", "scheme `jar`")]
    [InlineData("dict://example.org/", "scheme `dict`")]
    [InlineData("ldap://example.org/", "scheme `ldap`")]
    [InlineData("feed:https://example.org/", "scheme `feed`")]
    [InlineData("feed://example.org/", "scheme `feed`")]
    [InlineData(" https://example.org/", "space")]
    [InlineData("https://example.org/ ", "space")]
    [InlineData("https://exa\tmple.org/", "space")]
    [InlineData("https://example.org/\n", "space")]
    [InlineData("https://example.org/\u0000", "space")]
    [InlineData("https://example.org/\u200B", "invisible")]
    [InlineData("https://example.org\u202E/", "invisible")]
    [InlineData("https:\\\\example.org\\", "backslash")]
    [InlineData("https://good.example\\@127.0.0.1/", "backslash")]
    [InlineData("http://a@127.0.0.1/", "user name")]
    [InlineData("http://user:secret@example.org/", "user name")]
    [InlineData("http://@example.org/", "user name")]
    [InlineData("http://127.0.0.1#@example.org/", "user name")]
    [InlineData("http://127.0.0.1?@example.org/", "user name")]
    [InlineData("https://example.org./", "final dot")]
    [InlineData("https://%65xample.org/", "not an address")]
    [InlineData("https://ｅxample.org/", "another way")]
    [InlineData("http://127.1/", "`127.0.0.1`")]
    [InlineData("http://2130706433/", "`127.0.0.1`")]
    [InlineData("http://0x7F.0.0.1/", "`127.0.0.1`")]
    [InlineData("http://017700000001/", "`127.0.0.1`")]
    [InlineData("http://１２７.0.0.1/", "another way")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/", "`[::1]`")]
    [InlineData("http://[fe80::1%25eth0]/", "")]
    [InlineData("https://example.org:0/", "port 0")]
    [InlineData("https://example.org:99999/", "not an address")]
    [InlineData("https://example.org:22/", "port 22 is not for feeds")]
    [InlineData("https://example.org:25/", "port 25 is not for feeds")]
    [InlineData("https://example.org:6379/", "port 6379 belongs to another kind")]
    [InlineData("https://example.org:5432/", "port 5432 belongs to another kind")]
    public void BAD_1_BAD_2_BAD_12_BAD_14_What_is_no_plain_web_address_is_refused(string text, string expected)
    {
        Assert.Null(WebAddress.ParseFeed(text, out var mistake));
        Assert.NotNull(mistake);
        Assert.Contains(expected, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_without_end_is_refused() =>
        Assert.Null(WebAddress.ParseFeed("https://example.org/" + new string('a', 2048), out _));

    [Theory]
    [InlineData("https://example.org/feed", "https://example.org/Feed")]
    [InlineData("https://example.org/feed", "https://example.org/feed?a")]
    [InlineData("https://example.org/feed", "https://www.example.org/feed")]
    [InlineData("https://example.org/feed", "https://example.org:8443/feed")]
    public void Different_feeds_have_different_keys(string left, string right) =>
        Assert.NotEqual(WebAddress.Key(new Uri(left)), WebAddress.Key(new Uri(right)));
}
