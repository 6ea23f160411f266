using FeedHub.Rendering;

namespace FeedHub.Normalizing;

public sealed class CanonicalLinkTests
{
    [Theory]
    [InlineData("https://e.example/a", "e.example/a")]
    [InlineData("http://e.example/a", "e.example/a")]
    [InlineData("https://E.Example:443/a/", "e.example/a")]
    [InlineData("http://e.example:80/a//", "e.example/a")]
    [InlineData("https://e.example:8443/a", "e.example:8443/a")]
    [InlineData("https://e.example/", "e.example")]
    [InlineData(" https://e.example/a#top ", "e.example/a")]
    [InlineData("https://e.example/A?B=C", "e.example/A?B=C")]
    [InlineData("https://e.example/?p=1&utm_source=feed", "e.example?p=1")]
    [InlineData("https://e.example/a?utm_source=feed&UTM_Medium=rss&fbclid=1", "e.example/a")]
    [InlineData("https://e.example/a?b=2&gclid=x&a=1&&", "e.example/a?b=2&a=1")]
    [InlineData("https://e.example/a?", "e.example/a")]
    [InlineData("https://e.example/a?utm=1&source=rss&ref=x&id=3", "e.example/a?utm=1&source=rss&ref=x&id=3")]
    [InlineData("https://exämple.org/ü", "xn--exmple-cua.org/%C3%BC")]
    [InlineData("http://[::1]:8080/a", "[::1]:8080/a")]
    public void Addresses_of_one_article_become_one_text(string link, string expected) => Assert.Equal(expected, CanonicalLink.From(link));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("//e.example/a")]
    [InlineData("ftp://e.example/a")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@e.example/a")]
    [InlineData("https://\u200D.example/")]
    public void Anything_else_has_no_canonical_form(string? link) => Assert.Null(CanonicalLink.From(link));

    [Theory]
    [InlineData("https://e.example/a?b=1&utm_source=x")]
    [InlineData("http://e.example:443/a/")]
    [InlineData("https://e.example:80/a/")]
    [InlineData("http://[::1]/a/?&x=%41#f")]
    [InlineData("https://EXÄMPLE.org/%7eÜ//?q=ü")]
    [InlineData("https://e.example/../a/./b/")]
    public void Canonicalizing_twice_is_canonicalizing_once(string link)
    {
        var once = CanonicalLink.From(link);
        Assert.NotNull(once);
        Assert.Equal(once, CanonicalLink.From("https://" + once));
        Assert.Equal(once, CanonicalLink.From("http://" + once));
    }

    [Theory]
    [InlineData("https://e.example/a#b", "#b")]
    [InlineData("https://e.example/a#", "")]
    [InlineData("https://e.example/a", "")]
    public void A_fragment_comes_with_its_sign(string link, string expected) => Assert.Equal(expected, CanonicalLink.FragmentOf(new Uri(link)));

    [Fact]
    public void No_text_makes_it_throw() => Assert.All(Published.HostileTexts, text =>
    {
        CanonicalLink.From(text);
        Assert.Equal(CanonicalLink.IsWeb(text, out var url), CanonicalLink.From(text) is not null);
        Assert.True(url is null || !url.IsAbsoluteUri || CanonicalLink.FragmentOf(url).Length != 1);
    });
}
