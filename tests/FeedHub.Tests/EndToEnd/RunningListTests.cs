using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>The list while the service runs.</summary>
public sealed class RunningListTests
{
    [Fact]
    public async Task BAD_61_F_51_A_valid_change_is_followed_and_an_invalid_one_changes_nothing_but_is_told()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        using var bench = new Workbench();
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            origin.Answer("/feed", new GrowingFeed($"blog{index}").AnswerAsync, address);
        }

        var urls = origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri).ToList();
        bench.WriteList(urls[0]);
        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("the first feed is read", async () => (await Published.LatestItemsAsync(bench.Url)).Count > 0);

        await File.WriteAllTextAsync(bench.ListPath, "{ \"title\": \"Test\",\n  \"chanels\": [] }", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("status tells the mistake", async () => (await MistakesAsync(bench)).Count > 0);
        Assert.Contains(await MistakesAsync(bench), line => line.StartsWith("2:3: ", StringComparison.Ordinal));
        Assert.Contains("chanels", service.Error, StringComparison.Ordinal);
        Assert.NotEmpty(await Published.LatestItemsAsync(bench.Url));

        bench.WriteList(urls);
        await Eventually.HoldsAsync("the second feed is read", async () =>
            (await Published.LatestItemsAsync(bench.Url)).Any(item => item.GetProperty("title").GetString()!.StartsWith("blog1", StringComparison.Ordinal)));
        Assert.Empty(await MistakesAsync(bench));
    }

    [Fact]
    public async Task A_feed_that_joins_later_brings_at_most_ten_of_its_past_into_latest()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        using var bench = new Workbench();
        origin.Answer("/feed", new GrowingFeed("first").AnswerAsync, origin.Addresses[0]);
        origin.Serve("/feed", OriginDocument.Of(Past(25)), origin.Addresses[1]);
        var urls = origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri).ToList();
        bench.WriteList(urls[0]);
        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("the first round is over", async () => (await StatusAsync(bench)).GetProperty("firstRoundDone").GetBoolean());

        bench.WriteList(urls);
        await Eventually.HoldsAsync("the second feed is read", async () => (await JoinedAsync(bench)).Count > 0);

        Assert.Equal(
            Enumerable.Range(15, 10).Select(day => $"past {day}"),
            (await JoinedAsync(bench)).Order(StringComparer.Ordinal));
        Assert.Equal(25, (await StatusAsync(bench)).GetProperty("feeds")[1].GetProperty("entryCount").GetInt32());
    }

    private static string Past(int count) =>
        "<rss version='2.0'><channel><title>Past</title><link>http://past.example/</link>"
        + string.Concat(Enumerable.Range(0, count).Select(day =>
            $"<item><guid>http://past.example/{day}</guid><title>past {day:00}</title><link>http://past.example/{day}</link>"
            + $"<pubDate>{new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day):R}</pubDate></item>"))
        + "</channel></rss>";

    private static async Task<List<string>> JoinedAsync(Workbench bench) =>
        [.. (await Published.LatestItemsAsync(bench.Url))
            .Select(item => item.GetProperty("title").GetString()!)
            .Where(title => title.StartsWith("past", StringComparison.Ordinal))];

    private static async Task<List<string>> MistakesAsync(Workbench bench) =>
        [.. (await StatusAsync(bench)).GetProperty("listMistakes").EnumerateArray().Select(line => line.GetString()!)];

    private static async Task<JsonElement> StatusAsync(Workbench bench)
    {
        using var document = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
        return document.RootElement.Clone();
    }
}
