using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Fetching;

public sealed class CertificateTests : IDisposable
{
    private const string Host = "feeds.example";

    private readonly Authority _authority = new();
    private readonly FetchingHarness _harness;

    public CertificateTests() =>
        _harness = new FetchingHarness(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), roots: [_authority.Root]);

    [Fact]
    public async Task A_certificate_of_a_trusted_authority_for_that_name_is_taken()
    {
        await using var origin = await StartAsync(_authority.Issue(Host, days: 4));

        Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(UrlOf(origin)));
    }

    [Theory]
    [InlineData("expired", "tls-expired")]
    [InlineData("not-yet-valid", "tls-expired")]
    [InlineData("wrong-host", "tls-wrong-host")]
    [InlineData("self-signed", "tls-untrusted")]
    [InlineData("unknown-authority", "tls-untrusted")]
    public async Task BAD_86_F_6_A_certificate_that_cannot_be_trusted_is_refused_by_its_mistake_and_nothing_is_asked(string kind, string code)
    {
        using var stranger = new Authority();
        using var certificate = kind switch
        {
            "expired" => _authority.Issue(Host, days: 1),
            "not-yet-valid" => _authority.Issue(Host, days: 4, startsIn: 1),
            "wrong-host" => _authority.Issue("other.example", days: 4),
            "self-signed" => _authority.SelfSigned(Host),
            _ => stranger.Issue(Host, days: 4),
        };
        await using var origin = await StartAsync(certificate);

        var failed = FetchingHarness.AssertFailed(code, await _harness.FetchAsync(UrlOf(origin)));

        Assert.Equal((0, null), (failed.Trace.RequestCount, failed.Trace.RequestAt));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public void BAD_86_A_signature_that_can_be_forged_is_refused()
    {
        using var forgeable = _authority.IssueForgeable(Host);
        using var sound = _authority.Issue(Host, days: 4);

        Assert.Equal("tls-weak", FailureOf(forgeable)?.Code);
        Assert.Null(FailureOf(sound));

        FetchFailure? FailureOf(X509Certificate2 certificate)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(_authority.Root);
            chain.Build(certificate);
            return CertificateRule.FailureOf(chain, SslPolicyErrors.None);
        }
    }

    [Fact]
    public async Task PP_20_Feeds_of_one_origin_share_a_connection_and_HTTP_2_where_it_is_offered()
    {
        var seen = new ConcurrentQueue<(string Protocol, string Connection)>();
        RequestDelegate note = context =>
        {
            seen.Enqueue((context.Request.Protocol, context.Connection.Id));
            return context.Response.WriteAsync("<rss/>");
        };
        await using var modern = await StartAsync(_authority.Issue(Host, days: 4));
        await using var plain = await OriginServer.StartAsync();
        foreach (var path in new[] { "/a", "/b" })
        {
            modern.Answer(path, note);
            plain.Answer(path, note);
        }

        foreach (var url in new[] { UrlOf(modern, "/a"), UrlOf(modern, "/b"), plain.UrlOf("/a"), plain.UrlOf("/b") })
        {
            Assert.IsType<FetchOutcome.Modified>(await _harness.FetchAsync(url));
        }

        Assert.Equal(["HTTP/2", "HTTP/2", "HTTP/1.1", "HTTP/1.1"], seen.Select(request => request.Protocol));
        Assert.Equal(2, seen.Select(request => request.Connection).Distinct().Count());
    }

    public void Dispose()
    {
        _harness.Dispose();
        _authority.Dispose();
    }

    private static async Task<OriginServer> StartAsync(X509Certificate2 certificate)
    {
        var origin = await OriginServer.StartAsync(certificate: certificate);
        origin.Serve(OriginServer.FeedPath, OriginDocument.Of("<rss/>"));
        return origin;
    }

    private static Uri UrlOf(OriginServer origin, string path = OriginServer.FeedPath) => new($"https://{Host}:{origin.FeedUrl.Port}{path}");
}
