namespace FeedHub.Configuration;

/// <summary>The names that the list leaves to us: slugs of channels and ids of feeds.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("News", "news")]
    [InlineData("Project Blogs", "project-blogs")]
    [InlineData(" .NET & C#!  ", "net-c")]
    [InlineData("Café Über Straße", "cafe-ueber-strasse")]
    [InlineData("Cafe\u0301 U\u0308ber", "cafe-ueber")]
    [InlineData("Łódź, Ærø og Þór", "lodz-aero-og-thor")]
    [InlineData("Новости разработчиков", "novosti-razrabotchikov")]
    [InlineData("Объявления", "obyavleniya")]
    [InlineData("Ελληνικά Νέα", "ellinika-nea")]
    [InlineData("Ｆｕｌｌ ｗｉｄｔｈ", "full-width")]
    [InlineData("Debian's Planet", "debians-planet")]
    [InlineData("日本語 Blog", "blog")]
    [InlineData("日本語", "c-77710aed")]
    [InlineData("👋", "c-1d0452e3")]
    [InlineData("../../etc", "etc")]
    [InlineData("\ud800 half", "half")]
    public void BAD_64_A_slug_is_the_name_in_plain_letters(string name, string slug) => Assert.Equal(slug, Slug.FromName(name));

    [Fact]
    public void BAD_64_A_slug_has_at_most_64_characters() =>
        Assert.Equal(new string('a', 63), Slug.FromName(new string('a', 63) + " bcd"));

    [Theory]
    [InlineData("../../etc/passwd", 1)]
    [InlineData(@"C:\Windows", 1)]
    [InlineData("a\0b", 1)]
    [InlineData("..", 1)]
    [InlineData("-/é", 100_000)]
    public void BAD_64_Whatever_a_name_holds_its_slug_is_no_path(string name, int count) =>
        Assert.Matches(@"\A[a-z0-9-]{1,64}\z", Slug.FromName(string.Concat(Enumerable.Repeat(name, count))));

    [Theory]
    [InlineData("https://example.org/feed.xml", "example.org/feed.xml", "example-org")]
    [InlineData("http://example.org:80/feed.xml#top", "example.org/feed.xml", "example-org")]
    [InlineData("https://Example.org:8443/", "example.org:8443/", "example-org")]
    [InlineData("https://bücher.example/?a=b", "xn--bcher-kva.example/?a=b", "xn-bcher-kva-example")]
    [InlineData("http://[::1]:34567/a", "[::1]:34567/a", "1")]
    [InlineData("http://127.0.0.1:34567/a", "127.0.0.1:34567/a", "127-0-0-1")]
    public void An_id_is_the_host_and_a_hash_of_the_address_without_scheme(string url, string hashed, string host) =>
        Assert.Equal($"{host}-{Slug.ShortHash(hashed)}", FeedId.FromUrl(new Uri(url)).Value);

    [Fact]
    public void An_id_never_changes() => Assert.Equal("example-org-fdf9ac7e", FeedId.FromUrl(new Uri("https://example.org/feed.xml")).Value);

    [Fact]
    public void BAD_64_An_id_of_a_long_host_has_at_most_64_characters() => Assert.Matches(
        "^[a-z0-9-]{1,64}$",
        FeedId.FromUrl(new Uri($"https://{new string('a', 60)}.{new string('b', 60)}.example/feed")).Value);
}
