using System.IO.Compression;
using System.Text;

namespace FeedHub.Fetching;

public sealed class BodyTests : IDisposable
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes("<rss>" + string.Join(' ', Enumerable.Range(0, 5000)) + "</rss>");

    private readonly FetchingHarness harness = new();

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    public async Task PP_19_Every_coding_we_ask_for_and_deflate_is_decoded(string coding)
    {
        var body = Encode(coding, Document);

        var modified = Assert.IsType<FetchOutcome.Modified>(await FetchAsync(body, coding.Split(' ')[^1]));

        Assert.Equal(Document, modified.Body.ToArray());
        Assert.Equal(body.Length, modified.Trace.ReceivedBytes);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task PP_19_F_12_A_body_that_does_not_match_its_coding_fails(string coding) =>
        FetchingHarness.AssertFailed("bad-encoding", await FetchAsync([0xff, .. Document], coding));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task F_12_Compressed_data_that_breaks_off_fails(string coding) =>
        FetchingHarness.AssertFailed("bad-encoding", await FetchAsync(Encode(coding, Document)[..2000], coding));

    [Theory]
    [InlineData("gzip", 2_000)]
    [InlineData("deflate", 2_000)]
    [InlineData("gzip", -6)] // the sum of the bytes
    [InlineData("deflate", -2)]
    public async Task F_12_A_bit_that_flipped_on_the_way_is_noticed(string coding, int at)
    {
        var body = Encode(coding, Document);
        body[at < 0 ? body.Length + at : at] ^= 1;

        FetchingHarness.AssertFailed("bad-encoding", await FetchAsync(body, coding));
    }

    [Theory]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, br")]
    [InlineData("zstd")]
    public async Task BAD_23_F_12_Chains_and_unknown_codings_fail(string coding) =>
        FetchingHarness.AssertFailed("bad-encoding", await FetchAsync(Document, coding));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task BAD_23_A_bomb_is_defused(string coding)
    {
        var bomb = Encode(coding, new byte[32 * 1024 * 1024]);

        FetchingHarness.AssertFailed("compression-bomb", await FetchAsync(bomb, coding));
    }

    [Fact]
    public async Task A_bomb_in_the_tail_stops_at_the_cap()
    {
        var noise = new byte[2 * 1024 * 1024];
        new Random(1).NextBytes(noise);

        FetchingHarness.AssertFailed("too-large", await FetchAsync(Encode("gzip", [.. noise, .. new byte[32 * 1024 * 1024]]), "gzip"));
    }

    [Fact]
    public async Task A_small_document_may_compress_as_well_as_it_likes() =>
        Assert.IsType<FetchOutcome.Modified>(await FetchAsync(Encode("gzip", new byte[1024 * 1024]), "gzip"));

    [Fact]
    public async Task BAD_24_F_14_An_endless_body_stops_at_the_cap()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Endless());

        var failed = FetchingHarness.AssertFailed("too-large", await harness.FetchAsync(origin.FeedUrl));

        Assert.InRange(failed.Trace.ReceivedBytes, 10 * 1024 * 1024, 11 * 1024 * 1024);
    }

    [Fact]
    public async Task BAD_24_F_14_A_body_announced_as_5_GB_is_not_even_begun()
    {
        using var origin = RawOrigin.Start("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n<rss/>");

        var failed = FetchingHarness.AssertFailed("too-large", await harness.FetchAsync(origin.Url));

        Assert.Equal(0, failed.Trace.ReceivedBytes);
    }

    [Fact]
    public async Task BAD_23_A_bomb_in_the_tail_of_what_looks_sound_is_defused()
    {
        var sound = new byte[1024 * 1024];
        new Random(1).NextBytes(sound);

        var failed = FetchingHarness.AssertFailed("too-large", await FetchAsync(Encode("gzip", [.. sound, .. new byte[64 * 1024 * 1024]]), "gzip"));

        Assert.InRange(failed.Trace.ReceivedBytes, 1024 * 1024, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task F_15_A_document_of_a_million_entries_is_left_at_its_cap()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, async context =>
        {
            var item = Encoding.UTF8.GetBytes($"<item><title>One</title><description>{new string('x', 200)}</description></item>");
            await context.Response.Body.WriteAsync("<rss><channel>"u8.ToArray(), context.RequestAborted);
            for (var entry = 0; entry < 1_000_000; entry++)
            {
                await context.Response.Body.WriteAsync(item, context.RequestAborted);
            }
        });

        var failed = FetchingHarness.AssertFailed("too-large", await harness.FetchAsync(origin.FeedUrl));

        Assert.InRange(failed.Trace.ReceivedBytes, 10 * 1024 * 1024, 11 * 1024 * 1024);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>", "truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n", "truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>\r\n", "bad-response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<rss/>", "bad-response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\n<rss/>", "bad-response")]
    [InlineData("<rss/>\r\n\r\n", "bad-response")]
    [InlineData("<rss/>", "reset")]
    [InlineData("", "reset")]
    public async Task BAD_25_BAD_89_F_8_F_13_What_is_no_complete_answer_fails(string answer, string code)
    {
        using var origin = RawOrigin.Start(answer);

        FetchingHarness.AssertFailed(code, await harness.FetchAsync(origin.Url));
    }

    [Fact]
    public async Task BAD_25_F_13_What_follows_the_announced_length_is_not_read()
    {
        using var origin = RawOrigin.Start("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>HTTP/1.1 200 OK\r\n\r\nforged");

        var modified = Assert.IsType<FetchOutcome.Modified>(await harness.FetchAsync(origin.Url));

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(modified.Body.Span));

        // Nor does it answer the next question: the connection is gone, and nobody takes another here.
        using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            harness.Fetcher.FetchAsync(FetchingHarness.SourceOf(origin.Url), origin.Url, [], static () => { }, brief.Token));
    }

    [Fact]
    public async Task BAD_13_BAD_87_A_header_without_measure_fails()
    {
        using var origin = RawOrigin.Start($"HTTP/1.1 302 Found\r\nLocation: /{new string('x', 5_000_000)}\r\n\r\n");

        FetchingHarness.AssertFailed("header-too-large", await harness.FetchAsync(origin.Url));
    }

    public void Dispose() => harness.Dispose();

    private async Task<FetchOutcome> FetchAsync(byte[] body, string coding)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer(OriginServer.FeedPath, Answers.Body(body, ("Content-Encoding", coding)));
        return await harness.FetchAsync(origin.FeedUrl);
    }

    private static byte[] Encode(string coding, byte[] bytes)
    {
        using var encoded = new MemoryStream();
        using (Stream encoder = coding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "raw deflate" => new DeflateStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BufferedStream(encoded),
        })
        {
            encoder.Write(bytes);
            if (encoder is BufferedStream)
            {
                encoder.Flush();
                return encoded.ToArray();
            }
        }

        return encoded.ToArray();
    }
}
