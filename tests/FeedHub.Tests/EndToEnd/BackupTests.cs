using System.Security.Cryptography;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>A backup taken while the service polls.</summary>
public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_during_polling_restores_to_the_bytes_that_were_served_at_its_commit()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(8));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Polling__Interval"] = "00:00:00.200"; // something changes all the time
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            origin.Answer("/feed", new GrowingFeed($"blog{index}").AnswerAsync, address);
        }

        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        var file = Path.Combine(bench.Folder, "backup.zip");
        var served = new HashSet<string>(StringComparer.Ordinal);
        JsonElement receipt;
        await using (var service = await bench.StartAsync())
        {
            await origin.WaitForRequestsAsync(40, Cancellation);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var watching = WatchAsync(bench.Url, served, enough.Token);
            receipt = await BackupAsync(bench, file);
            await origin.WaitForRequestsAsync(origin.Requests.Count + 40, Cancellation); // polling goes on
            await enough.CancelAsync();
            await watching;
            await service.StopAsync();
        }

        using var restored = new Workbench();
        File.Copy(bench.ListPath, restored.ListPath);
        restored.Environment["FeedHub__PublicUrl"] = bench.Url.AbsoluteUri;
        Assert.Equal(0, (await restored.RunAsync("restore", file)).ExitCode);
        await using var again = await restored.StartAsync();

        foreach (var stamp in receipt.GetProperty("documents").EnumerateArray().Where(IsPromised))
        {
            using var answer = await RunningProgram.AskAsync(new Uri(restored.Url, stamp.GetProperty("path").GetString()![1..]));
            var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal(stamp.GetProperty("hash").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
            Assert.Equal(stamp.GetProperty("lastModified").GetDateTimeOffset(), answer.Content.Headers.LastModified);
        }

        var latest = receipt.GetProperty("documents").EnumerateArray().Single(stamp => stamp.GetProperty("path").GetString() == "/latest.atom");
        Assert.Contains(latest.GetProperty("hash").GetString()!, served);
        await again.StopAsync();
    }

    private static bool IsPromised(JsonElement stamp) => Published.Paths.Contains(stamp.GetProperty("path").GetString()![1..]);

    private static async Task<JsonElement> BackupAsync(Workbench bench, string file)
    {
        var backup = await bench.RunAsync("backup", file, "--json");
        Assert.Equal(0, backup.ExitCode);
        using var document = JsonDocument.Parse(backup.Output);
        return document.RootElement.Clone();
    }

    private static async Task WatchAsync(Uri url, HashSet<string> served, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            served.Add(Convert.ToHexStringLower(SHA256.HashData(await RunningProgram.GetAsync(new Uri(url, "latest.atom")))));
        }
    }
}
