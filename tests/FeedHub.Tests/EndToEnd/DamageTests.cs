using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>F-36: a damaged store is found at the start, moved aside, and filled again by polling under the same ids.</summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData("overwritten")]
    [InlineData("truncated")]
    [InlineData("garbage")]
    public async Task F36_a_damaged_store_is_moved_aside_and_filled_again_under_the_same_ids(string damage)
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(3));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Latest__Count"] = "5000";
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            origin.Serve("/feed", OriginDocument.Of(Feed(index)), address);
        }

        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);
        IReadOnlyList<string> ids;
        await using (var service = await bench.StartAsync())
        {
            ids = await IdsAsync(bench);
            await service.StopAsync();
        }

        await DamageAsync(Path.Combine(bench.DataPath, "feedhub.db"), damage);
        await using var again = await bench.StartAsync();
        await Eventually.HoldsAsync("everything is back", async () => (await IdsAsync(bench)).Count == ids.Count);

        Assert.Equal(ids, await IdsAsync(bench));
        Assert.NotEmpty(Directory.GetFiles(bench.DataPath, "feedhub.db.damaged-*"));
        var status = await bench.RunAsync("status", "--json");
        using var document = JsonDocument.Parse(status.Output);
        Assert.Contains("damaged", document.RootElement.GetProperty("storeNotice").GetString(), StringComparison.Ordinal);
    }

    private static string Feed(int index) =>
        $"<rss version='2.0'><channel><title>Blog {index}</title><link>http://{index}.example/</link>"
        + string.Concat(Enumerable.Range(0, 40).Select(item =>
            $"<item><guid isPermaLink='false'>{index}-{item}</guid><title>{index} {item}</title><link>http://{index}.example/{item}</link>"
            + $"<description>{string.Join(' ', Enumerable.Range(item, 200))}</description></item>"))
        + "</channel></rss>";

    private static async Task DamageAsync(string path, string damage)
    {
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var random = new Random(36);
        switch (damage)
        {
            case "overwritten":
                for (var offset = 4096; offset + 4096 < bytes.Length; offset += 12_288)
                {
                    random.NextBytes(bytes.AsSpan(offset, 4096));
                }

                break;
            case "truncated":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            default:
                random.NextBytes(bytes);
                break;
        }

        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(Workbench bench) =>
        [.. (await Published.LatestItemsAsync(bench.Url)).Select(item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
}
