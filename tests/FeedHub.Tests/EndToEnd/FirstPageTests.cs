using System.Text;
using Microsoft.AspNetCore.Http;

namespace FeedHub.EndToEnd;

/// <summary>What a new user sees in the first seconds.</summary>
public sealed class FirstPageTests
{
    [Fact]
    public async Task The_page_says_how_far_the_first_round_is_and_fills_by_itself()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(4));
        using var bench = new Workbench();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (address, index) in origin.Addresses.Select((address, index) => (address, index)))
        {
            var feed = new GrowingFeed($"blog{index}");
            origin.Answer("/feed", index < 2 ? feed.AnswerAsync : LateAsync, address);

            async Task LateAsync(HttpContext context)
            {
                await release.Task.WaitAsync(context.RequestAborted);
                await feed.AnswerAsync(context);
            }
        }

        bench.WriteList(origin.Addresses.Select(address => (object)origin.UrlOf("/feed", address).AbsoluteUri));
        await using var service = await bench.StartAsync();

        await Eventually.HoldsAsync("the page shows two of four", async () => (await PageAsync(bench)).Contains("2 of 4", StringComparison.Ordinal));
        var page = await PageAsync(bench);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("blog0", page, StringComparison.Ordinal);

        release.SetResult();
        await Eventually.HoldsAsync("the page is whole and still", async () =>
            await PageAsync(bench) is var whole
            && whole.Contains("blog3", StringComparison.Ordinal)
            && !whole.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_demo_shows_stories_of_its_blogs_within_seconds()
    {
        using var bench = new Workbench();
        await using var demo = RunningProgram.Start(
            bench.Folder, new Dictionary<string, string> { ["FeedHub__Admin__Url"] = "" }, ["demo", "--urls", $"http://127.0.0.1:{bench.Port}"]);
        await demo.WaitUntilServingAsync(bench.Url);

        await Eventually.HoldsAsync("the demo is read", async () => (await Published.LatestItemsAsync(bench.Url)).Count > 30);

        var page = await PageAsync(bench);
        Assert.Contains("Harbour Street", page, StringComparison.Ordinal);
        Assert.Contains("Also covered by", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("scriptOfAFeedHasRun", Encoding.UTF8.GetString(await RunningProgram.GetAsync(new Uri(bench.Url, "latest.atom"))), StringComparison.Ordinal);
        foreach (var path in Published.Paths.Where(path => !path.EndsWith(".json", StringComparison.Ordinal)))
        {
            Assert.Equal("", await Published.LintAsync(await RunningProgram.GetAsync(new Uri(bench.Url, path))));
        }

        Assert.Equal(0, (await demo.StopAsync()).ExitCode);
    }

    private static async Task<string> PageAsync(Workbench bench) => Encoding.UTF8.GetString(await RunningProgram.GetAsync(bench.Url));
}
