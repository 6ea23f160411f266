using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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
    public async Task No_spelling_of_a_private_address_is_visited(string url)
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
    public async Task Of_a_name_with_a_blocked_and_an_allowed_address_only_the_allowed_one_is_dialed()
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
    public async Task A_name_is_resolved_once_for_a_connection_so_it_cannot_be_rebound()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        var count = 0;
        using var harness = new FetchingHarness(resolve: (_, _) =>
            Task.FromResult<IPAddress[]>([count++ == 0 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task The_next_address_is_tried_where_one_does_not_answer()
    {
        await using var origin = await OriginServer.StartAsync(OriginDocument.Of("<rss/>"));
        using var harness = new FetchingHarness(
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.9.9.9"), IPAddress.Loopback]));

        Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(new Uri($"http://feeds.example:{origin.FeedUrl.Port}/feed.xml")));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_failure_of_dns()
    {
        using var nobody = new FetchingHarness();
        using var unknown = new FetchingHarness(resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        FetchingHarness.AssertFailed("dns", await nobody.FetchAsync(new Uri("http://feeds.example/feed.xml")));
        FetchingHarness.AssertFailed("dns", await unknown.FetchAsync(new Uri("http://feeds.example/feed.xml")));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var origin = await OriginServer.StartAsync(certificate: certificate);
        using var harness = new FetchingHarness();

        FetchingHarness.AssertFailed("tls", await harness.FetchAsync(origin.FeedUrl));

        Assert.Empty(origin.Requests);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
