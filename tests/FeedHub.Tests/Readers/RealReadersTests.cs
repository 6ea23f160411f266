using System.Text.Json;
using FeedHub.EndToEnd;

namespace FeedHub.Readers;

/// <summary>Reader programs of other people, as subscribers of ours use them.</summary>
public sealed class RealReadersTests
{
    private static readonly string[] _lists = ["latest", "top-stories"];

    private static readonly DateTimeOffset _publishedAt = TimeProvider.System.GetUtcNow();

    /// <summary>Each by itself: newsboat takes two feeds with the same ids for one.</summary>
    public static TheoryData<string, string> Readers { get; } =
        new(ReaderProgram.Names.SelectMany(name => new[] { (name, "atom"), (name, "rss") }));

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_reader_shows_every_item_as_it_is_and_nothing_twice(string name, string format)
    {
        string[] paths = [.. _lists.Select(list => $"{list}.{format}")];
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        using var bench = new Workbench();
        await using var relay = await Relay.StartAsync(paths);
        relay.Target = bench.Url;
        bench.Environment["FeedHub__PublicUrl"] = relay.Url.AbsoluteUri;
        bench.Environment["FeedHub__Polling__Interval"] = "01:00:00";
        Serve(origin, 0, "North", edition: 0);
        Serve(origin, 1, "South", edition: 0);
        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);
        var reader = await ReaderProgram.SubscribeAsync(name, Path.Combine(bench.Folder, "reader"), [.. paths.Select(path => new Uri(relay.Url, path))]);
        var backup = Path.Combine(bench.Folder, "backup.zip");
        IReadOnlyList<ReaderItem> first;
        await using (var service = await bench.StartAsync())
        {
            first = await UpdatedAsync(reader);
            await AssertShowsAsync(first, bench.Url);
            Assert.Equal(first.Count, (await UpdatedAsync(reader)).Count); // newsboat keeps validators from its second visit on
            relay.TakeStatuses();

            Assert.Equal(first.Count, (await UpdatedAsync(reader)).Count);
            if (name != "sfeed") // which asks without conditions
            {
                Assert.All(relay.TakeStatuses(), status => Assert.Equal(304, status));
            }

            // An entry is edited, a source renamed, and the ranks change by comments and a third telling.
            var before = Convert.ToHexString(await RunningProgram.GetAsync(new Uri(bench.Url, "latest.atom")));
            Serve(origin, 0, "North by another name", edition: 1);
            Serve(origin, 1, "South", edition: 1);
            Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);
            await Eventually.HoldsAsync("the edit is published", async () => before != Convert.ToHexString(await RunningProgram.GetAsync(new Uri(bench.Url, "latest.atom"))));
            AssertNothingTwice(first, await UpdatedAsync(reader));

            Assert.Equal(0, (await bench.RunAsync("backup", backup)).ExitCode);
            await service.StopAsync();
        }

        await using (var restarted = await bench.StartAsync())
        {
            AssertNothingTwice(first, await UpdatedAsync(reader));
            await restarted.StopAsync();
        }

        using var restored = new Workbench();
        File.Copy(bench.ListPath, restored.ListPath);
        restored.Environment["FeedHub__PublicUrl"] = relay.Url.AbsoluteUri;
        restored.Environment["FeedHub__Polling__Interval"] = "01:00:00";
        Assert.Equal(0, (await restored.RunAsync("restore", backup)).ExitCode);
        await using var again = await restored.StartAsync();
        relay.Target = restored.Url;
        AssertNothingTwice(first, await UpdatedAsync(reader));
        await again.StopAsync();
    }

    private static async Task<IReadOnlyList<ReaderItem>> UpdatedAsync(ReaderProgram reader)
    {
        await reader.UpdateAsync();
        return await reader.ItemsAsync();
    }

    /// <summary>Count, titles, dates and authors are those of our own JSON.</summary>
    private static async Task AssertShowsAsync(IReadOnlyList<ReaderItem> shown, Uri url)
    {
        var expected = new List<string>();
        foreach (var list in _lists)
        {
            using var document = JsonDocument.Parse(await RunningProgram.GetAsync(new Uri(url, list + ".json")));
            foreach (var item in document.RootElement.GetProperty("items").EnumerateArray())
            {
                var line = $"{item.GetProperty("title").GetString()}|{item.GetProperty("authors")[0].GetProperty("name").GetString()}|"
                    + item.GetProperty("date_published").GetDateTimeOffset().ToUnixTimeSeconds();
                expected.Add(line);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), shown.Select(item => $"{item.Title}|{item.Author}|{item.At}").Order(StringComparer.Ordinal));
    }

    private static void AssertNothingTwice(IReadOnlyList<ReaderItem> before, IReadOnlyList<ReaderItem> now)
    {
        Assert.Equal(Ids(before), Ids(now));
        Assert.Equal(before.Count, now.Count);

        static IEnumerable<string> Ids(IEnumerable<ReaderItem> items) => items.Select(item => $"{item.Feed} {item.Id}").Order(StringComparer.Ordinal);
    }

    private static void Serve(OriginServer origin, int index, string title, int edition)
    {
        var name = index == 0 ? "north" : "south";
        string[] headlines = index == 0
            ? ["Lighthouse of Varmsund loses its keeper & its dog", "Bakers' guild opens a winter school", "Ferry timetable for the islands"]
            : ["Lighthouse of Varmsund loses keeper and dog", "A frog orchestra plays in the marsh"];
        origin.Serve(
            "/feed",
            OriginDocument.Of(
                "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:slash='http://purl.org/rss/1.0/modules/slash/'>"
                + $"<channel><title>{title}</title><link>http://{name}.example/</link>"
                + string.Concat(headlines.Select((headline, number) =>
                    $"<item><guid isPermaLink='false'>{name}-{number}</guid><title>{headline.Replace("&", "&amp;", StringComparison.Ordinal)}</title>"
                    + $"<link>http://{name}.example/{number}</link><dc:creator>Author {name} {number}</dc:creator>"
                    + $"<pubDate>{_publishedAt.AddHours(-1 - number):R}</pubDate><slash:comments>{edition * 40 * number}</slash:comments>"
                    + $"<description>{(edition > 0 && number == 1 ? "Quite another text than it was before, from beginning to end." : $"What {headline.Split(' ')[0]} is about, told at length by {name}.")}</description></item>"))
                + "</channel></rss>"),
            origin.Addresses[index]);
    }
}
