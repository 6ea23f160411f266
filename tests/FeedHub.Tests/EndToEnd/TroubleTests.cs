using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>A bad feed delays no other, and is told by name.</summary>
public sealed class TroubleTests
{
    private const int GoodCount = 10;

    [Fact]
    public async Task F_10_F_14_Feeds_that_hang_reset_answer_html_or_never_end_delay_no_other_and_are_reported_by_name()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(GoodCount + 7));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Fetching__Timeout"] = "00:00:20"; // the good ones are through long before
        var bad = new Dictionary<string, Microsoft.AspNetCore.Http.RequestDelegate>
        {
            ["hangs"] = Answers.Hang(),
            ["hangs-in-body"] = Answers.HangInBody(),
            ["resets"] = Answers.Reset(),
            ["html"] = Answers.HtmlPage(),
            ["endless"] = Answers.Endless(),
            ["bomb"] = Answers.GzipBomb(),
            ["missing"] = Answers.Status(404),
        };
        var feeds = new List<object>();
        foreach (var ((name, answer), address) in bad.Zip(origin.Addresses))
        {
            origin.Answer("/feed", answer, address);
            feeds.Add(new { url = origin.UrlOf("/feed", address).AbsoluteUri, id = name });
        }

        foreach (var (address, index) in origin.Addresses.Skip(bad.Count).Select((address, index) => (address, index)))
        {
            origin.Answer("/feed", new GrowingFeed($"good{index}").AnswerAsync, address);
            feeds.Add(new { url = origin.UrlOf("/feed", address).AbsoluteUri, id = $"good{index}" });
        }

        bench.WriteList(feeds);
        await using var service = await bench.StartAsync();

        await Eventually.HoldsAsync("every good feed is read while the bad ones hang", async () =>
            (await Published.LatestItemsAsync(bench.Url)).Count >= GoodCount * 4);
        var before = await StatusAsync(bench);
        Assert.Contains(before.Values, feed => feed.State == "new"); // a hanging one, still under way

        await Eventually.HoldsAsync("every bad feed is told", async () => (await StatusAsync(bench)).Values.Count(feed => feed.State is "slow" or "not-a-feed") == bad.Count);
        var status = await StatusAsync(bench);
        Assert.Equal("timeout", status["hangs"].Outcome);
        Assert.Equal("timeout", status["hangs-in-body"].Outcome);
        Assert.Equal("reset", status["resets"].Outcome);
        Assert.Equal("html", status["html"].Outcome);
        Assert.Equal("too-large", status["endless"].Outcome);
        Assert.Equal("compression-bomb", status["bomb"].Outcome);
        Assert.Equal("http-404", status["missing"].Outcome);
        var printed = await bench.RunAsync("status");
        Assert.Equal(1, printed.ExitCode);
        Assert.All(bad.Keys, name => Assert.Contains(name, printed.Output, StringComparison.Ordinal));
    }

    private static async Task<Dictionary<string, (string State, string? Outcome)>> StatusAsync(Workbench bench)
    {
        var status = await bench.RunAsync("status", "--json");
        using var document = JsonDocument.Parse(status.Output);
        return document.RootElement.GetProperty("feeds").EnumerateArray().ToDictionary(
            feed => feed.GetProperty("id").GetString()!,
            feed => (feed.GetProperty("state").GetString()!, feed.TryGetProperty("lastOutcome", out var outcome) ? outcome.GetString() : null));
    }
}
