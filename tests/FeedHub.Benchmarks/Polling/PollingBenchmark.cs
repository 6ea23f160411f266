using System.Diagnostics;
using System.Globalization;
using System.Net;
using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.Deduplicating;
using FeedHub.Normalizing;
using FeedHub.Pipelines;
using FeedHub.Reading;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Polling;

/// <summary>
/// Whole rounds over many feeds of loopback, beside what bounds them: from empty against a bare loop that inserts the same documents into the
/// same store, and all unchanged against a bare loop of HttpClient at the same concurrency; and a Python script that does both.
/// </summary>
internal static class PollingBenchmark
{
    private const int Concurrency = 64;
    private const int TransactionEntryCount = 1_000;
    private const int OriginCount = 500;
    private const int WarmUpFeedCount = 1_000;
    private static TimeSpan _toldAt;

    public static async Task<int> RunAsync(string[] args)
    {
        var feedCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5_000;
        var laterRounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
        var directory = Directory.CreateTempSubdirectory("feedhub-polling-");
        var port = Loopback.FreePort();
        using var origin = await Loopback.StartOriginAsync(port);
        try
        {
            Uri[] urls = [.. Enumerable.Range(0, feedCount).Select(number => UrlOf(number, port))];
            var list = Path.Combine(directory.FullName, "feeds.json");
            await WriteListAsync(list, urls);
            await WarmUpAsync(urls, Directory.CreateDirectory(Path.Combine(directory.FullName, "warm")).FullName);

            var bareInserts = await InsertAsync(urls, Path.Combine(directory.FullName, "bare"));
            Tell("bare inserts", feedCount * BlogOrigin.EntryCount, "entries", bareInserts);

            await using var hub = await StartHubAsync(list, Path.Combine(directory.FullName, "data"));
            var polls = hub.Services.GetRequiredService<PollDueFeeds>();
            var fromEmpty = await RoundAsync(polls, feedCount, Outcome: "ok");
            Tell("from empty", feedCount * BlogOrigin.EntryCount, "entries", fromEmpty);
            Console.WriteLine($"  = {bareInserts / fromEmpty:0.00} of the bare inserts (at least 0.70)");

            var bareFetches = new List<TimeSpan>();
            var unchanged = new List<TimeSpan>();
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
            await FetchAsync(client, urls);
            for (var pair = 0; pair < 5; pair++)
            {
                bareFetches.Add(await FetchAsync(client, urls));
                unchanged.Add(await RoundAsync(polls, feedCount, Outcome: "not-modified"));
            }

            Tell("bare fetches", feedCount, "feeds", Median(bareFetches));
            Tell("all unchanged", feedCount, "feeds", Median(unchanged));
            Console.WriteLine($"  = {Median(bareFetches) / Median(unchanged):0.00} of the bare fetches (at least 0.35)");

            TellMemory("after 6 rounds");
            for (var round = 0; round < laterRounds; round++)
            {
                await RoundAsync(polls, feedCount, Outcome: "not-modified");
            }

            TellMemory($"after {laterRounds} more");
            await PeerAsync(list, directory.FullName, fromEmpty, Median(unchanged));
            return 0;
        }
        finally
        {
            origin.StandardInput.Close();
            await origin.WaitForExitAsync();
            directory.Delete(recursive: true);
        }
    }

    private static Task WriteListAsync(string list, IEnumerable<Uri> urls) => File.WriteAllTextAsync(list, $$"""
        { "title": "Many", "channels": [ { "name": "All", "feeds": [ {{string.Join(",\n", urls.Select(url => $"\"{url}\""))}} ] } ] }
        """);

    /// <summary>Start-up is taken off on both sides: the code of both ways is compiled here, in stores of its own.</summary>
    private static async Task WarmUpAsync(IReadOnlyList<Uri> urls, string directory)
    {
        Uri[] some = [.. urls.Take(WarmUpFeedCount)];
        var list = Path.Combine(directory, "feeds.json");
        await WriteListAsync(list, some);
        await InsertAsync(some, Path.Combine(directory, "bare"));
        await using var hub = await StartHubAsync(list, Path.Combine(directory, "data"));
        await RoundAsync(hub.Services.GetRequiredService<PollDueFeeds>(), some.Length, Outcome: "ok");
        _toldAt = Process.GetCurrentProcess().TotalProcessorTime;
    }

    private static Uri UrlOf(int number, int port)
    {
        var origin = number % OriginCount;
        return new Uri($"http://127.0.{(origin / 250) + 1}.{(origin % 250) + 1}:{port}/{number}");
    }

