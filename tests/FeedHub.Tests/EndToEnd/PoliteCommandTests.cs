using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary><c>poll --all</c> takes every feed, and still troubles no origin.</summary>
public sealed class PoliteCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PP_11_An_origin_that_asks_for_rest_is_left_alone_and_the_command_ends()
    {
        await using var origin = await OriginServer.StartAsync();
        using var bench = new Workbench();
        var paths = Enumerable.Range(0, 5).Select(index => $"/feed{index}").ToList();
        foreach (var path in paths)
        {
            origin.Answer(path, Answers.Status(429, retryAfter: "3600"));
        }

        bench.WriteList(paths.Select(path => (object)origin.UrlOf(path).AbsoluteUri));

        var first = await bench.RunAsync("poll", "--all");
        var second = await bench.RunAsync("poll", "--all", "--json");

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("asked for rest", first.Output, StringComparison.Ordinal);
        Assert.Single(origin.Requests); // the rest of an origin outlives the process that was asked for it
        using var document = JsonDocument.Parse(second.Output);
        Assert.Equal(paths.Count, document.RootElement.GetProperty("summary").GetProperty("skipped").EnumerateObject().Count());
    }

    [Fact]
    public async Task PP_24_The_status_tells_what_each_origin_was_asked_in_the_terms_of_publishers()
    {
        await using var origin = await OriginServer.StartAsync();
        using var bench = new Workbench();
        var document = OriginDocument.Of("<rss version='2.0'><channel><title>One</title></channel></rss>");
        origin.Answer("/feed", Answers.InOrder(document.AnswerAsync, document.AnswerAsync, Answers.Status(503, retryAfter: "600")));
        bench.WriteList(origin.UrlOf("/feed").AbsoluteUri);
        for (var poll = 0; poll < 3; poll++)
        {
            await bench.RunAsync("poll", "--all");
        }

        using var status = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
        var whole = status.RootElement.GetProperty("report");
        var feed = status.RootElement.GetProperty("feeds")[0].GetProperty("report");
        Assert.True(JsonElement.DeepEquals(whole, feed)); // it is the only one
        Assert.Equal((3, 1), (feed.GetProperty("requests").GetInt32(), feed.GetProperty("unconditional").GetInt32()));
        Assert.Equal(1 / 3.0, feed.GetProperty("notModifiedShare").GetDouble(), 0.01);
        Assert.Equal(document.Body.Length, feed.GetProperty("receivedBytes").GetInt64());
        Assert.InRange(
            feed.GetProperty("shortestGapSeconds").GetDouble(), 0.001, (origin.Requests[2].At - origin.Requests[0].At).TotalSeconds);
        Assert.InRange(feed.GetProperty("lastRetryAt").GetDateTimeOffset() - origin.Requests[2].At, TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(610));
    }

    [Fact]
    public async Task PP_8_At_the_start_what_fell_due_meanwhile_is_spread_and_nothing_else_is_asked()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(11));
        using var bench = new Workbench();
        origin.Serve("/feed", OriginDocument.Of("<rss version='2.0'><channel><title>One</title></channel></rss>"));
        var due = origin.Addresses.Take(10).ToList();
        bench.WriteList(origin.Addresses.Select(address =>
            (object)new { url = origin.UrlOf("/feed", address).AbsoluteUri, every = due.Contains(address) ? "00:00:01" : "01:00:00" }));
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);
        Assert.Equal(11, origin.Requests.Count);
        // A quick machine starts the service within the second, and then nothing has fallen due yet.
        await Eventually.HoldsAsync("ten feeds are due", async () =>
        {
            using var status = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
            var now = TimeProvider.System.GetUtcNow();
            return status.RootElement.GetProperty("feeds").EnumerateArray().Count(feed => feed.GetProperty("nextVisitAt").GetDateTimeOffset() <= now) == 10;
        });

        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("all that was due is asked", () =>
            Task.FromResult(due.All(address => origin.Requests.Skip(11).Any(request => request.LocalAddress.Equals(address)))));

        var first = origin.Requests.Skip(11).GroupBy(request => request.LocalAddress).Select(visits => visits.Min(visit => visit.At)).ToList();
        Assert.True(first.Max() - first.Min() > TimeSpan.FromSeconds(1.5), $"{first.Max() - first.Min()}"); // over ten seconds, drawn at random
        Assert.DoesNotContain(origin.Requests.Skip(11), request => request.LocalAddress.Equals(origin.Addresses[10]));
    }

    [Fact]
    public async Task PP_15_No_more_visits_begin_at_once_than_the_operator_allows()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(6));
        origin.Answer("/feed", Answers.Hang());
        using var bench = new Workbench();
        bench.Environment["FeedHub__Polling__MaxConcurrency"] = "2";
        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));

        await using var service = await bench.StartAsync();
        await origin.WaitForRequestsAsync(6, Cancellation);

        // The third has its place only after one of the first two has been silent for some seconds.
        var at = origin.Requests.Select(request => request.At).ToList();
        Assert.All(at.Zip(at.Skip(2)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(1), $"{pair.Second - pair.First}"));
    }

    [Fact]
    public async Task BAD_48_A_feed_of_many_entries_comes_in_several_commits_and_loses_none()
    {
        const int count = 1_250;
        await using var origin = await OriginServer.StartAsync();
        using var bench = new Workbench();
        bench.Environment["FeedHub__Latest__Count"] = "5000";
        origin.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0'><channel><title>Many</title><link>http://many.example/</link>"
            + string.Concat(Enumerable.Range(0, count).Select(item =>
                $"<item><guid isPermaLink='false'>{item}</guid><title>Entry {item}</title><link>http://many.example/{item}</link></item>"))
            + "</channel></rss>"));
        bench.WriteList(origin.UrlOf("/feed").AbsoluteUri);

        Assert.Equal(0, (await bench.RunAsync("poll")).ExitCode);
        await using var service = await bench.StartAsync();

        Assert.Equal(count, (await Published.LatestItemsAsync(bench.Url)).Count);
        Assert.Single(origin.Requests);
    }
}
