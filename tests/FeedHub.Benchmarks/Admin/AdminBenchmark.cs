using System.Globalization;
using System.Text.Json;
using FeedHub.Growth;

namespace FeedHub.Admin;

/// <summary>
/// What the admin listener takes to answer over a small and a large store, in turn, over loopback: with many feeds no page and no answer may
/// take longer than three times as long at the 95th percentile.
/// </summary>
internal static class AdminBenchmark
{
    private const int SmallFeedCount = 10;
    private const int LargeFeedCount = 2_000; // of 100 entries each
    private const int WarmUps = 50;
    private const int Rounds = 400;
    private const double MaxRatio = 3;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <param name="args">Feeds of the large store, and a directory where the stores are kept for the next time.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var largeCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : LargeFeedCount;
        var kept = args.Length > 1 ? Path.GetFullPath(args[1]) : null;
        var directory = kept ?? Directory.CreateTempSubdirectory("feedhub-admin-").FullName;
        try
        {
            var small = await GrowthBenchmark.FindOrMakeAsync(directory, SmallFeedCount);
            var large = await GrowthBenchmark.FindOrMakeAsync(directory, largeCount);
            var (smallUrl, largeUrl) = (FreeUrl(), FreeUrl());
            await using var smallRun = await ProgramRun.StartAsync(small, smallUrl);
            await using var largeRun = await ProgramRun.StartAsync(large, largeUrl);
            string[] urls = [smallUrl, largeUrl];
            var ids = await Task.WhenAll(urls.Select(FilledAsync));
            string[] paths =
                ["/", "/feeds", "/feeds?state=active&page=2", "/feeds/{id}", "/api/v1/feeds", "/api/v1/feeds?limit=10", "/api/v1/feeds/{id}", "/api/v1/feeds/{id}/journal", "/api/v1/entries", "/api/v1/entries?feed={id}", "/api/v1/stories", "/api/v1/report", "/metrics", "/health/ready"];
            var isWell = true;
            Console.WriteLine($"{"path",-34}{"small p50",12}{"large p50",12}{"small p95",12}{"large p95",12}{"ratio",8}   (ms)");
            foreach (var path in paths)
            {
                var times = new[] { new List<double>(), new List<double>() };
                for (var round = -WarmUps; round < Rounds; round++)
                {
                    for (var hub = 0; hub < 2; hub++)
                    {
                        var time = await AskAsync(urls[hub] + path.Replace("{id}", ids[hub], StringComparison.Ordinal));
                        if (round >= 0)
                        {
                            times[hub].Add(time);
                        }
                    }
                }

                var ratio = Share(times[1], 0.95) / Share(times[0], 0.95);
                isWell &= ratio <= MaxRatio;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path,-34}{Share(times[0], 0.5),12:0.00}{Share(times[1], 0.5),12:0.00}{Share(times[0], 0.95),12:0.00}{Share(times[1], 0.95),12:0.00}{ratio,8:0.00}"));
            }

            return isWell ? 0 : 1;
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static string FreeUrl() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ProgramRun.FreePort()}");

    /// <summary>Waits until the listener holds what it shows, and returns the id of a feed.</summary>
    private static async Task<string> FilledAsync(string url)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await ticker.WaitForNextTickAsync())
        {
            using var feeds = JsonDocument.Parse(await Http.GetStringAsync($"{url}/api/v1/feeds?limit=1"));
            if (feeds.RootElement.GetProperty("items") is { } items && items.GetArrayLength() > 0 && TimeProvider.System.GetElapsedTime(startedAt) > TimeSpan.FromSeconds(45))
            {
                return items[0].GetProperty("id").GetString()!;
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > MaxWait)
            {
                break;
            }
        }

        throw new InvalidOperationException("the feeds were not shown in time");
    }

    private static async Task<double> AskAsync(string url)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        using var answer = await Http.GetAsync(url);
        await answer.Content.ReadAsByteArrayAsync();
        answer.EnsureSuccessStatusCode();
        return TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds;
    }

    private static double Share(List<double> times, double share)
    {
        double[] sorted = [.. times.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
