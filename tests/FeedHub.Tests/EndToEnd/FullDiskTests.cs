using System.Diagnostics;

namespace FeedHub.EndToEnd;

/// <summary>F-33: a full disk pauses polling, not serving, and ends by itself when there is room again.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F33_a_full_disk_pauses_polling_while_serving_goes_on_and_recovers_by_itself()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(4));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Polling__Interval"] = "00:00:00.200";
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            origin.Answer("/feed", new GrowingFeed($"blog{index}").AnswerAsync, address);
        }

        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        await using var disk = await SmallDisk.MountAsync(bench.DataPath);
        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("entries are served", async () => (await Published.LatestItemsAsync(bench.Url)).Count > 20);

        disk.Fill();
        await Eventually.HoldsAsync("polling pauses", () => Task.FromResult(service.Error.Contains("Polling pauses", StringComparison.Ordinal)));
        var requestCount = origin.Requests.Count;
        var served = (await Published.LatestItemsAsync(bench.Url)).Count;
        Assert.True(served > 20);
        using (var window = new PeriodicTimer(TimeSpan.FromSeconds(3)))
        {
            await window.WaitForNextTickAsync(Cancellation);
        }

        Assert.InRange(origin.Requests.Count - requestCount, 0, origin.Addresses.Count); // at most what was claimed before
        Assert.InRange(service.Error.Split("Polling pauses").Length - 1, 1, 5); // and the log does not fill the disk further

        disk.Free();
        await Eventually.HoldsAsync("polling goes on", () => Task.FromResult(origin.Requests.Count > requestCount + 20));
        Assert.Equal(0, (await service.StopAsync()).ExitCode);
        Assert.DoesNotContain("damaged", service.Error, StringComparison.Ordinal);
    }

    /// <summary>A file system of a few megabytes.</summary>
    private sealed class SmallDisk : IAsyncDisposable
    {
        private readonly string _path;

        private SmallDisk(string path) => _path = path;

        private string Filler => Path.Combine(_path, "filler");

        public static async Task<SmallDisk> MountAsync(string path)
        {
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsLinux() || await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "feedhub-test", path) != 0)
            {
                const string message = "No small file system can be mounted here (Linux and its root may), so a full disk is not tested.";
                Assert.False(Environment.GetEnvironmentVariable("FEEDHUB_TEST_REQUIRE") == "all", message);
                Assert.Skip(message);
            }

            return new SmallDisk(path);
        }

        public void Fill()
        {
            using var file = File.Create(Filler);
            var block = new byte[4096];
            try
            {
                while (true)
                {
                    file.Write(block);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Free() => File.Delete(Filler);

        public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", _path);

        private static async Task<int> RunAsync(string program, params string[] args)
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
    }
}
