using System.Net;
using System.Text.Json;
using FeedHub.Storage.LiteDb;

namespace FeedHub.EndToEnd;

/// <summary>Real documents through the whole program: polled, stored, served, polled again, restarted.</summary>
public sealed class RealInputTests
{
    private const int MinReadCount = 110;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_feeds_come_out_once_each_and_stay_the_same_bytes_until_something_changes()
    {
        Corpus.Require();
        var corpus = Corpus.Read();
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(corpus.Count));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Latest__Count"] = "5000";
        foreach (var ((name, document), address) in corpus.Zip(origin.Addresses))
        {
            origin.Serve("/" + name, document, address);
        }

        bench.WriteList(corpus.Zip(origin.Addresses, (feed, address) => (object)origin.UrlOf("/" + feed.Name, address).AbsoluteUri));

        var first = Summary(await bench.RunAsync("poll", "--all", "--json"));
        var readCount = first.GetProperty("read").GetInt32();
        TestContext.Current.SendDiagnosticMessage("read {0}, new {1}: {2}", readCount, first.GetProperty("added"), first.GetProperty("failures"));
        Assert.True(readCount >= MinReadCount, first.ToString());

        IReadOnlyDictionary<string, string> served;
        await using (var service = await bench.StartAsync())
        {
            served = await Published.SnapshotAsync(bench.Url);
            await AssertWellFormedAsync(bench.Url);
            await AssertEachOnceAsync(bench.Url);

            var second = Summary(await bench.RunAsync("poll", "--all", "--json"));
            Assert.Equal(readCount, second.GetProperty("notModified").GetInt32());
            Assert.Equal(0, second.GetProperty("added").GetInt32() + second.GetProperty("revised").GetInt32() + second.GetProperty("read").GetInt32());
            Assert.Equal(served, await Published.SnapshotAsync(bench.Url));
            Assert.Equal(0, (await service.StopAsync()).ExitCode);
        }

        var requestCount = origin.Requests.Count;
        Assert.Equal(readCount, origin.Requests.Count(request => request.Status == (int)HttpStatusCode.NotModified));
        await using (var restarted = await bench.StartAsync())
        {
            Assert.Equal(served, await Published.SnapshotAsync(bench.Url));
            await restarted.StopAsync();
        }

        Assert.Equal(requestCount, origin.Requests.Count);
        await AssertEveryEntryHasAnArticleAsync(bench.DataPath);
    }

    private static JsonElement Summary(FinishedProgram poll)
    {
        Assert.True(poll.ExitCode is 0 or 1, poll.Error); // 1: some feed of the corpus cannot be read
        using var document = JsonDocument.Parse(poll.Output);
        return document.RootElement.GetProperty("summary").Clone();
    }

    private static async Task AssertWellFormedAsync(Uri url)
    {
        foreach (var path in Published.Paths.Where(path => !path.EndsWith(".json", StringComparison.Ordinal)))
        {
            Assert.Equal("", await Published.LintAsync(await RunningProgram.GetAsync(new Uri(url, path))));
        }
    }

    private static async Task AssertEachOnceAsync(Uri url)
    {
        var items = await Published.LatestItemsAsync(url);
        Assert.True(items.Count > 1_000);
        Assert.Equal(items.Count, items.Select(item => item.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        var atom = System.Text.Encoding.UTF8.GetString(await RunningProgram.GetAsync(new Uri(url, "latest.atom")));
        Assert.Equal(items.Count, atom.Split("<entry").Length - 1);
        var rss = System.Text.Encoding.UTF8.GetString(await RunningProgram.GetAsync(new Uri(url, "latest.rss")));
        Assert.Equal(items.Count, rss.Split("<item>").Length - 1);
    }

    private static async Task AssertEveryEntryHasAnArticleAsync(string data)
    {
        await using var store = await LiteDbStore.OpenAsync(data, TimeProvider.System, _ => { }, Cancellation);
        var entryCount = (await store.ReadFeedsAsync(Cancellation)).Sum(feed => feed.EntryCount);
        var articles = await store.ReadLatestAsync(int.MaxValue, Cancellation);
        var sources = articles.SelectMany(led => led.Article.Sources.Select(source => (source.FeedId, source.Key))).ToList();
        Assert.Equal(entryCount, sources.Count);
        Assert.Equal(sources.Count, sources.Distinct().Count());
    }
}
