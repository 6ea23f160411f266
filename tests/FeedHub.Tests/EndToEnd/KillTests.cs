using FeedHub.Storage.LiteDb;

namespace FeedHub.EndToEnd;

/// <summary>A power cut at any moment costs nothing that was stored, and troubles no origin.</summary>
public sealed class KillTests
{
    private const int FeedCount = 12;
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int KillCount => Environment.GetEnvironmentVariable("FEEDHUB_TEST_LONG") == "1" ? 50 : 5;

    [Fact]
    public async Task PP_3_PP_6_Killed_while_polling_it_starts_again_with_every_entry_under_its_id_and_visits_nobody_early()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(FeedCount));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Polling__Interval"] = Floor.ToString();
        bench.Environment["FeedHub__Polling__MinInterval"] = Floor.ToString();
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            origin.Answer("/feed", new GrowingFeed($"blog{index}").AnswerAsync, address);
        }

        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        var seed = Environment.ProcessId;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        IReadOnlyDictionary<(FeedId, EntryKey), string> known = new Dictionary<(FeedId, EntryKey), string>();
        for (var kill = 0; kill < KillCount; kill++)
        {
            var requestCount = origin.Requests.Count;
            await using (var program = bench.Launch())
            {
                // From the first request on, at a random moment: in a visit, in a commit, in publishing.
                await origin.WaitForRequestsAsync(requestCount + 1 + random.Next(2 * FeedCount), Cancellation);
                using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + random.Next(700))))
                {
                    await moment.WaitForNextTickAsync(Cancellation);
                }

                await program.KillAsync();
                Assert.DoesNotContain("damaged", program.Error, StringComparison.Ordinal);
            }

            var stored = await ReadAsync(bench.DataPath);
            Assert.All(known, entry => Assert.Equal(entry.Value, stored.GetValueOrDefault(entry.Key)));
            known = stored;
        }

        Assert.True(known.Count > FeedCount * 3);
        await using (var program = await bench.StartAsync())
        {
            var items = await Published.LatestItemsAsync(bench.Url);
            Assert.Equal(items.Count, items.Select(item => item.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
            await program.StopAsync();
        }

        foreach (var visits in origin.Requests.GroupBy(request => request.LocalAddress))
        {
            var gaps = visits.Zip(visits.Skip(1), (one, next) => next.At - one.At).ToList();
            Assert.All(gaps, gap => Assert.True(gap >= Floor, $"{visits.Key} was visited again after {gap}"));
        }
    }

    private static async Task<IReadOnlyDictionary<(FeedId, EntryKey), string>> ReadAsync(string data)
    {
        await using var store = await LiteDbStore.OpenAsync(data, TimeProvider.System, _ => Assert.Fail("damaged"), Cancellation);
        var articles = await store.ReadLatestAsync(int.MaxValue, Cancellation);
        var sources = articles
            .SelectMany(led => led.Article.Sources.Select(source => (Key: (source.FeedId, source.Key), led.Article.Id)))
            .ToDictionary(source => source.Key, source => source.Id); // throws where one is there twice
        foreach (var feed in await store.ReadFeedsAsync(Cancellation))
        {
            Assert.Equal(feed.EntryCount, sources.Keys.Count(key => key.FeedId == feed.Id));
            var keys = sources.Keys.Where(key => key.FeedId == feed.Id).Select(key => key.Key).ToList();
            Assert.Equal(keys.Count, (await store.FindEntriesAsync(feed.Id, keys, Cancellation)).Count);
        }

        return sources;
    }
}
