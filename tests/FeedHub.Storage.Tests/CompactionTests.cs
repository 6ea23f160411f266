using FeedHub.Storage.LiteDb;

namespace FeedHub.Storage;

/// <summary>Room given back to the disk by copying.</summary>
public sealed class CompactionTests : IDisposable
{
    private const int EntryCount = 2_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-compaction-");
    private readonly List<StoreReplacement> _replacements = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_directory.FullName, "feedhub.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_store_of_which_most_texts_were_removed_gets_small_and_keeps_everything_else()
    {
        await using var store = await FillAsync();
        Assert.Null(await store.CompactAsync(0, 0.6, Cancellation)); // notes how many there are
        await RemoveTextsAsync(store);
        Assert.Null(await store.CompactAsync(long.MaxValue, 1, Cancellation)); // all of it is in the data file now
        var size = new FileInfo(DatabasePath).Length;

        var freed = await store.CompactAsync(0, 0.6, Cancellation);

        Assert.InRange(freed ?? 0, size / 3, size);
        Assert.Equal(size - freed, new FileInfo(DatabasePath).Length);
        await CheckAsync(store);
        Assert.Equal(["one", "two"], (await store.ReadFeedsAsync(Cancellation)).Select(feed => feed.Id.Value));
        Assert.Null(await store.CompactAsync(0, 0.6, Cancellation));
        await store.DisposeAsync();
        await using var again = await OpenAsync();
        await CheckAsync(again);
        Assert.Empty(_replacements);
        Assert.False(Directory.Exists(Path.Combine(_directory.FullName, "compacting")));
    }

    [Fact]
    public async Task What_is_committed_meanwhile_is_in_the_copy_too()
    {
        await using var store = await FillAsync();
        Assert.Null(await store.CompactAsync(0, 0.6, Cancellation));
        await RemoveTextsAsync(store);

        var compaction = store.CompactAsync(0, 0.6, Cancellation);
        var count = 0;
        for (; !compaction.IsCompleted && count < 1_000; count++)
        {
            await store.CommitAsync(Sample.Commit(Sample.Entry("two", $"{count}", Sample.Noon.AddDays(1))), Cancellation);
            await store.SaveKeyAsync(KeyOf("gone"), Cancellation);
            await store.RemoveKeyAsync("gone", Cancellation);
        }

        Assert.NotNull(await compaction);
        Assert.InRange(count, 2, int.MaxValue);
        var keys = Enumerable.Range(0, count).Select(number => new EntryKey($"{number}")).ToList();
        Assert.Equal(count, (await store.FindEntriesAsync(new FeedId("two"), keys, Cancellation)).Count);
        Assert.Empty(await store.ReadKeysAsync(Cancellation));
        Assert.Equal(count, (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count(led => led.Article.Sources[0].FeedId.Value == "two"));
    }

    [Fact]
    public async Task F55_a_compaction_that_was_killed_leaves_the_store_as_it_was()
    {
        await using (var store = await FillAsync())
        {
            await RemoveTextsAsync(store);
        }

        // What it leaves: a folder with a part of the copy.
        var folder = Directory.CreateDirectory(Path.Combine(_directory.FullName, "compacting")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "feedhub.db"), (await File.ReadAllBytesAsync(DatabasePath, Cancellation))[..50_000], Cancellation);

        await using var again = await OpenAsync();

        await CheckAsync(again);
        Assert.Empty(_replacements);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_small_store_is_left_as_it_is()
    {
        await using var store = await FillAsync();
        await RemoveTextsAsync(store);

        Assert.Null(await store.CompactAsync(long.MaxValue, 1, Cancellation));
    }

    private static async Task CheckAsync(LiteDbStore store)
    {
        var keys = Enumerable.Range(0, EntryCount).Select(number => new EntryKey($"{number}")).ToList();
        var found = await store.FindEntriesAsync(new FeedId("one"), keys, Cancellation);
        Assert.Equal(EntryCount, found.Count);
        Assert.Equal(EntryCount / 10, found.Values.Count(entry => !entry.IsRemoved));
        Assert.Equal(EntryCount / 10, (await store.ReadLatestAsync(int.MaxValue, Cancellation)).Count(led => led.Lead.FeedId.Value == "one"));
    }

    private async Task<LiteDbStore> FillAsync()
    {
        var store = await OpenAsync();
        await store.CommitAsync(new StoreCommit { Feeds = [Sample.Feed("one"), Sample.Feed("two")] }, Cancellation);
        foreach (var chunk in Enumerable.Range(0, EntryCount).Chunk(500))
        {
            // A tenth is young, the rest old; each text is different, so that compressing it helps little.
            await store.CommitAsync(
                Sample.Commit(chunk.Select(number => Sample.Entry("one", $"{number}", Sample.Noon.AddDays(number % 10 == 0 ? 0 : -100)) with { Content = TextOf(number) })),
                Cancellation);
        }

        return store;
    }

    private static string TextOf(int number)
    {
        var bytes = new byte[2_000];
        new Random(number).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static async Task RemoveTextsAsync(LiteDbStore store)
    {
        while (await store.RemoveTextsAsync(Sample.Noon.AddDays(-1), 500, Cancellation) > 0)
        {
        }
    }

    private Task<LiteDbStore> OpenAsync() => LiteDbStore.OpenAsync(_directory.FullName, TimeProvider.System, _replacements.Add, Cancellation);

    private static ApiKey KeyOf(string id) => new() { Id = id, Sha256 = "00", Scope = ApiKeyScope.Read, CreatedAt = Sample.Noon };
}
