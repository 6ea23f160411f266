using FeedHub.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Pipelines;

/// <summary>The snapshot of the night, and a service that goes on from it (F-36).</summary>
public sealed class KeepStoreTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly SmallBlog _one = new("one");
    private readonly SmallBlog _two = new("two");
    private OriginServer? _origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task F36_a_damaged_store_goes_on_from_the_last_night_and_reads_the_rest_again_under_the_same_ids()
    {
        await using var hub = await StartAsync();
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(20)); // past three at night
        await hub.PublishAsync();
        await hub.TakeSnapshotAsync();
        var atNight = await IdsAsync(hub);
        _one.Post(_origin!);
        _two.Post(_origin!);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(2));
        await hub.PublishAsync();
        var before = await IdsAsync(hub);
        Assert.Equal(atNight.Count + 2, before.Count);

        await hub.DamageAsync();

        Assert.Equal(atNight, await IdsAsync(hub)); // at once, with no request
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(2));
        await hub.PublishAsync();
        Assert.Equal(before, await IdsAsync(hub));
        Assert.True((await hub.Store.ReadHubAsync(Cancellation)).FirstRoundDone);
        foreach (var path in new[] { _one.Path, _two.Path })
        {
            var times = _origin!.Requests.Where(request => request.Path == path).Select(request => request.At).Order().ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromHours(1), TimeSpan.MaxValue)); // PP-6
        }
    }

    [Fact]
    public async Task One_snapshot_is_taken_a_night_and_none_before_the_first_round_is_done()
    {
        await using var hub = await StartAsync();
        await hub.TakeSnapshotAsync();
        Assert.Empty(Snapshots(hub));

        await hub.VisitDueAsync(all: true);
        await hub.PublishAsync();
        for (var hour = 0; hour < 72; hour++)
        {
            await hub.TakeSnapshotAsync();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        // At once, for the night before was missed, and in each of three nights; the oldest has left.
        Assert.Equal(["20261103T03", "20261104T03", "20261105T03"], Snapshots(hub));
    }

    private async Task<SimulatedHub> StartAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _one.Post(_origin);
        _one.Post(_origin);
        _two.Post(_origin);
        return await SimulatedHub.StartAsync(
            _clock, [_origin.UrlOf(_one.Path).AbsoluteUri, _origin.UrlOf(_two.Path).AbsoluteUri],
            new Dictionary<string, string?> { ["FeedHub:Polling:MaxInterval"] = "01:00:00" });
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(SimulatedHub hub) =>
        [.. (await hub.Store.ReadLatestAsync(100, Cancellation)).Select(led => led.Article.Id).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Snapshots(SimulatedHub hub) => Directory.Exists(Path.Combine(hub.DataPath, "snapshots"))
        ? [.. Directory.GetFiles(Path.Combine(hub.DataPath, "snapshots"), "*.db").Select(file => Path.GetFileName(file)["feedhub-".Length..][..11]).Order(StringComparer.Ordinal)]
        : [];
}
