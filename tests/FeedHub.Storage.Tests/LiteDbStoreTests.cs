using System.IO.Compression;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Storage;

/// <summary>The embedded store: the contract, and what holds for its files.</summary>
public sealed class LiteDbStoreTests : FeedStoreContract, IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("feedhub-store-");
    private readonly DirectoryInfo _directory;
    private readonly List<StoreReplacement> _replacements = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_directory.FullName, "feedhub.db");

    public LiteDbStoreTests() => _directory = _outer.CreateSubdirectory("store");

    public void Dispose() => _outer.Delete(recursive: true);

    [Fact]
    public async Task F38_a_second_store_on_the_directory_is_refused_by_name()
    {
        await using var store = await OpenLiteDbAsync();

        var refusal = await Assert.ThrowsAsync<StoreHeldException>(OpenLiteDbAsync);

        Assert.Contains(_directory.FullName, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task F32_what_a_kill_leaves_on_the_disk_holds_every_state_that_was_acknowledged(int seed)
    {
        var random = new Random(seed);
        var expected = Enumerable.Range(0, 20).Select(number => Sample.Feed($"f{number:00}")).ToDictionary(feed => feed.Id);
        await using (var store = await OpenLiteDbAsync())
        {
            await store.CommitAsync(new StoreCommit { Feeds = [.. expected.Values] }, Cancellation);
        }

        for (var run = 0; run < 5; run++)
        {
            await using var store = await OpenLiteDbAsync();
            for (var step = 0; step < 15; step++)
            {
                FeedState[] some = [.. expected.Values.Where(_ => random.Next(5) == 0).Select(feed => feed with { VisitCount = feed.VisitCount + 1 })];
                if (random.Next(2) == 0)
                {
                    await store.ClaimAsync([.. expected.Keys.Where(_ => random.Next(2) == 0)], Sample.Noon, Cancellation); // says nothing of a state but when
                }

                await store.CommitAsync(new StoreCommit { Feeds = some }, Cancellation);
                Array.ForEach(some, feed => expected[feed.Id] = feed);
                if (random.Next(3) > 0)
                {
                    continue;
                }

                var killed = _outer.CreateSubdirectory($"killed-{run}-{step}");
                foreach (var file in _directory.GetFiles("*.db"))
                {
                    file.CopyTo(Path.Combine(killed.FullName, file.Name));
                }

                await using var again = await LiteDbStore.OpenAsync(killed.FullName, TimeProvider.System, _replacements.Add, Cancellation);
                Assert.Equal(
                    expected.Values.OrderBy(feed => feed.Id.Value, StringComparer.Ordinal).Select(feed => (feed.Id, feed.VisitCount)),
                    (await again.ReadFeedsAsync(Cancellation)).Select(feed => (feed.Id, feed.VisitCount)));
            }
        }

        Assert.Empty(_replacements);
    }

    [Fact]
    public async Task However_many_states_a_commit_changes_a_kill_leaves_all_of_them()
    {
        // More than one document of LiteDB could hold, as after a jump of the clock with many feeds.
        var reason = new string('r', 25_000);
        FeedState[] feeds = [.. Enumerable.Range(0, 3_000).Select(number => Sample.Feed($"f{number:0000}") with { DueReason = reason, VisitCount = number })];
        await using var store = await OpenLiteDbAsync();

        await store.CommitAsync(new StoreCommit { Feeds = feeds }, Cancellation);
        await store.ClaimAsync([feeds[7].Id], Sample.Noon, Cancellation);
        var killed = _outer.CreateSubdirectory("killed");
        foreach (var file in _directory.GetFiles("*.db"))
        {
            file.CopyTo(Path.Combine(killed.FullName, file.Name));
        }

        await using var again = await LiteDbStore.OpenAsync(killed.FullName, TimeProvider.System, _replacements.Add, Cancellation);
        var read = await again.ReadFeedsAsync(Cancellation);
        Assert.Empty(_replacements);
        Assert.Equal(feeds.Select(feed => (feed.Id, feed.VisitCount)), read.Select(feed => (feed.Id, feed.VisitCount)));
        Assert.Equal(Sample.Noon, read[7].LastRequestAt);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_one_clear_line()
    {
        var file = Path.Combine(_directory.FullName, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);

        var refusal = await Assert.ThrowsAsync<StorageException>(() =>
            LiteDbStore.OpenAsync(Path.Combine(file, "data"), TimeProvider.System, _replacements.Add, Cancellation));

        Assert.Contains("--data", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("wrong magic")]
    [InlineData("first page overwritten")]
    [InlineData("header only")]
    public async Task F36_a_damaged_file_is_found_at_open_moved_aside_and_begun_anew(string damage)
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Cancellation);
        var damaged = damage switch
        {
            "empty" => [],
            "truncated" => bytes[..(bytes.Length / 3)],
            "wrong magic" => [.. "not a store at all"u8, .. bytes[18..]],
            "header only" => bytes[..32],
            _ => [.. bytes[..100], .. new byte[4096], .. bytes[4196..]],
        };
        await File.WriteAllBytesAsync(DatabasePath, damaged, Cancellation);

        // Some damage shows at open, some with the first read of it; both leave a working store and the old file beside it.
        await using var store = await OpenLiteDbAsync();
        var found = 0;
        try
        {
            found = (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count;
        }
        catch (StoreDamagedException)
        {
            found = (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count;
        }

        Assert.Equal(0, found);
        if (damage is not "header only") // which is what a kill at the very first start leaves: nothing is lost
        {
            Assert.NotEmpty(_replacements);
        }

        Assert.All(_replacements, replacement => Assert.True(File.Exists(replacement.MovedTo)));

        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "again")), Cancellation);
        Assert.Single(await store.ReadLatestAsync(10, Cancellation));
    }

    [Fact]
    public async Task F36_any_overwritten_page_is_found_before_it_is_believed()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Cancellation);
        var random = new Random(36);
        for (var round = 0; round < 30; round++)
        {
            var damaged = bytes.ToArray();
            random.NextBytes(damaged.AsSpan(random.Next(damaged.Length - 4096), 4096));
            await File.WriteAllBytesAsync(DatabasePath, damaged, Cancellation);
            File.Delete(Path.Combine(_directory.FullName, "feedhub-log.db"));

            await using var store = await OpenLiteDbAsync();
            try
            {
                // What is read is true, or the damage is told.
                Assert.All(
                    await store.ReadLatestAsync(int.MaxValue, Cancellation),
                    led => Assert.Equal($"Title of {led.Lead.Key} in {led.Lead.FeedId}", led.Lead.Title));
            }
            catch (StoreDamagedException)
            {
                Assert.NotEmpty(_replacements);
            }
        }
    }

    [Fact]
    public async Task F36_a_log_of_garbage_costs_the_log_and_not_the_store()
    {
        await FillAsync();
        var garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        var log = Path.Combine(_directory.FullName, "feedhub-log.db");
        var head = (await File.ReadAllBytesAsync(log, Cancellation))[..32];
        await File.WriteAllBytesAsync(log, [.. head, .. garbage], Cancellation);

        await using var store = await OpenLiteDbAsync();

        Assert.Equal(FillCount, (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count);
        Assert.Empty(_replacements);
    }

    [Fact]
    public async Task A_first_page_torn_in_a_checkpoint_is_put_right_from_the_log()
    {
        var image = await CrashImageAsync();
        var data = Path.Combine(image, "feedhub.db");
        var bytes = await File.ReadAllBytesAsync(data, Cancellation);
        bytes.AsSpan(32 + 4096, 64).Fill(0x5a);
        await File.WriteAllBytesAsync(data, bytes, Cancellation);

        await using var store = await LiteDbStore.OpenAsync(image, TimeProvider.System, _replacements.Add, Cancellation);

        Assert.Equal(FillCount, (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count);
        Assert.Empty(_replacements);
    }

    [Fact]
    public async Task A_torn_end_of_the_log_costs_only_what_was_never_acknowledged()
    {
        var image = await CrashImageAsync();
        var log = Path.Combine(image, "feedhub-log.db");
        var bytes = await File.ReadAllBytesAsync(log, Cancellation);
        await File.WriteAllBytesAsync(log, [.. bytes, .. new byte[5_000]], Cancellation);

        await using var store = await LiteDbStore.OpenAsync(image, TimeProvider.System, _replacements.Add, Cancellation);

        Assert.Equal(FillCount, (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count);
        Assert.Empty(_replacements);
    }

    [Fact]
    public async Task F36_damage_within_the_log_is_told_and_never_taken_for_its_end()
    {
        var image = await CrashImageAsync();
        var log = Path.Combine(image, "feedhub-log.db");
        var bytes = await File.ReadAllBytesAsync(log, Cancellation);
        bytes[32 + (3 * 8208) + 100] ^= 1;
        await File.WriteAllBytesAsync(log, bytes, Cancellation);

        await using var store = await LiteDbStore.OpenAsync(image, TimeProvider.System, _replacements.Add, Cancellation);

        Assert.True(File.Exists(Assert.Single(_replacements).MovedTo));
        Assert.Empty(await store.ReadLatestAsync(int.MaxValue, Cancellation));
    }

    [Fact]
    public async Task F36_an_emptied_data_file_beside_its_log_is_told()
    {
        var image = await CrashImageAsync();
        await File.WriteAllBytesAsync(Path.Combine(image, "feedhub.db"), [], Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(image, "feedhub-log.db"), [], Cancellation);

        await using var store = await LiteDbStore.OpenAsync(image, TimeProvider.System, _replacements.Add, Cancellation);

        Assert.Single(_replacements);
    }

    [Fact]
    public async Task A_store_from_before_the_first_release_is_refused_and_left_alone()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Cancellation);
        bytes[16] = 1;
        await File.WriteAllBytesAsync(DatabasePath, bytes, Cancellation);

        var refusal = await Assert.ThrowsAsync<StorageException>(OpenLiteDbAsync);

        Assert.Contains("--data", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(DatabasePath, Cancellation));
    }

    [Fact]
    public async Task F36_a_store_of_a_later_version_is_refused_and_left_alone()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath, Cancellation);
        bytes[16] = 99;
        await File.WriteAllBytesAsync(DatabasePath, bytes, Cancellation);

        var refusal = await Assert.ThrowsAsync<NewerStoreException>(OpenLiteDbAsync);

        Assert.Contains("99", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(DatabasePath, Cancellation));
    }

    [Fact]
    public async Task Feeds_in_memory_outlive_damage_and_are_asked_for_everything_again_after_their_floor()
    {
        await FillAsync();
        await using var store = await OpenLiteDbAsync();
        var feed = Sample.Feed("one") with { LastRequestAt = Sample.Noon, Validators = new Validators("https://one/", "\"1\"", null) };
        await store.CommitAsync(new StoreCommit { Feeds = [feed] }, Cancellation);

        await DamageAllAsync();
        await Assert.ThrowsAsync<StoreDamagedException>(async () =>
        {
            // The engine keeps pages in memory; sooner or later it reads one from the file.
            for (var round = 0; round < 50; round++)
            {
                await store.BackupAsync(Path.Combine(_outer.FullName, "b.zip"), Cancellation);
                await store.ReadLatestAsync(int.MaxValue, Cancellation);
                var keys = Enumerable.Range(0, FillCount).Select(n => new EntryKey($"{n}")).ToList();
                await store.FindEntriesAsync(new FeedId("one"), keys, Cancellation);
                await store.CommitAsync(Sample.Commit(Sample.Entry("two", $"{round}")), Cancellation);
                await store.RemoveTextsAsync(Sample.Noon.AddDays(1), 10, Cancellation);
            }
        });

        var kept = Assert.Single(await store.ReadFeedsAsync(Cancellation));
        Assert.Null(kept.Validators);
        Assert.Equal(Sample.Noon.AddHours(1), kept.DueAt);
        await Assert.ThrowsAsync<StorageException>(() => store.CommitAsync(new StoreCommit { Feeds = [feed] }, Cancellation));
        await Assert.ThrowsAsync<StorageException>(() => store.CommitSoonAsync([feed], null, Cancellation));
        await store.CommitAsync(new StoreCommit { Feeds = [kept] }, Cancellation);
        Assert.True(File.Exists(Assert.Single(_replacements).MovedTo));
    }

    [Fact]
    public async Task A_backup_holds_its_commit_and_is_restored_into_an_empty_directory()
    {
        var file = Path.Combine(_outer.FullName, "backup.zip");
        BackupReceipt receipt;
        await using (var store = await OpenLiteDbAsync())
        {
            await store.CommitAsync(Sample.Commit(Sample.Entry("one", "before")), Cancellation);
            receipt = await store.BackupAsync(file, Cancellation);
            await store.CommitAsync(Sample.Commit(Sample.Entry("one", "after")), Cancellation);
        }

        var target = Path.Combine(_outer.FullName, "restored");
        var (restored, movedAside) = await BackupArchive.RestoreAsync(file, target, Sample.Noon, Cancellation);

        Assert.Null(movedAside);
        Assert.Equal(receipt.Commit, restored.Commit);
        await using var again = await LiteDbStore.OpenAsync(target, TimeProvider.System, _replacements.Add, Cancellation);
        Assert.Equal(["before"], (await again.ReadLatestAsync(10, Cancellation)).Select(led => led.Lead.Key.Value));
    }

    [Fact]
    public async Task Restoring_over_a_store_moves_it_aside()
    {
        var file = Path.Combine(_outer.FullName, "backup.zip");
        await using (var store = await OpenLiteDbAsync())
        {
            await store.BackupAsync(file, Cancellation);
        }

        var (_, movedAside) = await BackupArchive.RestoreAsync(file, _directory.FullName, Sample.Noon, Cancellation);

        Assert.True(File.Exists(movedAside));
        await using var again = await OpenLiteDbAsync();
    }

    [Fact]
    public async Task F37_a_damaged_backup_is_refused_and_the_directory_left_as_it_was()
    {
        var file = Path.Combine(_outer.FullName, "backup.zip");
        await using (var store = await OpenLiteDbAsync())
        {
            await store.CommitAsync(Sample.Commit(Sample.Entry("one", "a")), Cancellation);
            await store.BackupAsync(file, Cancellation);
        }

        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0x5a);
        await File.WriteAllBytesAsync(file, bytes, Cancellation);

        await Assert.ThrowsAsync<StorageException>(() =>
            BackupArchive.RestoreAsync(file, _directory.FullName, Sample.Noon, Cancellation));
        await using var again = await OpenLiteDbAsync();
        Assert.Single(await again.ReadLatestAsync(10, Cancellation));
    }

    [Theory]
    [InlineData("feedhub.db")]
    [InlineData("new.zip")]
    [InlineData("../other.txt")]
    [InlineData("../missing/b.zip")]
    public async Task A_backup_replaces_nothing_but_an_earlier_backup(string target)
    {
        var other = Path.Combine(_outer.FullName, "other.txt");
        await File.WriteAllTextAsync(other, "mine", Cancellation);
        await using var store = await OpenLiteDbAsync();

        await Assert.ThrowsAsync<StorageException>(() => store.BackupAsync(Path.Combine(_directory.FullName, target), Cancellation));

        Assert.Equal("mine", await File.ReadAllTextAsync(other, Cancellation));
        var file = Path.Combine(_outer.FullName, "b.zip");
        await store.BackupAsync(file, Cancellation);
        await store.BackupAsync(file, Cancellation);
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused()
    {
        var file = Path.Combine(_outer.FullName, "zip.zip");
        await using (var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Cancellation))
        {
            archive.CreateEntry("something");
        }

        await Assert.ThrowsAsync<StorageException>(() =>
            BackupArchive.RestoreAsync(file, _directory.FullName, Sample.Noon, Cancellation));
    }

    [Fact]
    public async Task A_data_directory_that_was_removed_is_noticed_before_anything_is_acknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody remove a directory in use");
        await using var store = await OpenLiteDbAsync();
        await store.CommitAsync(Sample.Commit(Sample.Entry("one", "a")), Cancellation);

        _directory.Delete(recursive: true);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => store.CommitAsync(Sample.Commit(Sample.Entry("one", "b")), Cancellation));
        Assert.Contains("removed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BAD_71_New_files_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        await FillAsync();

        Assert.All(
            _directory.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BAD_71_A_directory_that_everybody_may_change_is_refused_also_behind_a_link(bool isLinked)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        var path = isLinked ? Path.Combine(_outer.FullName, "link") : _directory.FullName;
        if (isLinked)
        {
            Directory.CreateSymbolicLink(path, _directory.FullName);
        }

        await using (await LiteDbStore.OpenAsync(path, TimeProvider.System, _ => { }, Cancellation))
        {
            // A link is as good as what it leads to.
        }

        _directory.UnixFileMode |= UnixFileMode.OtherWrite;

        var refusal = await Assert.ThrowsAsync<StorageException>(() => LiteDbStore.OpenAsync(path, TimeProvider.System, _ => { }, Cancellation));
        Assert.Contains("chmod o-w", refusal.Message, StringComparison.Ordinal);
    }

    private protected override async Task<IFeedStore> OpenAsync() => await OpenLiteDbAsync();

    private const int FillCount = 300;

    private Task<LiteDbStore> OpenLiteDbAsync() =>
        LiteDbStore.OpenAsync(_directory.FullName, TimeProvider.System, _replacements.Add, Cancellation);

    private async Task FillAsync()
    {
        await using (var store = await OpenLiteDbAsync())
        {
            await store.CommitAsync(
                Sample.Commit(Enumerable.Range(0, FillCount).Select(n => Sample.Entry("one", $"{n}"))), Cancellation);
        }

        await using (await OpenLiteDbAsync())
        {
            // Opening moves the log into the data file.
        }
    }

    /// <summary>The files as a kill leaves them: commits in the log that are not in the data file yet.</summary>
    private async Task<string> CrashImageAsync()
    {
        var image = Directory.CreateDirectory(Path.Combine(_outer.FullName, "image")).FullName;
        await using var store = await OpenLiteDbAsync();
        for (var first = 0; first < FillCount; first += 100)
        {
            await store.CommitAsync(Sample.Commit(Enumerable.Range(first, 100).Select(n => Sample.Entry("one", $"{n}"))), Cancellation);
        }

        foreach (var name in new[] { "feedhub.db", "feedhub-log.db" })
        {
            File.Copy(Path.Combine(_directory.FullName, name), Path.Combine(image, name));
        }

        return image;
    }

    private async Task DamageAllAsync()
    {
        await using var file = new FileStream(DatabasePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var junk = new byte[file.Length - 32];
        new Random(5).NextBytes(junk);
        file.Position = 32;
        await file.WriteAsync(junk, Cancellation);
    }
}
