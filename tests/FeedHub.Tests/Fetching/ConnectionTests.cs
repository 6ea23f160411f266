using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("http://localhost:{0}/feed.xml")]
    [InlineData("http://127.0.0.1:{0}/feed.xml")]
    [InlineData("http://127.1:{0}/feed.xml")]
    [InlineData("http://2130706433:{0}/feed.xml")]
    [InlineData("http://0x7F.0.0.1:{0}/feed.xml")]
    [InlineData("http://017700000001:{0}/feed.xml")]
    [InlineData("http://0.0.0.0:{0}/feed.xml")]
    [InlineData("http://[::1]:{0}/feed.xml")]
    [InlineData("http://[::]:{0}/feed.xml")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/feed.xml")]
    [InlineData("http://[::ffff:7f00:1]:{0}/feed.xml")]
    public async Task BAD_2_BAD_5_No_spelling_of_a_private_address_is_visited(string url)
    {
        using var harness = new FetchingHarness(
            new FetchOptions(), resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]));
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));

        var failed = FetchingHarness.AssertFailed(
            "address-blocked", await harness.FetchAsync(new Uri(url.Replace("{0}", $"{origin.FeedUrl.Port}", StringComparison.Ordinal))));

        Assert.Equal((0, null), (failed.Trace.RequestCount, failed.Trace.RequestAt));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task BAD_10_Of_a_name_with_a_blocked_and_an_allowed_address_only_the_allowed_one_is_dialed()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2), port: FreePort());
        origin.Serve(OriginServer.FeedPath, OriginDocument.Of("<rss/>"));
        using var harness = new FetchingHarness(
            new FetchOptions { AllowedNetworks = [$"{origin.Addresses[1]}/32"] },
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), .. origin.Addresses]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.Equal(origin.Addresses[1], Assert.Single(origin.Requests).LocalAddress);
    }

    [Fact]
    public async Task BAD_11_A_name_is_resolved_once_for_a_connection_so_it_cannot_be_rebound()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Body("<rss/>"u8.ToArray(), ("Connection", "close")));
        var count = 0;
        using var harness = new FetchingHarness(resolve: (_, _) =>
            Task.FromResult<IPAddress[]>([count++ == 0 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.Equal(1, count);

        // The next connection asks again, and judges the answer again.
        FetchingHarness.AssertFailed("address-blocked", await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));
        Assert.Equal(2, count);
        Assert.Single(origin.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "address-blocked")]
    [InlineData("http://[::ffff:169.254.169.254]/latest/meta-data/", "address-blocked")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/", "address-blocked")]
    [InlineData("http://2852039166/", "address-blocked")]
    [InlineData("http://metadata.example/", "address-blocked")] // a name for it
    [InlineData("http://inside.example:{0}/", "address-blocked")] // a name for the server beside it
    [InlineData("http://127.9.9.7:{0}/", "address-blocked")]
    [InlineData("file:///etc/passwd", "redirect-blocked")]
    [InlineData("http://feeds.example:22/", "redirect-blocked")]
    [InlineData("http://feeds.example:25/", "redirect-blocked")]
    [InlineData("http://feeds.example:6379/", "redirect-blocked")]
    public async Task BAD_12_A_redirect_from_outside_leads_to_nothing_inside(string location, string code)
    {
        await using var inside = await OriginServer.StartAsync([IPAddress.Parse("127.9.9.7")]);
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Redirect(location.Replace("{0}", $"{inside.FeedUrl.Port}", StringComparison.Ordinal)));
        using var harness = new FetchingHarness(
            new FetchOptions { AllowedNetworks = ["127.0.0.1/32"] },
            resolve: (host, _) => Task.FromResult<IPAddress[]>([host switch
            {
                "metadata.example" => IPAddress.Parse("169.254.169.254"),
                "inside.example" => inside.Addresses[0],
                _ => IPAddress.Loopback,
            }]));

        var failed = FetchingHarness.AssertFailed(code, await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.Equal(1, failed.Trace.RequestCount);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task F_25_The_next_address_is_tried_where_one_refuses()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        using var harness = new FetchingHarness(
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.9.9.9"), IPAddress.Loopback]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));
    }

    [Fact]
    public async Task F_25_The_next_address_is_tried_within_a_second_where_one_stays_silent()
    {
        using var hole = BlackHole.Start(IPAddress.Parse("127.9.9.8"));
        await using var origin = await OriginServer.StartAsync(port: hole.EndPoint.Port);
        origin.Serve(OriginServer.FeedPath, OriginDocument.Of("<rss/>"));
        using var harness = new FetchingHarness(
            resolve: (_, _) => Task.FromResult<IPAddress[]>([hole.EndPoint.Address, IPAddress.Loopback]));

        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.InRange(modified.Trace.Duration, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task F_25_However_many_addresses_of_a_broken_protocol_come_first_the_other_one_has_its_turn()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        using var harness = new FetchingHarness(
            new FetchOptions { AllowedNetworks = ["127.0.0.0/8", "::1/128"] },
            resolve: (_, _) => Task.FromResult<IPAddress[]>([.. Enumerable.Repeat(IPAddress.IPv6Loopback, 20), IPAddress.Loopback]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));
    }

    [Fact]
    public async Task F_25_BAD_10_An_address_that_is_blocked_is_not_tried_beside_one_that_stays_silent()
    {
        using var hole = BlackHole.Start(IPAddress.Parse("127.9.9.8"));
        await using var origin = await OriginServer.StartAsync(port: hole.EndPoint.Port);
        using var harness = new FetchingHarness(
            new FetchOptions { AllowedNetworks = ["127.9.9.8/32"], ConnectTimeout = TimeSpan.FromSeconds(1) },
            resolve: (_, _) => Task.FromResult<IPAddress[]>([hole.EndPoint.Address, IPAddress.Loopback]));

        FetchingHarness.AssertFailed("connect-timeout", await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task F_1_A_name_that_does_not_resolve_is_a_failure_of_dns()
    {
        using var nobody = new FetchingHarness();
        using var unknown = new FetchingHarness(resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        FetchingHarness.AssertFailed("dns", await nobody.FetchAsync(new Uri("http://feeds.example/feed.xml")));
        FetchingHarness.AssertFailed("dns-nxdomain", await unknown.FetchAsync(new Uri("http://feeds.example/feed.xml")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
