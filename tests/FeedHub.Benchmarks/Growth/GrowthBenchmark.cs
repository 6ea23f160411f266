using System.Diagnostics;
using System.Globalization;
using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.Fetching;
using FeedHub.Pipelines;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Growth;

/// <summary>What a store costs when it has grown: the same work over a small and a large one, in turn, as medians and their ratio.</summary>
internal static class GrowthBenchmark
{
    private const int SmallFeedCount = 100;
    private const int LargeFeedCount = 10_000;
    private const int Rounds = 60;
    private const int Starts = 5;

    private static readonly TimeSpan MemoryRun = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(5);

    /// <param name="args">
    /// Feeds of the large store, 100 entries each; a directory where the stores are kept for the next time; and the only part to measure:
    /// <c>visits</c>, <c>starts</c> or <c>memory</c>.
    /// </param>
    public static async Task<int> RunAsync(string[] args)
    {
        var largeCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : LargeFeedCount;
        var kept = args.Length > 1 ? Path.GetFullPath(args[1]) : null;
        var directory = kept ?? Directory.CreateTempSubdirectory("feedhub-growth-").FullName;
        try
        {
            var small = await FindOrMakeAsync(directory, SmallFeedCount);
            var large = await FindOrMakeAsync(directory, largeCount);
            var (smallBlogs, largeBlogs) = (await small.ReadBlogsAsync(), await large.ReadBlogsAsync());
            await using var smallOrigin = await smallBlogs.ServeAsync(small.Port);
            await using var largeOrigin = await largeBlogs.ServeAsync(large.Port);
            string[] parts = args.Length > 2 ? args[2..3] : ["visits", "starts", "memory"];
            if (parts.Contains("visits"))
            {
                await MeasureVisitsAsync((small, smallBlogs), (large, largeBlogs));
            }

            if (parts.Contains("starts"))
            {
                await MeasureStartsAsync(small, large);
            }

            if (parts.Contains("memory"))
            {
                await MeasureMemoryAsync(small, smallBlogs);
                await MeasureMemoryAsync(large, largeBlogs);
            }

            return 0;
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <summary>Makes a store in this process, which is then not the one that is measured.</summary>
    public static async Task<int> MakeAsync(string directory, string feedCount)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await new GrownStore(directory, int.Parse(feedCount, CultureInfo.InvariantCulture), ProgramRun.FreePort(), now - TimeSpan.FromDays(3)).MakeAsync();
        return 0;
    }

    /// <summary>A store of so many feeds in a directory, made where it is not there yet.</summary>
    public static async Task<GrownStore> FindOrMakeAsync(string directory, int feedCount)
    {
        var place = Path.Combine(directory, feedCount.ToString(CultureInfo.InvariantCulture));
        if (GrownStore.Find(place) is null)
        {
            var startedAt = TimeProvider.System.GetTimestamp();
            using var maker = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["growth-store", place, feedCount.ToString(CultureInfo.InvariantCulture)]))!;
            await maker.WaitForExitAsync();
            Console.WriteLine($"made in {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0} s");
        }

