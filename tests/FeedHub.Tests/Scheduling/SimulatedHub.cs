using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using FeedHub.Fetching;
using FeedHub.Pipelines;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>
/// The program in virtual time against real servers of loopback: it is moved from one due time to the next, so that a month passes in
/// seconds. It can be restarted, killed and given another list at any moment.
/// </summary>
internal sealed class SimulatedHub : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Workbench _bench = new();
    private readonly Dictionary<string, string?> _overrides;
    private readonly ResolveHost? _resolve;
    private string _dataPath;
    private int _killCount;
    private HubHost? _hub;

    private SimulatedHub(FakeTimeProvider clock, IReadOnlyDictionary<string, string?>? overrides, ResolveHost? resolve)
    {
        Clock = clock;
        _resolve = resolve;
        _dataPath = _bench.DataPath;
        _overrides = new(overrides ?? new Dictionary<string, string?>()) { ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8" };
    }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _hub!.Services;

    public IFeedStore Store => _hub!.Services.GetRequiredService<IFeedStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SimulatedHub> StartAsync(
        FakeTimeProvider clock, IEnumerable<object> feeds, IReadOnlyDictionary<string, string?>? overrides = null, ResolveHost? resolve = null)
    {
        var hub = new SimulatedHub(clock, overrides, resolve);
        hub._bench.WriteList(feeds);
        await hub.OpenAsync();
        return hub;
    }

    /// <summary>The same with a list of several channels.</summary>
    public static async Task<SimulatedHub> StartWithChannelsAsync(
        FakeTimeProvider clock, IEnumerable<(string Name, string[] Feeds)> channels, IReadOnlyDictionary<string, string?>? overrides = null)
    {
        var hub = new SimulatedHub(clock, overrides, null);
        hub._bench.WriteChannels(channels);
        await hub.OpenAsync();
        return hub;
    }

    /// <summary>Where it keeps its data.</summary>
    public string DataPath => _dataPath;

    /// <summary>Publishes, and writes the archives that are due.</summary>
    public async Task ArchiveAsync()
    {
        await PublishAsync();
        await Services.GetRequiredService<WriteArchives>().RunAsync(Cancellation);
    }

    public async Task<FeedState> StateAsync() => Assert.Single(await Store.ReadFeedsAsync(Cancellation), state => state.IsFollowed);

    /// <summary>Moves to the next due time, and visits what is due then.</summary>
    public async Task<PollSummary> VisitNextAsync()
    {
        var pollable = (await Store.ReadFeedsAsync(Cancellation)).Where(state => state.IsPollable).ToList();
        Assert.NotEmpty(pollable);
        Advance(pollable.Min(state => state.DueAt) - Clock.GetUtcNow());
        var summary = await VisitDueAsync(all: false);
        if (summary.Reports.Count == 0)
        {
            Advance(TimeSpan.FromMinutes(1)); // what is due must wait, for an origin at rest
        }

        return summary;
    }

    /// <summary>Visits what is due now, or all that may be visited.</summary>
    public async Task<PollSummary> VisitDueAsync(bool all)
    {
        var visits = _hub!.Services.GetRequiredService<PollDueFeeds>().PollAsync(all, _ => { }, new Progress<PollReport>(), Cancellation);
        await WhileAsync(visits);
        return await visits;
    }

    /// <summary>Visits whatever falls due until then.</summary>
    public async Task RunUntilAsync(DateTimeOffset end)
    {
        while ((await Store.ReadFeedsAsync(Cancellation)).Where(state => state.IsPollable).Min(state => state.DueAt) < end)
        {
            await VisitNextAsync();
        }

        Advance(end - Clock.GetUtcNow());
    }

    /// <summary>Changes the list as an operator would, and follows it.</summary>
    public async Task ReloadAsync(params IEnumerable<object> feeds)
    {
        WriteList(feeds);
        await _hub!.Services.GetRequiredService<FeedListFile>().CheckAsync(Cancellation);
        await _hub.Services.GetRequiredService<FollowList>().RunAsync(Cancellation);
    }

    /// <summary>Changes the list without anybody's looking at it.</summary>
    public void WriteList(params IEnumerable<object> feeds) => _bench.WriteList(feeds);

    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Goes on with what is on the disk this moment, as after kill -9: nothing more of the old process is written there.</summary>
    public async Task KillAsync()
    {
        var survivor = Path.Combine(_bench.Folder, $"data-{++_killCount}");
        Directory.CreateDirectory(survivor);
        foreach (var file in Directory.GetFiles(_dataPath, "*.db"))
        {
            File.Copy(file, Path.Combine(survivor, Path.GetFileName(file)));
        }

        await CloseAsync();
        _dataPath = survivor;
        await OpenAsync();
    }

    /// <summary>Publishes what was committed, and what follows from it.</summary>
    public Task PublishAsync() => _hub!.Services.GetRequiredService<PublishTopStories>().RunAsync(Cancellation);

    /// <summary>Goes on with a backup that was taken after the last publish, in another directory.</summary>
    public async Task RestoreAsync()
    {
        var name = $"restored-{++_killCount}";
        var file = Path.Combine(_bench.Folder, $"{name}.zip");
        await _hub!.Services.GetRequiredService<BackUp>().RunAsync(file, Cancellation);
        await CloseAsync();
        _dataPath = Path.Combine(_bench.Folder, name);
        await BackupArchive.RestoreAsync(file, _dataPath, Clock.GetUtcNow(), Cancellation);
        await OpenAsync();
    }

    /// <summary>Lets a night pass after which there is a snapshot of the store.</summary>
    public async Task TakeSnapshotAsync()
    {
        var keep = Services.GetRequiredService<KeepStore>();
        await keep.RunAsync(Cancellation); // of the start
        await keep.RunAsync(Cancellation);
    }

    /// <summary>Stops, loses the database to a damaged disk, and starts again.</summary>
    public async Task DamageAsync()
    {
        await CloseAsync();
        var path = Path.Combine(_dataPath, "feedhub.db");
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        new Random(36).NextBytes(bytes.AsSpan(32));
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        File.SetLastWriteTimeUtc(path, Clock.GetUtcNow().UtcDateTime);
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _bench.Dispose();
    }

    private async Task OpenAsync()
    {
        _hub = await HubHost.CreateForCommandAsync(
            new HubSettings(_bench.ListPath, _dataPath, "http://localhost:8080", _overrides), Clock, _resolve, Cancellation);
        await _hub.StartAsync(Cancellation);
    }

    private async Task CloseAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
            _hub = null;
        }
    }

    private void Advance(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            Clock.Advance(time);
        }
    }

    /// <summary>Lets virtual time pass slowly while something real goes on: timeouts are far, and gaps between requests pass.</summary>
    private async Task WhileAsync(Task task)
    {
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, ticker.WaitForNextTickAsync(Cancellation).AsTask());
            if (!task.IsCompleted)
            {
                Clock.Advance(Step);
            }
        }
    }
}
