using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>Feeds of a size that no feed has.</summary>
public sealed class HugeFeedTests
{
    private const int GoodCount = 5;
    private const long MaxBytes = 300_000_000;

    [Fact]
    public async Task F_15_BAD_48_Feeds_of_a_million_entries_take_little_memory_and_hold_up_no_other()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(GoodCount + 2));
        using var bench = new Workbench();
        origin.Answer("/feed", async context =>
        {
            // A million entries, 250 MB: left at the cap.
            var item = Encoding.UTF8.GetBytes($"<item><title>One</title><description>{new string('x', 200)}</description></item>");
            await context.Response.Body.WriteAsync("<rss><channel>"u8.ToArray(), context.RequestAborted);
            for (var entry = 0; entry < 1_000_000; entry++)
            {
                await context.Response.Body.WriteAsync(item, context.RequestAborted);
            }
        }, origin.Addresses[0]);
        // As many as go below the cap: ten thousand of them are read.
        origin.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0'><channel><title>T</title>"
            + string.Concat(Enumerable.Range(0, 250_000).Select(entry => $"<item><guid>urn:ex:{entry}</guid></item>")) + "</channel></rss>"), origin.Addresses[1]);
        foreach (var (index, address) in origin.Addresses.Skip(2).Index())
        {
            origin.Answer("/feed", new GrowingFeed($"good{index}").AnswerAsync, address);
        }

        bench.WriteList(origin.Addresses.Index().Select(feed => (object)new { id = $"f{feed.Index}", url = origin.UrlOf("/feed", feed.Item).AbsoluteUri }));
        await using var service = await bench.StartAsync();
        using var process = Process.GetProcessById(service.Id);

        Dictionary<string, (string? Outcome, int Count)> status = [];
        await Eventually.HoldsAsync("every feed is visited", async () => (status = await StatusAsync(bench)).Values.All(feed => feed.Outcome is not null));

        Assert.Equal(("too-large", 0), status["f0"]);
        Assert.Equal(("ok", 10_000), status["f1"]);
        Assert.All(status.Where(feed => feed.Key is not ("f0" or "f1")), feed => Assert.Equal(("ok", 4), feed.Value));
        TestContext.Current.TestOutputHelper?.WriteLine($"{process.PeakWorkingSet64 / 1e6:0} MB at most");
        Assert.InRange(process.PeakWorkingSet64, 0, MaxBytes);
    }

    private static async Task<Dictionary<string, (string? Outcome, int Count)>> StatusAsync(Workbench bench)
    {
        using var document = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
        return document.RootElement.GetProperty("feeds").EnumerateArray().ToDictionary(
            feed => feed.GetProperty("id").GetString()!,
            feed => (feed.TryGetProperty("lastOutcome", out var outcome) ? outcome.GetString() : null, feed.GetProperty("entryCount").GetInt32()));
    }
}
