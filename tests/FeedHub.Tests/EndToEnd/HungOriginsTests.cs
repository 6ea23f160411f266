using System.Net;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>Servers that take a connection and say nothing cost the others nothing but their turn.</summary>
public sealed class HungOriginsTests
{
    private const int HungCount = 500;
    private const int WellCount = 20;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Five_hundred_hung_origins_keep_no_other_feed_waiting_for_thirty_seconds()
    {
        // Of feeds that fall due together those come first whose addresses do: the well ones stand at the end of the queue.
        var hung = OriginServer.Loopback(HungCount);
        IReadOnlyList<IPAddress> well = [.. Enumerable.Range(1, WellCount).Select(index => new IPAddress([127, 9, 0, (byte)index]))];
        await using var origin = await OriginServer.StartAsync([.. hung, .. well]);
        origin.Answer("/feed", Answers.Hang());
        foreach (var (index, address) in well.Index())
        {
            origin.Answer("/feed", new GrowingFeed($"well{index}").AnswerAsync, address);
        }

        using var bench = new Workbench();
        bench.WriteList(
        [
            .. hung.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri),
            .. well.Select(address => (object)new { url = origin.UrlOf("/feed", address).AbsoluteUri, id = IdOf(address), every = $"{_every.TotalSeconds}s" }),
        ]);
        await using var service = await bench.StartAsync();
        var dueAt = await DueTimesAsync(bench);

        await Eventually.HoldsAsync("every well feed is visited three times", () =>
            Task.FromResult(well.All(address => VisitsOf(origin, address).Count >= 3)));

        TestContext.Current.TestOutputHelper?.WriteLine($"first visits at most {well.Max(address => VisitsOf(origin, address)[0] - dueAt[IdOf(address)])} late");
        foreach (var address in well)
        {
            var visits = VisitsOf(origin, address);
            Assert.True(visits[0] - dueAt[IdOf(address)] < _bound, $"first visit {visits[0] - dueAt[IdOf(address)]} late");
            Assert.All(visits.Zip(visits.Skip(1)), pair => Assert.True(pair.Second - pair.First < _every + _bound, $"{pair.Second - pair.First}"));
        }

        Assert.Equal(HungCount, origin.Requests.Select(request => request.LocalAddress).Intersect(hung).Count());
        Assert.Equal(WellCount, (await Published.LatestItemsAsync(bench.Url)).Select(item => item.GetProperty("_feedhub").GetProperty("sources")[0].GetProperty("title").GetString()).Distinct().Count());
    }

    private static string IdOf(IPAddress address) => $"well-{address.GetAddressBytes()[3]}";

    private static List<DateTimeOffset> VisitsOf(OriginServer origin, IPAddress address) =>
        [.. origin.Requests.Where(request => request.LocalAddress.Equals(address)).Select(request => request.At)];

    private static async Task<Dictionary<string, DateTimeOffset>> DueTimesAsync(Workbench bench)
    {
        using var document = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
        return document.RootElement.GetProperty("feeds").EnumerateArray().ToDictionary(
            feed => feed.GetProperty("id").GetString()!, feed => feed.GetProperty("nextVisitAt").GetDateTimeOffset());
    }
}
