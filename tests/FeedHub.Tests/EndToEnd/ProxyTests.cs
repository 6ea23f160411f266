namespace FeedHub.EndToEnd;

/// <summary>What the environment says of proxies is not for FeedHub: a proxy would dial what nobody has judged.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task BAD_17_Variables_that_name_a_proxy_are_passed_over()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss version='2.0'><channel><title>T</title></channel></rss>"));
        await using var proxy = await OriginServer.StartAsync();
        using var bench = new Workbench();
        foreach (var name in new[] { "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" })
        {
            bench.Environment[name] = proxy.UrlOf("/").AbsoluteUri;
        }

        bench.Environment["no_proxy"] = "";
        bench.Environment["NO_PROXY"] = "";
        bench.WriteList(origin.FeedUrl.AbsoluteUri);

        var poll = await bench.RunAsync("poll");

        Assert.Equal(0, poll.ExitCode);
        Assert.Single(origin.Requests);
        Assert.Empty(proxy.Requests);
    }
}
