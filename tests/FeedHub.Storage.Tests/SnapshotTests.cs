using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Storage;

/// <summary>Snapshots of the store, and what takes the place of a damaged one (F-36, F-37).</summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-snapshots-");
    private readonly List<StoreReplacement> _replacements = [];
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_directory.FullName, "feedhub.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task F36_a_damaged_store_is_replaced_by_its_newest_snapshot()
    {
        await FillAsync(snapshots: 2);
        await DamageAsync(DatabasePath);

        await using var store = await OpenAsync();

        Assert.Equal(["0", "1"], await TitlesAsync(store)); // "late" came after the second
        var replacement = Assert.Single(_replacements);
        Assert.Equal(Newest(), Path.Combine(_directory.FullName, "snapshots", $"feedhub-{replacement.SnapshotAt:yyyyMMdd'T'HHmmss'Z'}.db"));
        Assert.True(File.Exists(replacement.MovedTo));
        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "again")), Cancellation);
        Assert.Equal(3, (await TitlesAsync(store)).Count);
    }

    [Fact]
    public async Task Where_the_database_alone_was_deleted_its_newest_snapshot_takes_its_place()
    {
        await FillAsync(snapshots: 2);
        File.Delete(DatabasePath);

        await using var store = await OpenAsync();

        Assert.Equal(["0", "1"], await TitlesAsync(store));
        Assert.Single(_replacements);
    }

    [Fact]
    public async Task F37_a_damaged_snapshot_gives_way_to_the_one_before()
    {
        await FillAsync(snapshots: 2);
        var newest = Newest();
        await DamageAsync(DatabasePath);
        await DamageAsync(newest);

        await using var store = await OpenAsync();

        Assert.Equal(["0"], await TitlesAsync(store));
        Assert.True(File.Exists(newest + ".damaged"));
        Assert.False(File.Exists(newest));
    }

    [Fact]
    public async Task F37_where_no_snapshot_is_whole_the_store_is_begun_anew()
    {
        await FillAsync(snapshots: 2);
        foreach (var file in Directory.GetFiles(Path.Combine(_directory.FullName, "snapshots"), "*.db").Append(DatabasePath))
        {
            await DamageAsync(file);
        }

        await using var store = await OpenAsync();

        Assert.Empty(await TitlesAsync(store));
        Assert.Null(_replacements[^1].SnapshotAt);
    }

    [Fact]
    public async Task A_snapshot_that_matches_its_checksum_but_cannot_be_read_is_set_aside_too()
    {
        await FillAsync(snapshots: 2);
        var newest = Newest();
        await DamageAsync(newest);
        var hash = await BackupArchive.HashAsync(newest, Cancellation);
        await File.WriteAllTextAsync(newest + ".sha256", $"{hash}  {Path.GetFileName(newest)}\n", Cancellation);
        await DamageAsync(DatabasePath);

        await using var store = await OpenAsync();

        Assert.Equal(["0"], await TitlesAsync(store));
        Assert.True(File.Exists(newest + ".damaged"));
    }

    [Fact]
    public async Task Only_the_newest_snapshots_stay_and_none_is_made_without_need()
    {
        await FillAsync(snapshots: 0);
        await using var store = await OpenAsync();
        for (var night = 0; night < 5; night++)
        {
            Assert.NotNull(await store.SnapshotAsync(_clock.GetUtcNow(), 3, Cancellation));
            Assert.Null(await store.SnapshotAsync(_clock.GetUtcNow().AddHours(-1), 3, Cancellation));
            _clock.Advance(TimeSpan.FromDays(1));
        }

        var files = Directory.GetFiles(Path.Combine(_directory.FullName, "snapshots")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(6, files.Count);
        Assert.StartsWith($"feedhub-{_clock.GetUtcNow().AddDays(-3):yyyyMMdd}", files[0], StringComparison.Ordinal);
        Assert.All(files.Where((_, index) => index % 2 == 1), file => Assert.EndsWith(".db.sha256", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_store_with_a_damaged_page_no_snapshot_is_taken_and_the_earlier_ones_stay()
    {
        await FillAsync(snapshots: 1);
        var newest = Newest();
        await using var store = await OpenAsync();
        await DamageAsync(DatabasePath);
        _clock.Advance(TimeSpan.FromDays(1));

        var refusal = await Assert.ThrowsAsync<StorageException>(() => store.SnapshotAsync(Never, 1, Cancellation));

        Assert.Contains("does not match its checksum", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(newest, Newest());
        Assert.Empty(Directory.GetFiles(Path.Combine(_directory.FullName, "snapshots"), "*.partial"));
    }

    [Fact]
    public async Task PP6_After_a_replacement_no_feed_is_asked_before_its_floor_though_the_snapshot_does_not_know_when_it_was()
    {
        await FillAsync(snapshots: 1);
        var feed = Sample.Feed("one") with { Floor = TimeSpan.FromHours(1) };
        await DamageAsync(DatabasePath);
        _clock.Advance(TimeSpan.FromDays(1));

        await using var store = await OpenAsync();

        var restored = Assert.Single(await store.ReadFeedsAsync(Cancellation), state => state.Id == feed.Id);
        var writtenAt = Assert.Single(_replacements).LastWriteAt;
        Assert.True(restored.DueAt >= writtenAt + restored.Floor - TimeSpan.FromMilliseconds(1), $"due {restored.DueAt:O}, written {writtenAt:O}");
        Assert.Null(restored.LastOutcome);
        Assert.NotNull(restored.Validators); // they belong to the entries that the snapshot holds
        Assert.False((await store.ReadHubAsync(Cancellation)).FirstRoundDone);
        Assert.NotNull((await store.ReadHubAsync(Cancellation)).RestoredAt);
        await Assert.ThrowsAsync<StorageException>(() => store.CommitAsync(new StoreCommit { Feeds = [feed] }, Cancellation)); // a visit from before
    }

    /// <summary>Entries of one feed: each numbered one stands in a snapshot of its own, and the last in none.</summary>
    private async Task FillAsync(int snapshots)
    {
        await using var store = await OpenAsync();
        var feed = Sample.Feed("one") with { Floor = TimeSpan.FromHours(1), Validators = new Validators("https://one/", "\"1\"", null), LastOutcome = "ok" };
        await store.CommitAsync(new StoreCommit { Feeds = [feed], Hub = await store.ReadHubAsync(Cancellation) with { FirstRoundDone = true } }, Cancellation);
        for (var number = 0; number < snapshots; number++)
        {
            await store.CommitAsync(Sample.Commit(Sample.Entry("one", $"{number}")), Cancellation);
            Assert.NotNull(await store.SnapshotAsync(Never, 3, Cancellation));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "late")), Cancellation);
    }

    private string Newest() => Directory.GetFiles(Path.Combine(_directory.FullName, "snapshots"), "*.db").Order(StringComparer.Ordinal).Last();

    private Task<LiteDbStore> OpenAsync() => LiteDbStore.OpenAsync(_directory.FullName, _clock, _replacements.Add, Cancellation);

    private static async Task<IReadOnlyList<string>> TitlesAsync(LiteDbStore store) =>
        [.. (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Select(led => led.Lead.Key.Value).Order(StringComparer.Ordinal)];

    private static async Task DamageAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var junk = new byte[file.Length - 32];
        new Random(5).NextBytes(junk);
        file.Position = 32;
        await file.WriteAsync(junk, Cancellation);
    }
}
