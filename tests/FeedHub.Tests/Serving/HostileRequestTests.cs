using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using FeedHub.Serving.Admin;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FeedHub.Serving;

/// <summary>The public listener of a running hub under requests that no reader sends (BAD-75 to BAD-85), byte by byte over loopback.</summary>
public sealed partial class HostileRequestTests : IAsyncLifetime
{
    private const int MaxConnections = 2_000; // of the public listener

    private const string Evil = "evil7f3a";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5); // half of what it takes until the first slow one is cut off

    private AdminHub? _hub;
    private string _story = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Port => _hub!.PublicUrl.Port;

    public async ValueTask InitializeAsync()
    {
        _hub = await AdminHub.StartAsync();
        await Eventually.HoldsAsync("all is read", async () => (await Published.LatestItemsAsync(_hub.PublicUrl)).Count >= 8);
        await Eventually.HoldsAsync("a story has a page", async () => (_story = Story.Match((await AskAsync("/")).Body).Value).Length > 0);
    }

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task BAD_75_No_answer_depends_on_the_host_or_the_proxies_that_a_request_names()
    {
        foreach (var path in (string[])["/latest.atom", "/latest.json", "/", "/search?q=number", _story, "/nowhere"])
        {
            foreach (var lines in (string[])
            [
                $"Host: {Evil}.example", $"Host: {Evil}.example:99", $"Host: localhost\r\nX-Forwarded-Host: {Evil}.example\r\nX-Forwarded-Proto: gopher",
                $"Host: localhost\r\nForwarded: host={Evil}.example;proto=https", $"Host: localhost\r\nX-Forwarded-Prefix: /{Evil}\r\nX-Original-URL: /{Evil}",
            ])
            {
                var answer = await AssertSameAsync(path, () => SendAsync($"GET {path} HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\r\n"));
                Assert.DoesNotContain(Evil, answer.Text, StringComparison.Ordinal);
            }
        }

        await AssertSameAsync("/latest.atom", () => SendAsync($"GET http://{Evil}.example/latest.atom HTTP/1.1\r\nHost: {Evil}.example\r\nConnection: close\r\n\r\n"));
        foreach (var request in (string[])
        [
            $"GET http://{Evil}.example/latest.atom HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /latest.atom HTTP/1.1\r\n\r\n",
            $"GET /latest.atom HTTP/1.1\r\nHost: localhost\r\nHost: {Evil}.example\r\n\r\n", $"GET /latest.atom HTTP/1.1\r\nHost: {Evil}.example/x\r\n\r\n",
            $"GET /latest.atom HTTP/1.1\r\nHost: local host\r\n\r\n",
        ])
        {
            AssertRefused(400, await SendAsync(request), request);
        }
    }

    [Fact]
    public async Task BAD_75_Who_is_no_trusted_proxy_votes_once_whomever_it_says_it_asks_for()
    {
        Assert.Equal(200, (await VoteAsync("198.51.100.7")).Status);
        Assert.Equal(409, (await VoteAsync("203.0.113.7")).Status);
    }

    [Fact]
    public async Task BAD_76_Headers_without_an_end_are_cut_off_and_others_are_answered_meanwhile()
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        var slow = new List<RawConnection>();
        try
        {
            for (var number = 0; number < 200; number++)
            {
                slow.Add(await RawConnection.OpenAsync(Port));
                await slow[^1].TrySendAsync("GET /latest.atom HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            }

            var ends = slow.Select((connection, number) => number < 50 ? TrickleAsync(connection) : connection.ReadToEndAsync()).ToList();
            await OthersAreAnsweredAsync("200 unfinished requests");
            Assert.DoesNotContain(ends, end => end.IsCompleted);
            var answers = (await Task.WhenAll(ends)).Select(RawAnswer.Of).ToList();

            Assert.All(answers, answer => Assert.True(answer.Status is 408 or 0, answer.Text));
            Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds, 9, 40);
            Note($"200 unfinished requests were gone after {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s");
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task BAD_76_A_body_without_an_end_is_cut_off_where_there_may_be_one_and_not_awaited_elsewhere()
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        var slow = new List<RawConnection>();
        try
        {
            for (var number = 0; number < 4; number++)
            {
                slow.Add(await RawConnection.OpenAsync(Port));
                await slow[^1].TrySendAsync(
                    $"POST {_story}/rate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nstars=5");
            }

            var ends = slow.Select(connection => connection.ReadToEndAsync()).ToList();
            await OthersAreAnsweredAsync("4 unfinished bodies");
            Assert.All(await Task.WhenAll(ends), end => Assert.True(RawAnswer.Of(end).Status is 400 or 408 or 0, end));
            Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds, 4, 30);
            Note($"4 unfinished bodies were gone after {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s");

            var refusedAt = TimeProvider.System.GetTimestamp();
            Assert.Equal(405, (await SendAsync("POST /latest.atom HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nx")).Status);
            Assert.True(TimeProvider.System.GetElapsedTime(refusedAt) < _patience);
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task BAD_76_Who_reads_nothing_of_many_answers_keeps_nobody_waiting_and_the_limits_of_time_and_rate_are_set()
    {
        const int requestCount = 2_000;
        Assert.True((await AskAsync("/latest.atom")).Body.Length * requestCount > 8_000_000); // more than the system and we take in for one connection
        var slow = new List<RawConnection>();
        try
        {
            for (var number = 0; number < 20; number++)
            {
                slow.Add(await RawConnection.OpenAsync(Port, receiveBytes: 4_096));
                await slow[^1].TrySendAsync(string.Concat(Enumerable.Repeat("GET /latest.atom HTTP/1.1\r\nHost: localhost\r\n\r\n", requestCount)));
            }

            await OthersAreAnsweredAsync("20 who read nothing");
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }

        var limits = _hub!.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)), (limits.RequestHeadersTimeout, limits.KeepAliveTimeout));
        foreach (var rate in (MinDataRate?[])[limits.MinRequestBodyDataRate, limits.MinResponseDataRate])
        {
            Assert.Equal((240.0, TimeSpan.FromSeconds(5)), (rate!.BytesPerSecond, rate.GracePeriod));
        }

        Assert.Equal(0, limits.MaxRequestBodySize);
        Assert.Equal(64 * 1024, limits.MaxResponseBufferSize); // on the other listeners; here nothing is held for who does not read (SocketOutputTests)
    }

    [Fact]
    public async Task BAD_76_Of_ten_thousand_idle_connections_two_thousand_are_held_and_those_who_are_in_are_answered()
    {
        using var known = await RawConnection.OpenAsync(Port);
        Assert.Equal(200, await AskAgainAsync(known));
        var idle = new ConcurrentBag<(RawConnection Connection, Task<string> End)>();
        async Task OpenAsync(int count) => await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancellation }, async (_, _) =>
            {
                var connection = await RawConnection.OpenAsync(Port);
                idle.Add((connection, connection.ReadToEndAsync()));
            });
        try
        {
            await OpenAsync(MaxConnections - 100);
            await OthersAreAnsweredAsync($"{MaxConnections - 100} idle connections");
            await OpenAsync(10_000 - MaxConnections + 100);
            await Eventually.HoldsAsync("those too many are turned away", () => Task.FromResult(idle.Count(one => !one.End.IsCompleted) <= MaxConnections));

            Note($"held: {idle.Count(one => !one.End.IsCompleted)} of {idle.Count}");
            Assert.InRange(idle.Count(one => !one.End.IsCompleted), MaxConnections - 100, MaxConnections);
            Assert.Equal(200, await AskAgainAsync(known));
            Assert.Equal(HttpStatusCode.OK, (await _hub!.GetAsync("health/ready")).Status);
        }
        finally
        {
            foreach (var (connection, _) in idle)
            {
                connection.Dispose();
            }
        }

        await Eventually.HoldsAsync("others are let in again", async () => (await AskAsync("/latest.atom")).Status == 200);
    }

    [Fact]
    public async Task BAD_77_No_target_and_no_size_of_a_request_reaches_a_file_or_does_harm()
    {
        var data = _hub!.Services.GetRequiredService<HubSettings>().DataPath;
        var files = Directory.GetFiles(data).Select(file => Path.GetFileName(file)).ToList();
        Assert.NotEmpty(files);
        List<string> targets =
        [
            .. files.SelectMany(file => (string[])["/" + file, "/../" + file, "/..%2f" + file, "/%2e%2e/" + file, "/archive/..%2f" + file, "/..\\" + file, "/%5c..%5c" + file, "//" + file]),
            "/%00", "/latest.atom%00", "/%c0%ae%c0%ae/etc/passwd", "/\u00c0\u00ae/x", "//", "//latest.atom", "/\\latest.atom", "/%ff%fe", "/%", "/%zz", "/latest.atom/", "/latest.atom;x",
            "/" + new string('a', 3_900), "latest.atom", "/..%2f..%2f..%2fetc%2fpasswd", "/....//etc/passwd", "/stories/../../etc/passwd", "file:///etc/passwd",
        ];
        foreach (var target in targets)
        {
            var answer = await AskAsync(target);
            Assert.True(answer.Status is 400 or 404 or 405, $"{target}: {answer.Text}");
            Assert.True(answer.Body is "" or "Not found\n", $"{target}: {answer.Body}");
        }

        AssertRefused(414, await AnsweredAsync(() => AskAsync("/" + new string('a', 5_000))), "a long line");
        AssertRefused(431, await AnsweredAsync(() => AskAsync("/latest.atom", $"X: {new string('a', 17_000)}")), "a long header");
        AssertRefused(431, await AnsweredAsync(() => AskAsync("/latest.atom", [.. Enumerable.Range(0, 70).Select(number => $"X-{number}: 1")])), "70 headers");
        AssertRefused(431, await AnsweredAsync(() => AskAsync("/latest.atom", [.. Enumerable.Range(0, 1_000).Select(number => $"X-{number}: 1")])), "1,000 headers");

        // What is still on its way when the connection closes takes the answer away with it.
        Assert.True((await AskAsync("/" + new string('a', 64 * 1024))).Status is 414 or 0);
        Assert.True((await AskAsync("/latest.atom", $"X: {new string('a', 1024 * 1024)}")).Status is 431 or 0);
        Assert.Equal(200, (await AskAsync("/latest.atom")).Status);
    }

    [Fact]
    public async Task BAD_78_Unknown_methods_are_refused_and_TRACE_returns_nothing()
    {
        foreach (var method in (string[])["TRACE", "DELETE", "PUT", "POST", "PATCH", "PROPFIND", "EVIL", "get", "head", "options", "M-SEARCH", new string('A', 1_000)])
        {
            foreach (var path in (string[])["/latest.atom", "/"])
            {
                var answer = await SendAsync($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Evil: {Evil}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                Assert.True(answer.Status == 405, $"{method} {path}: {answer.Text}");
                Assert.StartsWith("GET, HEAD", answer.Header("Allow"), StringComparison.Ordinal);
                Assert.Equal("", answer.Body);
                Assert.DoesNotContain(Evil, answer.Text, StringComparison.Ordinal);
            }
        }

        var form = await SendAsync(Request("EVIL", _story + "/rate", []));
        Assert.Equal((405, "GET, HEAD, POST", "Method not allowed\n"), (form.Status, form.Header("Allow"), form.Body));
        foreach (var line in (string[])["OPTIONS *", "CONNECT localhost:80", "G(T /latest.atom", " /latest.atom", "GET  /latest.atom"])
        {
            Assert.InRange((await SendAsync($"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Status, 400, 405);
        }
    }

    [Fact]
    public async Task BAD_78_A_body_of_a_GET_is_not_read_and_is_never_a_request_of_its_own()
    {
        const string hidden = "GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var answer = await SendAsync(string.Create(CultureInfo.InvariantCulture, $"GET /favicon.svg HTTP/1.1\r\nHost: localhost\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}"));

        Assert.Equal((1, (await AskAsync("/favicon.svg")).Body), (answer.Count, answer.Body));
    }

    [Fact]
    public async Task BAD_78_Ranges_are_ignored_and_conditions_without_sense_are_answered_as_the_standard_says()
    {
        var plain = await AskAsync("/latest.atom");
        var tag = plain.Header("ETag")!;
        var ranges = await AssertSameAsync("/latest.atom", () => AskAsync("/latest.atom", "Range: bytes=" + string.Join(',', Enumerable.Repeat("0-0", 1_000))));
        Assert.Null(ranges.Header("Content-Range"));

        var askedAt = TimeProvider.System.GetTimestamp();
        var tags = string.Concat(Enumerable.Repeat("\"\",", 5_000));
        Assert.Equal(200, (await AskAsync("/latest.atom", $"If-None-Match: {tags}\"x\"")).Status);
        Assert.Equal(304, (await AskAsync("/latest.atom", $"If-None-Match: {tag},{tags}\"x\"")).Status);
        AssertRefused(431, await AnsweredAsync(() => AskAsync("/latest.atom", "If-None-Match: " + string.Join(',', Enumerable.Repeat("\"a\"", 10_000)))), "10,000 tags");
        var taken = TimeProvider.System.GetElapsedTime(askedAt);
        Note($"5,000 tags twice and 10,000 once: {taken.TotalMilliseconds:0} ms");
        Assert.True(taken < _patience);

        foreach (var junk in (string[])["", "\"", "W/", ",,,", "\"open", "x y z", "\u00c3\u00a9", "\"other\""])
        {
            await AssertSameAsync("/latest.atom", () => AskAsync("/latest.atom", $"If-None-Match: {junk}"));
        }

        foreach (var junk in (string[])["", "yesterday", "0", "-1", "1900000000", "Fri, 99 Foo 2026 25:61:61 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", new string('9', 4_000)])
        {
            await AssertSameAsync("/latest.atom", () => AskAsync("/latest.atom", $"If-Modified-Since: {junk}"));
        }

        const string future = "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT";
        Assert.Equal(304, (await AskAsync("/latest.atom", future)).Status); // nothing is newer
        await AssertSameAsync("/latest.atom", () => AskAsync("/latest.atom", future, future)); // two are none (RFC 9110, 13.1.3)
        await AssertSameAsync("/latest.atom", () => AskAsync("/latest.atom", future, "If-None-Match: \"other\"")); // the tag wins
    }

    [Fact]
    public async Task BAD_79_Unknown_and_repeated_parameters_make_no_variant_of_a_document()
    {
        var count = _hub!.Services.GetRequiredService<PublishedDocuments>().All.Count();
        foreach (var path in (string[])["/latest.atom", "/top-stories.json", "/feeds.opml", "/", _story])
        {
            foreach (var query in (string[])
                ["?page=-1", "?limit=1000000000", "?limit=10%5E9&limit=2&limit=", "?page=1&page=2", "?cache=buster&_=1&utm_source=x", "?%00=%ff&%zz", "?", "?a[]=1&a[b]=2", "?" + new string('a', 3_000), "?../../x"])
            {
                await AssertSameAsync(path, () => AskAsync(path + query));
            }
        }

        Assert.Equal(count, _hub.Services.GetRequiredService<PublishedDocuments>().All.Count());
        var (one, other) = (await AskAsync("/search?q=number"), await AskAsync("/search?q=number&page=-1&limit=1000000000&q=other&x=y"));
        Assert.Equal((200, one.Body), (other.Status, other.Body));
    }

    [Fact]
    public async Task BAD_80_A_request_whose_length_can_be_read_in_two_ways_is_refused_and_the_last_of_its_connection()
    {
        const string hidden = "GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n";
        foreach (var rest in (string[])
        [
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: ChUnKeD\r\n\r\n0\r\n\r\n", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding:\tchunked \r\n\r\n0\r\n\r\n",
            "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
            " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "X: y\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "X: y\r\n folded\r\n\r\n",
            "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "X: y\rz\r\n\r\n", "X\r: y\r\n\r\n", "X: y\0\r\n\r\n", "X y: z\r\n\r\n", ": y\r\n\r\n", "X\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\n\n", "Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\nxy\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2\r\nabX\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "Content-Length: 5, 6\r\n\r\nhello", "Content-Length: -1\r\n\r\n",
            "Content-Length: 0x5\r\n\r\nhello", "Content-Length: 99999999999999999999\r\n\r\nhello", "Content-Length : 5\r\n\r\nhello",
        ])
        {
            foreach (var start in (string[])["GET /latest.atom", $"POST {_story}/rate", "GET /nowhere"])
            {
                var answer = await SendAsync($"{start} HTTP/1.1\r\nHost: localhost\r\n{rest}{hidden}");
                AssertRefused(400, answer, $"{start} {rest}");
            }
        }
    }

    [Fact]
    public async Task BAD_80_The_runtime_refuses_a_chunk_extension_with_a_bare_line_feed_where_bodies_are_read()
    {
        var key = await _hub!.KeyAsync(ApiKeyScope.Write);
        Task<RawAnswer> CreateAsync(string chunk) => SendAsync(
            $"POST /api/v1/keys HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n{chunk}",
            _hub.AdminUrl.Port);

        Assert.Equal(201, (await CreateAsync("Connection: close\r\n\r\n10;a=b\r\n{\"scope\":\"read\"}\r\n0\r\n\r\n")).Status);
        foreach (var chunk in (string[])["10;a\nb\r\n{\"scope\":\"read\"}\r\n0\r\n\r\n", "10\n{\"scope\":\"read\"}\r\n0\r\n\r\n", "10\r\n{\"scope\":\"read\"}XX0\r\n\r\n"])
        {
            var answer = await CreateAsync($"\r\n{chunk}GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.Equal((400, 1), (answer.Status, answer.Count));
        }
    }

    [Fact]
    public async Task BAD_81_HTTP_2_is_not_spoken_and_its_frames_are_not_read()
    {
        const string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        const string settings = "\0\0\0\u0004\0\0\0\0\0";
        var askedAt = TimeProvider.System.GetTimestamp();
        foreach (var frames in (string[])
        [
            "", settings, string.Concat(Enumerable.Repeat(settings, 10_000)),
            settings + string.Concat(Enumerable.Range(0, 1_000).Select(number => Frame(1, 4, (2 * number) + 1, "\u0082") + Frame(3, 0, (2 * number) + 1, "\0\0\0\u0008"))), // rapid reset
            settings + Frame(1, 0, 1, "\u0082") + string.Concat(Enumerable.Repeat(Frame(9, 0, 1, "x"), 10_000)), // CONTINUATION without an end
        ])
        {
            using var connection = await RawConnection.OpenAsync(Port);
            await connection.TrySendAsync(preface + frames);
            var answer = await connection.ReadToEndAsync();
            Assert.True(answer.Length < 300, answer);
            Assert.True(RawAnswer.Of(answer).Status is 0 or 400 or 505, answer);
        }

        var upgrade = await AskAsync("/latest.atom", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__");
        Assert.NotEqual(101, upgrade.Status);
        Note($"five floods: {TimeProvider.System.GetElapsedTime(askedAt).TotalMilliseconds:0} ms");
        Assert.True(TimeProvider.System.GetElapsedTime(askedAt) < _patience);
        Assert.Equal(200, (await AskAsync("/latest.atom")).Status);
    }

    [Fact]
    public async Task BAD_82_An_error_says_nothing_of_the_request_and_is_never_sniffed()
    {
        var headers = $"Referer: http://{Evil}.example/\r\nUser-Agent: {Evil}\r\nCookie: {Evil}=1\r\nOrigin: http://{Evil}.example\r\nConnection: close\r\n";
        foreach (var (status, line, more) in ((int, string, string)[])
        [
            (404, $"GET /{Evil}", ""), (404, $"GET /{Evil}?{Evil}", "Accept: text/html\r\n"), (404, $"GET /%3Cscript%3E{Evil}", "Accept: text/html\r\n"), (404, $"HEAD /{Evil}", ""),
            (404, $"GET /stories/{Evil}/rate", ""), (404, $"{Evil} /{Evil}", ""),
            (405, $"{Evil} /latest.atom?{Evil}", ""), (405, $"{Evil} /search?q={Evil}", ""), (405, $"{Evil} /?{Evil}", "Accept: text/html\r\n"), (405, $"{Evil} {_story}/rate", "Accept: text/html\r\n"),
            (400, $"POST {_story}/rate?{Evil}", $"Content-Length: 0\r\nContent-Type: text/{Evil}\r\n"),
            (400, $"POST {_story}/rate?{Evil}", $"Content-Length: 0\r\nContent-Type: text/{Evil}\r\nAccept: text/html\r\n"),
        ])
        {
            var answer = await SendAsync($"{line} HTTP/1.1\r\nHost: {Evil}.example\r\n{headers}{more}\r\n");
            Assert.True(answer.Status == status, $"{line}: {answer.Text}");
            Assert.DoesNotContain(Evil, answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            if (answer.Body.Length > 0)
            {
                Assert.Equal(more.Contains("text/html", StringComparison.Ordinal) ? "text/html; charset=utf-8" : "text/plain; charset=utf-8", answer.Header("Content-Type"));
                var other = await SendAsync($"{line.Replace(Evil, "other", StringComparison.Ordinal)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more.Replace(Evil, "other", StringComparison.Ordinal)}\r\n");
                Assert.Equal((answer.Status, answer.Body), (other.Status, other.Body));
            }
        }

        foreach (var request in (string[])[$"GET /%00{Evil} HTTP/1.1\r\nHost: localhost\r\n\r\n", $"GET /{Evil} HTTP/9.9\r\n\r\n", $"{Evil}\r\n\r\n", $"GET /{Evil} HTTP/1.1\r\nHost: a b{Evil}\r\n\r\n"])
        {
            var answer = await SendAsync(request); // refused by the server itself, before any of us
            Assert.True(answer.Status is 400 or 505, answer.Text);
            Assert.Equal("", answer.Body);
            Assert.DoesNotContain(Evil, answer.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task BAD_83_Odd_wishes_for_coding_type_and_language_get_what_they_allow_or_the_plain_document()
    {
        foreach (var (wish, coding) in ((string, string?)[])
        [
            ("gzip;q=0", null), ("gzip;q=0, br", "br"), ("identity;q=0", null), ("*;q=0", null), ("identity;q=0, *;q=0", null), ("identity;q=0, gzip", "gzip"), ("identity;q=0, *", "br"),
            ("*", "br"), ("*;q=0, gzip", "gzip"), ("gzip;q=0, *", "br"), ("br;q=0, *;q=0.1", "gzip"), ("GZIP", "gzip"), ("gzip ; q=0", null), ("gzip;q=0.000, br;q=0.001", "br"),
            ("gzip;q=0.5, identity", null), ("identity;q=0.5, gzip;q=0.4", null), ("zstd, deflate, compress, x-evil", null), ("gzip\r\nAccept-Encoding: br;q=0", "gzip"),
            ("", null), (",,,", null), (";q=1", null), ("\u00c3\u00a9", null), ("gzip;q=0;q=1", null),
        ])
        {
            var answer = await AskPlainAsync($"Accept-Encoding: {wish}");
            if (wish != "gzip;q=0;q=1") // either reading will do
            {
                Assert.True(answer.Header("Content-Encoding") == coding, $"{wish}: {answer.Head}");
            }
        }

        foreach (var odd in (string[])
        [
            "Accept-Encoding: gzip;q=nan", "Accept-Encoding: gzip;q=-1", "Accept-Encoding: gzip;q=1.0001", "Accept-Encoding: gzip;q=99999999999999999999", "Accept-Encoding: gzip;q=\"0\"", "Accept-Encoding: gzip;;;q",
            "Accept-Encoding: " + string.Join(',', Enumerable.Range(0, 2_000).Select(number => "x" + number)), "Accept: text/html;q=0, */*;q=0", "Accept: application/x-evil", "Accept: ;;;", "Accept: */*;q=nan",
            "Accept: text/html;q=\"\\", "Accept: " + new string('*', 8_000), "Accept-Language: *;q=0", "Accept-Language: \u00c3\u00a9", "Accept-Language: tlh, ;q=9", "Accept-Charset: *;q=0", "TE: trailers;q=0", "Expect: 100-evil",
        ])
        {
            await AskPlainAsync(odd);
            foreach (var path in (string[])["/", "/search?q=x", _story])
            {
                var page = await AskAsync(path, odd);
                Assert.True(page.Status == 200, $"{path} {odd}: {page.Head}");
            }

            Assert.Equal(404, (await AskAsync("/nowhere", odd)).Status);
        }

        AssertRefused(400, await AskAsync("/latest.atom", "Accept-Encoding: \u00ff"), "no UTF-8");
    }

    [Fact]
    public async Task BAD_84_Pages_of_any_origin_may_read_feeds_without_credentials_and_nothing_else()
    {
        string[] headers = [$"Origin: https://{Evil}.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match, authorization", "Cookie: a=b"];
        foreach (var path in (string[])["/latest.atom", "/latest.rss", "/latest.json", "/top-stories.atom", "/channels/all/latest.json", "/feeds.opml"])
        {
            var preflight = await SendAsync(Request("OPTIONS", path, headers));
            Assert.True(preflight.Status == 204, $"{path}: {preflight.Text}");
            Assert.DoesNotContain("authorization", preflight.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
            Assert.Equal("GET, HEAD", preflight.Header("Access-Control-Allow-Methods"));
            foreach (var answer in (RawAnswer[])[preflight, await AskAsync(path, headers), await AskAsync(path, "Origin: null")])
            {
                Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
                Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
                Assert.DoesNotContain(Evil, answer.Text, StringComparison.Ordinal);
            }
        }

        List<RawAnswer> closed = [];
        foreach (var path in (string[])["/", "/search?q=x", _story, _story + "/rate", "/nowhere"])
        {
            closed.AddRange([await AskAsync(path, headers), await SendAsync(Request("OPTIONS", path, headers))]);
        }

        foreach (var path in (string[])["/", "/api/v1/feeds", "/api/v1/keys", "/metrics", "/nowhere"])
        {
            closed.AddRange([await SendAsync(Request("GET", path, headers), _hub!.AdminUrl.Port), await SendAsync(Request("OPTIONS", path, headers), _hub.AdminUrl.Port)]);
        }

        Assert.All(closed, answer =>
        {
            Assert.NotEqual(0, answer.Status);
            Assert.DoesNotContain("Access-Control-", answer.Head, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task BAD_85_No_page_of_either_listener_may_be_framed()
    {
        var pages = _hub!.Services.GetRequiredService<PublishedDocuments>().All.Where(document => document.IsPage).Select(document => document.Path).ToList();
        Assert.Contains("/", pages);
        foreach (var path in (string[])[.. pages, "/archive", "/search?q=x", _story + "/rate", "/nowhere"])
        {
            AssertNotFramed(path, await AskAsync(path, "Accept: text/html"));
        }

        foreach (var path in (string[])["/", "/feeds/one", "/nowhere"])
        {
            AssertNotFramed(path, await SendAsync(Request("GET", path, ["Accept: text/html"]), _hub.AdminUrl.Port));
        }

        Note($"{pages.Count} published pages");
    }

    private static void AssertNotFramed(string path, RawAnswer answer)
    {
        Assert.True(answer.Status is 200 or 404, $"{path}: {answer.Text}");
        Assert.True(answer.Header("Content-Security-Policy")?.Contains("frame-ancestors 'none'", StringComparison.Ordinal) == true, $"{path}: {answer.Head}");
    }

    /// <summary>One answer of this status, nothing behind it, and the end of the connection.</summary>
    private static void AssertRefused(int status, RawAnswer answer, string what)
    {
        Assert.True(answer.Status == status, $"{what}: {answer.Text}");
        Assert.Equal(1, answer.Count);
        Assert.Equal("close", answer.Header("Connection"));
        Assert.True(answer.Body is "" or "Bad request\n", answer.Body);
    }

    /// <summary>The answer is the one that a plain question gets, to the byte and with the same validators.</summary>
    private async Task<RawAnswer> AssertSameAsync(string path, Func<Task<RawAnswer>> askAsync)
    {
        var before = await AskAsync(path);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (answer, after) = (await askAsync(), await AskAsync(path));
            if (before.Body == after.Body) // else it was published anew meanwhile
            {
                Assert.Equal(before.Status, answer.Status);
                Assert.Equal(before.Body, answer.Body);
                foreach (var name in (string[])["ETag", "Last-Modified", "Vary", "Cache-Control", "Content-Type", "Link"])
                {
                    Assert.Equal(before.Header(name), answer.Header(name));
                }

                return answer;
            }

            before = after;
        }

        throw new InvalidOperationException($"{path} is never the same");
    }

    /// <summary>Asks for a feed, whatever the coding of the answer.</summary>
    private async Task<RawAnswer> AskPlainAsync(string header)
    {
        var (answer, document) = (await AskAsync("/latest.atom", header), (await AskAsync("/latest.atom")).Body);
        Assert.True(answer.Status == 200, $"{header}: {answer.Head}");
        Assert.Equal("Accept-Encoding", answer.Header("Vary"));
        Assert.Equal(document, Decoded(answer));
        return answer;
    }

    private static string Decoded(RawAnswer answer)
    {
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(answer.Body));
        using Stream stream = answer.Header("Content-Encoding") switch
        {
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task<RawAnswer> VoteAsync(string forwardedFor)
    {
        var token = Token.Match((await AskAsync(_story + "/rate")).Body).Groups[1].Value;
        var form = $"stars=5&token={Uri.EscapeDataString(token)}";
        return await SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {_story}/rate HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forwardedFor}\r\nForwarded: for={forwardedFor}\r\nX-Real-IP: {forwardedFor}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\nConnection: close\r\n\r\n{form}"));
    }

    /// <summary>A hundred readers, each by a connection of its own, while something else goes on.</summary>
    private async Task OthersAreAnsweredAsync(string during)
    {
        var times = new List<TimeSpan>();
        for (var number = 0; number < 100; number++)
        {
            var askedAt = TimeProvider.System.GetTimestamp();
            Assert.Equal(200, (await AskAsync("/latest.atom")).Status);
            times.Add(TimeProvider.System.GetElapsedTime(askedAt));
        }

        times.Sort();
        Note($"during {during}, of 100 answers the middle one took {times[50].TotalMilliseconds:0.0} ms and the slowest {times[99].TotalMilliseconds:0.0} ms");
        Assert.True(times[99] < _patience, $"{times[99]}");
    }

    /// <summary>Sends a byte a second until the other side has enough.</summary>
    private static async Task<string> TrickleAsync(RawConnection connection)
    {
        var end = connection.ReadToEndAsync();
        using var ticker = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, ticker.WaitForNextTickAsync(Cancellation).AsTask());
            await connection.TrySendAsync("x");
        }

        return await end;
    }

    private static async Task<int> AskAgainAsync(RawConnection connection)
    {
        Assert.True(await connection.TrySendAsync("GET /latest.atom HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return (await connection.ReadAnswerAsync()).Status;
    }

    private Task<RawAnswer> AskAsync(string target, params string[] headers) => SendAsync(Request("GET", target, headers));

    /// <summary>Asks again where a reset took the answer away: the connection was closed before all that was sent had arrived.</summary>
    private static async Task<RawAnswer> AnsweredAsync(Func<Task<RawAnswer>> askAsync)
    {
        var answer = await askAsync();
        for (var attempt = 0; attempt < 20 && answer.Text.Length == 0; attempt++)
        {
            answer = await askAsync();
        }

        return answer;
    }

    private static string Request(string method, string target, string[] headers) =>
        $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Connection: close\r\n\r\n";

    private async Task<RawAnswer> SendAsync(string request, int? port = null)
    {
        using var connection = await RawConnection.OpenAsync(port ?? Port);
        await connection.TrySendAsync(request);
        return RawAnswer.Of(await connection.ReadToEndAsync());
    }

    private static string Frame(int type, int flags, int stream, string payload) =>
        $"\0\0{(char)payload.Length}{(char)type}{(char)flags}\0\0{(char)(stream >> 8)}{(char)(stream & 255)}{payload}";

    private static void Note(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(figure));

    [GeneratedRegex("/stories/[0-9a-f-]{36}")]
    private static partial Regex Story { get; }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token { get; }
}
