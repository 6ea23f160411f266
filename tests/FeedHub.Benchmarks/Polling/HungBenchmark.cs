using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Polling;

/// <summary>
/// What 500 origins that take a connection and never answer cost: the public page under a light load without them, with them, without and so
/// on, and how late the other feeds were visited meanwhile. The service, the origins and the load are processes of their own.
/// </summary>
internal static class HungBenchmark
{
    private const int HungCount = 500;
    private const int WellCount = 20;
    private const int ClientCount = 4;

    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(10); // of each client
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(10);

    /// <param name="args">Pairs of phases (3), and seconds of each (40).</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var pairCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var phase = TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40);
        var directory = Directory.CreateTempSubdirectory("feedhub-hung-");
        var list = Path.Combine(directory.FullName, "feeds.json");
        var data = Path.Combine(directory.FullName, "data");
        var page = new Uri($"http://127.0.0.1:{Loopback.FreePort()}/");
        var originPort = Loopback.FreePort();
        using var origin = await Loopback.StartOriginAsync(originPort);
        await WriteListAsync(list, originPort, withHung: false);
        using var service = StartService(list, data, page);
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            await WaitForPageAsync(client, page);
            await LoadAsync(client, page, phase / 4); // to warm up

            var without = new List<Latency>();
            var with = new List<Latency>();
            var stages = new List<(DateTimeOffset From, DateTimeOffset To)>();
            for (var pair = 0; pair < pairCount; pair++)
            {
                without.Add(Tell("without", await LoadAsync(client, page, phase), service));
                var from = TimeProvider.System.GetUtcNow();
                await WriteListAsync(list, originPort, withHung: true);
                with.Add(Tell("with", await LoadAsync(client, page, phase), service));
                stages.Add((from, TimeProvider.System.GetUtcNow()));
                await WriteListAsync(list, originPort, withHung: false);
            }

            without.Add(Tell("without", await LoadAsync(client, page, phase), service));
            var (before, after) = (Median(without, one => one.P99), Median(with, one => one.P99));
            Console.WriteLine($"median p50: {Median(without, one => one.P50).TotalMilliseconds:0.00} ms without, {Median(with, one => one.P50).TotalMilliseconds:0.00} ms with");
            Console.WriteLine($"median p99: {before.TotalMilliseconds:0.00} ms without, {after.TotalMilliseconds:0.00} ms with = {after / before:0.00} times (at most 2.00)");

            using (var stop = Process.Start("kill", ["-TERM", service.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await stop.WaitForExitAsync(); // in order: the journals go to the disk late
            }

            await service.WaitForExitAsync();
            await TellLatenessAsync(data, originPort, stages);
            return 0;
        }
        finally
        {
            service.Kill(); // nothing, where it has ended
            await service.WaitForExitAsync();
            origin.StandardInput.Close();
            await origin.WaitForExitAsync();
            directory.Delete(recursive: true);
        }
    }

    private static async Task WriteListAsync(string list, int port, bool withHung)
    {
        // Of feeds that are due together, those at the lower addresses come first: the well ones come last.
        var every = string.Create(CultureInfo.InvariantCulture, $"{_every.TotalSeconds:0}s");
        var well = Enumerable.Range(0, WellCount)
            .Select(number => new { id = $"well-{number:00}", url = $"http://127.9.0.{number + 1}:{port}/{number}", every });
        var hung = Enumerable.Range(0, withHung ? HungCount : 0)
            .Select(number => new { id = $"hung-{number:000}", url = $"http://127.2.{number / 250}.{(number % 250) + 1}:{port}{BlogOrigin.HangPath}", every });
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(new { title = "Hung", channels = new[] { new { name = "All", feeds = hung.Concat(well) } } }));
    }

    private static Process StartService(string list, string data, Uri page)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "feedhub.dll"), "run", "--feeds", list, "--data", data, "--urls", page.GetLeftPart(UriPartial.Authority) },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["FeedHub__Fetching__AllowedNetworks"] = "127.0.0.0/8";
        start.Environment["FeedHub__Polling__MinInterval"] = "00:00:00";
        start.Environment["FeedHub__Admin__Url"] = "";
        var service = Process.Start(start)!;
        service.ErrorDataReceived += static (_, _) => { };
        service.OutputDataReceived += static (_, _) => { };
        service.BeginErrorReadLine();
        service.BeginOutputReadLine();
        return service;
    }

    private static async Task WaitForPageAsync(HttpClient client, Uri page)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await ticker.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                using var answer = await client.GetAsync(page, patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
    }

    /// <summary>A few clients that keep their connections, each asking for the page at its pace.</summary>
    private static async Task<Latency> LoadAsync(HttpClient client, Uri page, TimeSpan time)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, ClientCount).Select(_ => Task.Run(async () =>
        {
            var times = new List<TimeSpan>();
            var startedAt = TimeProvider.System.GetTimestamp();
            using var pace = new PeriodicTimer(_pace);
            while (TimeProvider.System.GetElapsedTime(startedAt) < time && await pace.WaitForNextTickAsync())
            {
                var askedAt = TimeProvider.System.GetTimestamp();
                await client.GetByteArrayAsync(page);
                times.Add(TimeProvider.System.GetElapsedTime(askedAt));
            }

            return times;
        })));
        TimeSpan[] all = [.. clients.SelectMany(times => times).Order()];
        return new Latency(all.Length, all[all.Length / 2], all[all.Length * 99 / 100]);
    }

    /// <summary>From the journals: each visit of a well feed, beside the due time that the visit before had set.</summary>
    private static async Task TellLatenessAsync(string data, int port, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> stages)
    {
        await using var store = await LiteDbStore.OpenAsync(data, TimeProvider.System, _ => { }, CancellationToken.None);
        var hungVisits = (await store.ReadFeedsAsync(CancellationToken.None)).Where(state => state.Url.Host.StartsWith("127.2.", StringComparison.Ordinal)).Sum(state => state.VisitCount);
        Console.WriteLine($"visits of hung origins that were waited out: {hungVisits}");
        var worst = TimeSpan.Zero;
        for (var number = 0; number < WellCount; number++)
        {
            var journal = (await store.ReadJournalAsync(new FeedId($"well-{number:00}"), CancellationToken.None)).Reverse().ToList();
            var late = journal.Zip(journal.Skip(1))
                .Where(pair => stages.Any(stage => pair.Second.At >= stage.From && pair.Second.At <= stage.To))
                .Select(pair => pair.Second.At - pair.First.DueAt)
                .ToList();
            if (late.Count > 0)
            {
                worst = late.Max() > worst ? late.Max() : worst;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"well-{number:00}: {late.Count} visits, {late.Average(time => time.TotalSeconds):0.0} s late on average, {late.Max().TotalSeconds:0.0} s at most"));
            }
        }

        Console.WriteLine($"latest of all: {worst.TotalSeconds:0.0} s after its due time (at most 30)");
    }

    private static Latency Tell(string what, Latency latency, Process service)
    {
        service.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {latency.Count} requests, p50 {latency.P50.TotalMilliseconds:0.00} ms, p99 {latency.P99.TotalMilliseconds:0.00} ms; the service has used {service.TotalProcessorTime.TotalSeconds:0.0} s of processors so far"));
        return latency;
    }

    private static TimeSpan Median(IEnumerable<Latency> phases, Func<Latency, TimeSpan> of) => phases.Select(of).Order().ElementAt(phases.Count() / 2);

    /// <summary>How long the page took.</summary>
    private sealed record Latency(int Count, TimeSpan P50, TimeSpan P99);
}
