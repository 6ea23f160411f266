using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary><c>poll --all</c> takes every feed, and still troubles no origin.</summary>
public sealed class PoliteCommandTests
{
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
    public async Task BAD48_a_feed_of_many_entries_comes_in_several_commits_and_loses_none()
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
