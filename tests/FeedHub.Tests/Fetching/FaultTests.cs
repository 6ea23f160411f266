using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Fetching;

/// <summary>What a bad network does to a visit, by HTTP and by HTTPS: a real server behind a <see cref="FaultProxy"/>.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const string Host = "feeds.example";
    private const string Http = "http";
    private const string Https = "https";

    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _far = TimeSpan.FromHours(1);
    private static readonly byte[] _document = Encoding.ASCII.GetBytes($"<rss>{string.Join(' ', Enumerable.Range(0, 20_000))}</rss>");

    private static readonly byte[] _longDocument = Encoding.ASCII.GetBytes($"<rss>{string.Join(' ', Enumerable.Range(0, 500_000))}</rss>");

    private readonly Authority _authority = new();
    private readonly FakeTimeProvider _clock = new();
    private FetchingHarness? _harness;
    private OriginServer? _origin;
    private FaultProxy? _proxy;
    private Uri? _url;

    public async ValueTask DisposeAsync()
    {
        _harness?.Dispose();
        await (_proxy?.DisposeAsync() ?? default);
        await (_origin?.DisposeAsync() ?? default);
        _authority.Dispose();
    }

    [Theory]
    [InlineData(Http, 7)]
    [InlineData(Https, 7)]
    [InlineData(Http, 1460)]
    [InlineData(Https, 1460)]
    public async Task However_small_the_pieces_and_however_late_they_come_the_document_is_whole(string scheme, int size)
    {
        await StartAsync(scheme, new Fault { SliceBytes = size });
        var modified = Assert.IsType<FetchOutcome.Modified>(await FetchAsync());
        Assert.Equal(_document, modified.Body.ToArray());

        using var other = new FetchingHarness(null, null, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), roots: [_authority.Root]);
        _proxy!.Fault = new Fault { Latency = TimeSpan.FromMilliseconds(20) };
        Assert.IsType<FetchOutcome.NotModified>(await other.FetchAsync(_url!, modified.Validators));
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task F_7_A_reset_in_the_middle_of_a_body_commits_nothing_and_is_not_tried_again(string scheme)
    {
        // A reset takes along what was not read yet (RFC 9293, 3.10.7.4): before this one more has passed than the network holds, so the head was read.
        await StartAsync(scheme, Fault.ResetAfter(2_000_000));
        _origin!.Serve(OriginServer.FeedPath, new OriginDocument(_longDocument));

        var failed = Assert.IsType<FetchOutcome.Failed>(await FetchAsync());

        Assert.Contains(failed.Code, new[] { "reset", "truncated" }); // whether the reset overtakes the end is the network's
        Assert.Equal((1, 200, 1), (failed.Trace.RequestCount, failed.Trace.Status, _proxy!.ConnectionCount));
        Assert.Single(_origin.Requests);

        _proxy.Fault = Fault.None;
        Assert.IsType<FetchOutcome.Modified>(await FetchAsync());
    }

    [Theory]
    [InlineData(Http, "truncated")]
    [InlineData(Https, "reset")] // TLS has an end of its own, and without it there was none
    public async Task F_8_A_body_that_ends_in_order_before_its_length_is_truncated(string scheme, string code)
    {
        await StartAsync(scheme, Fault.CloseAfter(30_000));

        var failed = FetchingHarness.AssertFailed(code, await FetchAsync());

        Assert.Equal(200, failed.Trace.Status);
        Assert.Single(_origin!.Requests);
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task F_8_F_12_A_compressed_body_that_ends_before_its_end_is_no_document(string scheme)
    {
        await StartAsync(scheme, Fault.CloseAfter(20_000));
        _origin!.Answer(OriginServer.FeedPath, Answers.Body(Answers.Gzip(_document), ("Content-Encoding", "gzip"))); // chunked: no length tells

        Assert.IsType<FetchOutcome.Failed>(await FetchAsync());
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task BAD_24_F_10_A_body_of_which_a_piece_comes_now_and_then_ends_after_a_minute(string scheme)
    {
        var theMinuteAlone = new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], ConnectTimeout = _far, HeaderTimeout = _far, IdleTimeout = _far };
        await StartAsync(scheme, new Fault { SliceBytes = 4_000, Latency = TimeSpan.FromSeconds(10) }, theMinuteAlone, inVirtualTime: true);

        var failed = FetchingHarness.AssertFailed("timeout", await InVirtualTimeAsync(FetchAsync()));

        Assert.True(failed.Trace.Duration >= TimeSpan.FromMinutes(1) && failed.Trace.RequestCount == 1);
        Assert.Equal(TimeSpan.FromMinutes(1), new FetchOptions().Timeout);
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task BAD_24_A_body_that_comes_to_a_halt_is_left_after_fifteen_seconds(string scheme)
    {
        await StartAsync(
            scheme, Fault.StallAfter(30_000), new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], HeaderTimeout = _far, Timeout = _far }, inVirtualTime: true);

        var failed = FetchingHarness.AssertFailed("timeout", await InVirtualTimeAsync(FetchAsync()));

        Assert.Equal(200, failed.Trace.Status);
        Assert.True(failed.Trace.Duration >= TimeSpan.FromSeconds(15) && failed.Trace.ReceivedBytes > 0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 0)] // "HTTP/1.1 200 OK" and a little of the next line
    [InlineData(null, 1)]
    public async Task F_11_A_header_that_does_not_end_is_left_after_ten_seconds(int? passedBytes, int latencySeconds)
    {
        var fault = new Fault { PassedBytes = passedBytes, End = FaultEnd.Stall, SliceBytes = 1, Latency = TimeSpan.FromSeconds(latencySeconds) };
        await StartAsync(Http, fault, new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], IdleTimeout = _far, Timeout = _far }, inVirtualTime: true);

        var failed = FetchingHarness.AssertFailed("timeout", await InVirtualTimeAsync(FetchAsync()));

        Assert.Equal((1, null), (failed.Trace.RequestCount, failed.Trace.Status));
        Assert.True(failed.Trace.Duration >= TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)] // within the first flight of the server
    public async Task F_6_A_handshake_that_stalls_is_left_after_the_time_for_a_connection(int passedBytes)
    {
        await StartAsync(Https, Fault.StallAfter(passedBytes), new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], ConnectTimeout = _short });

        AssertNothingWasAsked(FetchingHarness.AssertFailed("connect-timeout", await FetchAsync()));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(100, false)]
    [InlineData(0, true)]
    [InlineData(100, true)]
    public async Task F_6_A_handshake_that_is_cut_is_a_failure_of_TLS_and_not_tried_again(int passedBytes, bool isReset)
    {
        await StartAsync(Https, isReset ? Fault.ResetAfter(passedBytes) : Fault.CloseAfter(passedBytes));

        AssertNothingWasAsked(FetchingHarness.AssertFailed("tls", await FetchAsync()));
        Assert.Equal(1, _proxy!.ConnectionCount);
    }

    [Fact]
    public async Task F_6_A_server_that_answers_a_handshake_in_plain_text_is_asked_nothing()
    {
        await StartAsync(Http, Fault.None);
        _url = new Uri($"https://{Host}:{_proxy!.Port}{OriginServer.FeedPath}");

        AssertNothingWasAsked(FetchingHarness.AssertFailed("tls", await FetchAsync()));
    }

    // What an origin answers that knows no TLS later than 1.0: that it will not, or its own version.
    [Theory]
    [InlineData("1503010002" + "0246")]
    [InlineData("160301002a" + "02000026" + "0301" + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" + "00" + "002f" + "00")]
    public async Task BAD_86_F_6_An_origin_of_old_TLS_is_refused(string answer)
    {
        await StartAsync(Https, new Fault { Instead = Convert.FromHexString(answer) });

        AssertNothingWasAsked(FetchingHarness.AssertFailed("tls", await FetchAsync()));
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task Who_announces_a_length_is_not_waited_for_however_slowly_the_connection_closes(string scheme)
    {
        await StartAsync(scheme, new Fault { CloseDelay = _far });

        Assert.IsType<FetchOutcome.Modified>(await FetchAsync());
    }

    [Fact]
    public async Task BAD_24_A_document_that_ends_with_the_connection_waits_for_that_as_long_as_for_any_byte()
    {
        const string Answer = "HTTP/1.1 200 OK\r\n\r\n<rss/>";
        var options = new FetchOptions { AllowedNetworks = ["127.0.0.0/8"], IdleTimeout = TimeSpan.FromSeconds(1) };
        using var slow = RawOrigin.Start(Answer);
        await StartAsync(slow.Url, new Fault { CloseDelay = TimeSpan.FromMilliseconds(50) }, options);
        Assert.IsType<FetchOutcome.Modified>(await FetchAsync());
        await _proxy!.DisposeAsync();

        using var never = RawOrigin.Start(Answer);
        _proxy = FaultProxy.Start(never.Url, new Fault { CloseDelay = _far });
        _url = _proxy.UrlOf(never.Url);
        var failed = FetchingHarness.AssertFailed("timeout", await FetchAsync());
        Assert.Equal(6, failed.Trace.ReceivedBytes);
    }

    [Theory]
    [InlineData(Http)]
    [InlineData(Https)]
    public async Task PP_20_A_connection_that_was_closed_while_it_was_idle_costs_no_visit(string scheme)
    {
        await StartAsync(scheme, Fault.None);
        var first = Assert.IsType<FetchOutcome.Modified>(await FetchAsync());
        Assert.IsType<FetchOutcome.NotModified>(await FetchAsync(first.Validators));
        Assert.Equal(1, _proxy!.ConnectionCount);

        var closed = _proxy.CloseConnectionsAsync();
        if (scheme == Https)
        {
            await closed; // HTTP/2 notices by itself, HTTP/1.1 with the next request
        }

        Assert.IsType<FetchOutcome.NotModified>(await FetchAsync(first.Validators));
        Assert.Equal((2, 3), (_proxy.ConnectionCount, _origin!.Requests.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public async Task A_connection_that_breaks_off_before_the_header_is_whole_is_a_reset_and_not_tried_again(int passedBytes)
    {
        await StartAsync(Http, Fault.ResetAfter(passedBytes));

        FetchingHarness.AssertFailed("reset", await FetchAsync());

        Assert.Equal(1, _proxy!.ConnectionCount);
    }

    private void AssertNothingWasAsked(FetchOutcome.Failed failed)
    {
        Assert.Equal((0, null), (failed.Trace.RequestCount, failed.Trace.RequestAt));
        Assert.Empty(_origin!.Requests);
        Assert.DoesNotContain("GET", _proxy!.Received, StringComparison.Ordinal);
    }

    private Task<FetchOutcome> FetchAsync(Validators? validators = null) => _harness!.FetchAsync(_url!, validators);

    private async Task StartAsync(string scheme, Fault fault, FetchOptions? options = null, bool inVirtualTime = false)
    {
        _origin = await OriginServer.StartAsync(certificate: scheme == Https ? _authority.Issue(Host, days: 4) : null);
        _origin.Serve(OriginServer.FeedPath, new OriginDocument(_document));
        await StartAsync(_origin.FeedUrl, fault, options, inVirtualTime);
        _url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{Host}:{_proxy!.Port}{OriginServer.FeedPath}"));
    }

    private Task StartAsync(Uri upstream, Fault fault, FetchOptions? options = null, bool inVirtualTime = false)
    {
        TimeProvider clock = inVirtualTime ? _clock : TimeProvider.System;
        _proxy = FaultProxy.Start(upstream, fault, clock);
        _url = _proxy.UrlOf(upstream);
        _harness = new FetchingHarness(options, clock, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), roots: [_authority.Root]);
        return Task.CompletedTask;
    }

    /// <summary>Lets virtual time pass while the network does what it does in its own.</summary>
    private async Task<FetchOutcome> InVirtualTimeAsync(Task<FetchOutcome> visit)
    {
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!visit.IsCompleted)
        {
            await Task.WhenAny(visit, ticker.WaitForNextTickAsync(TestContext.Current.CancellationToken).AsTask());
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await visit;
    }
}
