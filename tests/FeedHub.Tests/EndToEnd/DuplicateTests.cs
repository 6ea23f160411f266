namespace FeedHub.EndToEnd;

/// <summary>One text is one article wherever it appears.</summary>
public sealed class DuplicateTests
{
    [Fact]
    public async Task The_same_entry_at_two_addresses_and_in_two_feeds_appears_once_with_both_sources()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(3));
        using var bench = new Workbench();
        Serve(origin, 0, "One", "https://blog.example/post/");
        Serve(origin, 1, "Two", "http://blog.example/post?utm_source=two&utm_medium=rss");
        Serve(origin, 2, "Three", "https://blog.example/post#comments", "https://blog.example/another");
        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));

        var poll = await bench.RunAsync("poll", "--all");
        await using var service = await bench.StartAsync();

        Assert.Equal(0, poll.ExitCode);
        var items = await Published.LatestItemsAsync(bench.Url);
        Assert.Equal(2, items.Count);
        var sources = items
            .Select(item => item.GetProperty("_feedhub").GetProperty("sources").EnumerateArray()
                .Select(source => source.GetProperty("title").GetString()!).Order(StringComparer.Ordinal).ToList())
            .OrderByDescending(titles => titles.Count)
            .ToList();
        Assert.Equal(["One", "Three", "Two"], sources[0]);
        Assert.Equal(["Three"], sources[1]);
    }

    private static void Serve(OriginServer origin, int index, string title, params string[] links) => origin.Serve(
        "/feed",
        OriginDocument.Of(
            $"<rss version='2.0'><channel><title>{title}</title><link>http://x.example/</link>"
            + string.Concat(links.Select(link =>
                $"<item><guid isPermaLink='false'>{title}-{link.Replace('&', '-')}</guid><title>Post {link.Length % 2}</title><link>{link.Replace("&", "&amp;", StringComparison.Ordinal)}</link></item>"))
            + "</channel></rss>"),
        origin.Addresses[index]);
}
