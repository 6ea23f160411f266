using System.Text;

namespace FeedHub.Reading;

/// <summary>The feeds that pages say they have.</summary>
public sealed class PageFeedsTests
{
    private static readonly DocumentContext _context = new(new Uri("https://blog.example/posts/"), "text/html; charset=utf-8");

    [Theory]
    [InlineData("""<link rel="alternate" type="application/rss+xml" title="All" href="/feed.xml">""", "https://blog.example/feed.xml All")]
    [InlineData("""<LINK REL='Alternate' TYPE='application/atom+xml; charset=utf-8' HREF='atom'>""", "https://blog.example/posts/atom ")]
    [InlineData("""<link rel="alternate home" type="application/feed+json" href="https://other.example/f.json">""", "https://other.example/f.json ")]
    [InlineData("""<link rel="feed" href="//cdn.example/feed">""", "https://cdn.example/feed ")]
    [InlineData("""<base href="https://base.example/x/"><link rel=alternate type=application/rss+xml href=rss>""", "https://base.example/x/rss ")]
    [InlineData("""<link rel="alternate" type="application/rss+xml" href="feed://blog.example/feed">""", "http://blog.example/feed ")]
    public void A_link_element_names_a_feed(string markup, string expected) => Assert.Equal([expected], Find(markup));

    [Theory]
    [InlineData("""<link rel="stylesheet" type="text/css" href="/style.css">""")]
    [InlineData("""<link rel="alternate" hreflang="de" href="/de/">""")]
    [InlineData("""<link rel="alternate" type="application/json" href="/wp-json/posts/1">""")]
    [InlineData("""<link rel="alternate stylesheet" type="application/rss+xml" href="/x">""")]
    [InlineData("""<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">""")]
    [InlineData("""<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">""")]
    [InlineData("""<link rel="alternate" type="application/rss+xml">""")]
    [InlineData("""<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->""")]
    [InlineData("""<script>"<link rel='alternate' type='application/rss+xml' href='/feed'>"</script>""")]
    [InlineData("""<a href="/feed.xml">RSS</a>""")]
    public void Nothing_else_does(string markup) => Assert.Empty(Find(markup));

    [Fact]
    public void Comments_come_last_and_none_comes_twice() => Assert.Equal(
        ["https://blog.example/feed/ ", "https://blog.example/atom ", "https://blog.example/comments/feed/ ", "https://blog.example/c Blog: Comments"],
        Find("""
            <link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed/">
            <link rel="alternate" type="application/rss+xml" href="/c" title="Blog: Comments"><link rel="alternate" type="application/rss+xml" href="/feed/">
            <link rel="alternate" type="application/atom+xml" href="/atom">
            """));

    [Theory]
    [InlineData("""</feed>; rel="alternate"; type="application/rss+xml"; title="By header" """, "https://blog.example/feed By header")]
    [InlineData("""<https://blog.example/style.css>; rel=preload, <feed.atom>; type=application/atom+xml; rel=alternate""", "https://blog.example/posts/feed.atom ")]
    public void A_Link_header_names_a_feed(string header, string expected) =>
        Assert.Equal([expected], PageFeeds.Find("<p>"u8.ToArray(), _context, [header]).Select(Text));

    [Fact]
    public void A_hostile_page_is_bounded()
    {
        var links = string.Concat(Enumerable.Range(0, 1000).Select(number => $"<link rel=alternate type=application/rss+xml href=/{number}>"));

        Assert.Equal(20, Find(links).Count());
        Assert.Empty(Find(string.Concat(Enumerable.Repeat("<b>", 500_000))));
        Assert.Empty(PageFeeds.Find("<p>"u8.ToArray(), _context, [new string('<', 1_000_000), string.Concat(Enumerable.Repeat("<a>;a=", 40_000))]));
    }

    private static IEnumerable<string> Find(string head) =>
        PageFeeds.Find(Encoding.UTF8.GetBytes($"<!doctype html><html><head><title>Blog</title>{head}</head><body>Hello"), _context, []).Select(Text);

    private static string Text(PageFeed feed) => $"{feed.Url} {feed.Title}";
}