    private static async Task<HubHost> StartHubAsync(string list, string data)
    {
        var hub = await HubHost.CreateForCommandAsync(
            new HubSettings(list, data, "http://localhost:8080", new Dictionary<string, string?>
            {
                ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
                ["FeedHub:Polling:MinInterval"] = "00:00:00",
                ["FeedHub:Polling:OriginGap"] = "00:00:00",
                ["FeedHub:Polling:MaxConcurrency"] = Concurrency.ToString(CultureInfo.InvariantCulture),
            }),
            CancellationToken.None);
        await hub.StartAsync(CancellationToken.None);
        return hub;
    }

    private static async Task<TimeSpan> RoundAsync(PollDueFeeds polls, int feedCount, string Outcome)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        var summary = await polls.PollAsync(all: true, _ => { }, new Progress<PollReport>(), CancellationToken.None);
        var elapsed = TimeProvider.System.GetElapsedTime(startedAt);
        var count = summary.Reports.Count(report => report.Outcome == Outcome);
        return count == feedCount
            ? elapsed
            : throw new InvalidOperationException(
                $"{count} of {feedCount} feeds came to {Outcome}: {summary.Reports.FirstOrDefault(report => report.Outcome != Outcome)}, {summary.Skipped.FirstOrDefault()}");
    }

    /// <summary>The entries and articles that the pipeline would make of the documents, put into a store a thousand at a time.</summary>
    private static async Task<TimeSpan> InsertAsync(IReadOnlyList<Uri> urls, string data)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
        var elapsed = TimeSpan.Zero;
        await using var store = await LiteDbStore.OpenAsync(data, TimeProvider.System, _ => { }, CancellationToken.None);
        var assigner = new ArticleAssigner(new Dictionary<string, Article>(), new HashSet<string>(), new Dictionary<string, string>(), _ => null);
        var entries = new List<Entry>();
        for (var number = 0; number < urls.Count; number++)
        {
            var document = BlogOrigin.Document(number.ToString(CultureInfo.InvariantCulture));
            var parsed = ((ReadOutcome.Read)FeedReader.Read(document, new DocumentContext(urls[number], "application/atom+xml"))).Feed;
            var profile = EntryNormalizer.Profile(parsed);
            entries.AddRange(EntryNormalizer.Draft(parsed, new FeedId($"f{number}"), default).Drafts
                .Select(draft => assigner.Assign(EntryNormalizer.Finish(draft, profile, null, now), isFirstVisit: true, inLatest: true)));
            if (entries.Count < TransactionEntryCount && number < urls.Count - 1)
            {
                continue;
            }

            var commit = new StoreCommit { Entries = [.. entries], Articles = [.. assigner.Changed] };
            entries.Clear();
            assigner = new ArticleAssigner(new Dictionary<string, Article>(), new HashSet<string>(), new Dictionary<string, string>(), _ => null);
            var startedAt = TimeProvider.System.GetTimestamp();
            await store.CommitAsync(commit, CancellationToken.None);
            elapsed += TimeProvider.System.GetElapsedTime(startedAt);
        }

        return elapsed;
    }

    private static async Task<TimeSpan> FetchAsync(HttpClient client, IReadOnlyList<Uri> urls)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (url, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{url.AbsolutePath[1..]}\"");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.NotModified)
            {
                throw new InvalidOperationException($"{url} answered {answer.StatusCode}");
            }
        });
        return TimeProvider.System.GetElapsedTime(startedAt);
    }

    private static async Task PeerAsync(string list, string directory, TimeSpan fromEmpty, TimeSpan unchanged)
    {
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Polling", "peer.py"), list, Path.Combine(directory, "peer.sqlite") },
            RedirectStandardOutput = true,
        };
        if (!File.Exists(start.FileName))
        {
            Console.WriteLine("no /usr/bin/python3, so the script is skipped");
            return;
        }

        using var peer = Process.Start(start)!;
        var lines = (await peer.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await peer.WaitForExitAsync();
        if (peer.ExitCode != 0 || lines.Length < 2)
        {
            Console.WriteLine("the script failed (it needs python3-feedparser and python3-requests)");
            return;
        }

        var seconds = lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        Console.WriteLine($"Python script: {seconds[0]:0.0} s from empty, {seconds[1]:0.0} s unchanged");
        Console.WriteLine($"  = {seconds[0] / fromEmpty.TotalSeconds:0.0} times ours from empty (at least 4), {seconds[1] / unchanged.TotalSeconds:0.0} times unchanged (at least 10)");
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(times.Count() / 2);

    private static void Tell(string what, int count, string unit, TimeSpan time)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {time.TotalSeconds:0.00} s, {count / time.TotalSeconds:0} {unit}/s; {(processor - _toldAt).TotalSeconds:0.00} s of processors since the last line"));
        _toldAt = processor;
    }

    private static void TellMemory(string when)
    {
        var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory {when}: {process.WorkingSet64 / 1e6:0} MB, at most {process.PeakWorkingSet64 / 1e6:0} MB (under 300); heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0} MB"));
    }
}