        var store = GrownStore.Find(place) ?? throw new InvalidOperationException("the store was not made");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{store.FeedCount * GrowingBlogs.StoredCount} entries of {store.FeedCount} feeds: {store.FileBytes / 1e6:0.0} MB, {(double)store.FileBytes / store.FeedCount / GrowingBlogs.StoredCount:0} bytes an entry"));
        return store;
    }

    private static async Task MeasureVisitsAsync((GrownStore Store, GrowingBlogs Blogs) small, (GrownStore Store, GrowingBlogs Blogs) large)
    {
        await using var smallHub = await OpenHub.StartAsync(small.Store, small.Blogs);
        await using var largeHub = await OpenHub.StartAsync(large.Store, large.Blogs);
        OpenHub[] hubs = [smallHub, largeHub];
        Dictionary<(OpenHub Hub, string What), List<double>> times = [];
        for (var round = -10; round < Rounds; round++)
        {
            foreach (var hub in round % 2 == 0 ? hubs : hubs.Reverse())
            {
                var one = await hub.VisitAsync(1);
                var twenty = round % 3 == 0 ? await hub.VisitAsync(20) : default;
                if (round >= 0) // before, everything is compiled
                {
                    Note(hub, "claim", one.Claim);
                    Note(hub, "one", one.Visit);
                    Note(hub, "claim and one", one.Claim + one.Visit);
                    if (round % 3 == 0)
                    {
                        Note(hub, "twenty", twenty.Visit);
                    }
                }
            }
        }

        Tell("claim of a due feed", "claim", 1.3);
        Tell("visit with one new entry", "one", 1.3);
        Tell("claim and visit with one new entry", "claim and one", 1.3);
        Tell("visit with 20 new entries", "twenty", 2.5);

        void Note(OpenHub hub, string what, TimeSpan time) =>
            (times.TryGetValue((hub, what), out var list) ? list : times[(hub, what)] = []).Add(time.TotalMilliseconds);

        void Tell(string name, string what, double bound) => GrowthBenchmark.Tell(name, times[(smallHub, what)], times[(largeHub, what)], bound);
    }

    private static async Task MeasureStartsAsync(GrownStore small, GrownStore large)
    {
        GrownStore[] stores = [small, large];
        var times = stores.ToDictionary(store => store, _ => new List<double>());
        for (var round = -1; round < Starts; round++)
        {
            foreach (var store in round % 2 == 0 ? stores : stores.Reverse())
            {
                await using var run = await ProgramRun.StartAsync(store);
                if (round >= 0) // the first one publishes what is new, and stores that it did
                {
                    times[store].Add(run.FirstByteAfter.TotalMilliseconds);
                }
            }
        }

        Tell("start of the program to first answer of /latest.atom", times[small], times[large], 3);
    }

    /// <summary>Everything is due, each visit finds an entry, and it is published all the time.</summary>
    private static async Task MeasureMemoryAsync(GrownStore store, GrowingBlogs blogs)
    {
        await using (var file = await LiteDbStore.OpenAsync(store.DataPath, TimeProvider.System, _ => { }, CancellationToken.None))
        {
            await file.ChangeFeedsAsync(states => [.. states.Select(state => state with { DueAt = DateTimeOffset.UnixEpoch })], CancellationToken.None);
        }

        blogs.NewAtEachRequest = 1;
        var before = blogs.RequestCount;
        await using var run = await ProgramRun.StartAsync(store);
        await Task.Delay(MemoryRun, TimeProvider.System);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory of the program with {store.FeedCount * GrowingBlogs.StoredCount} entries, {blogs.RequestCount - before} visits in {MemoryRun.TotalSeconds:0} s: at most {run.PeakBytes / 1e6:0} MB (under 400)"));
        blogs.NewAtEachRequest = 0;
    }

    private static void Tell(string what, IReadOnlyCollection<double> small, IReadOnlyCollection<double> large, double bound) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {Median(small):0.00} and {Median(large):0.00} ms (medians of {small.Count}; fastest {small.Min():0.00} and {large.Min():0.00}) = {Median(large) / Median(small):0.00} times (at most {bound})"));

    private static double Median(IReadOnlyCollection<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>The hub without listeners and ticks over a store, whose feeds fall due one by one.</summary>
    private sealed class OpenHub(GrownStore store, GrowingBlogs blogs, HubHost host, IReadOnlyList<FeedSource> feeds) : IAsyncDisposable
    {
        private readonly Random _random = new(7);
        private readonly IFeedStore _store = host.Services.GetRequiredService<IFeedStore>();
        private readonly OriginGate _gate = host.Services.GetRequiredService<OriginGate>();
        private readonly PollFeed _pollFeed = host.Services.GetRequiredService<PollFeed>();
        private readonly TimeProvider _clock = host.Services.GetRequiredService<TimeProvider>();

        public static async Task<OpenHub> StartAsync(GrownStore store, GrowingBlogs blogs)
        {
            var host = await HubHost.CreateForCommandAsync(
                new HubSettings(store.ListPath, store.DataPath, "http://localhost:8080", new Dictionary<string, string?>
                {
                    ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
                    ["FeedHub:Polling:MinInterval"] = "00:00:00",
                    ["FeedHub:Polling:OriginGap"] = "00:00:00",
                }),
                CancellationToken.None);
            await host.StartAsync(CancellationToken.None);
            return new OpenHub(store, blogs, host, await store.ReadFeedsAsync());
        }

        /// <summary>Some blog publishes, its feed is the longest overdue, is claimed and visited: what each of the two took.</summary>
        public async Task<(TimeSpan Claim, TimeSpan Visit)> VisitAsync(int newCount)
        {
            var blog = _random.Next(store.FeedCount);
            var feed = feeds[blog];
            blogs.Publish(blog, newCount);
            await _store.ChangeFeedsAsync(
                states => [states.Single(state => state.Id == feed.Id) with { DueAt = DateTimeOffset.UnixEpoch }], CancellationToken.None);

            var now = _clock.GetUtcNow();
            var sendBy = DateTimeOffset.FromUnixTimeMilliseconds((now + SendWithin).ToUnixTimeMilliseconds());
            var startedAt = _clock.GetTimestamp();
            var claim = (await _store.ClaimDueAsync(now, sendBy, 1, _gate.IsFree, CancellationToken.None)).Single();
            var claimedAt = _clock.GetTimestamp();
            using var lease = _gate.TryEnter(claim.Origin);
            var report = await _pollFeed.RunAsync(
                feed, claim, claim with { LastRequestAt = sendBy, DueAt = sendBy + claim.Floor }, () => { }, CancellationToken.None);
            var visitedAt = _clock.GetTimestamp();
            return claim.Id == feed.Id && report is { Outcome: "ok" } && report.Added == newCount
                ? (_clock.GetElapsedTime(startedAt, claimedAt), _clock.GetElapsedTime(claimedAt, visitedAt))
                : throw new InvalidOperationException($"wanted {newCount} new entries of {feed.Id}, and got {report}");
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
