using System.Globalization;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>What the store knows of the list: tidy, the comparison of lists, withheld entries; and what a probe finds at its addresses.</summary>
public sealed class ListStoreCommandTests
{
    [Fact]
    public async Task Tidy_takes_out_what_is_gone_or_twice_through_the_running_service_and_without_it()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(4));
        using var bench = new Workbench();
        foreach (var (path, address) in new[] { "/a", "/same", "/same", "/gone" }.Zip(origin.Addresses))
        {
            origin.Serve(path, Feed(path), address);
        }

        origin.Answer("/gone", Answers.Status(410), origin.Addresses[3]);
        bench.WriteList(new[] { "/a", "/same", "/same", "/gone" }.Zip(origin.Addresses, (path, address) => (object)origin.UrlOf(path, address).AbsoluteUri));
        await bench.RunAsync("poll", "--all");

        var alone = await bench.RunAsync("tidy");
        Assert.Equal(0, alone.ExitCode);
        Assert.Contains("byte for byte", alone.Output, StringComparison.Ordinal);
        Assert.Contains("gone for good", alone.Output, StringComparison.Ordinal);
        await using (var service = await bench.StartAsync())
        {
            var asked = await bench.RunAsync("tidy", "--yes");
            Assert.Equal(alone.Output, asked.Output);
            Assert.Equal(0, (await service.StopAsync()).ExitCode);
        }

        Assert.Contains("2 feeds", (await bench.RunAsync("check")).Output, StringComparison.Ordinal);
        var again = await bench.RunAsync("tidy", "--yes");
        Assert.Equal((0, ""), (again.ExitCode, again.Output));
        Assert.Contains("nothing to do", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_rule_shows_what_it_would_add_and_remove_and_what_is_withheld_names_its_rule()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(2));
        using var bench = new Workbench();
        foreach (var address in origin.Addresses)
        {
            origin.Serve("/feed", Feed($"{address}"), address);
        }

        var (one, two) = (origin.UrlOf("/feed", origin.Addresses[0]).AbsoluteUri, origin.UrlOf("/feed", origin.Addresses[1]).AbsoluteUri);
        bench.WriteList(one, new { url = two, id = "two", exclude = new[] { "title:odd" } });
        await bench.RunAsync("poll", "--all");
        var before = bench.ListPath + ".old";
        File.Copy(bench.ListPath, before);
        bench.WriteList(new { url = two, id = "two", exclude = new[] { "title:even", "older-than:9d" } }, "https://new.example/feed");

        var compared = await bench.RunAsync("check", "--against", before, "--json");
        using (var document = JsonDocument.Parse(compared.Output))
        {
            var against = document.RootElement.GetProperty("against");
            Assert.Equal(8, against.GetProperty("articleCount").GetInt32());
            Assert.Equal(["odd 1", "odd 3"], Titles(against.GetProperty("gained")).Order(StringComparer.Ordinal));
            Assert.Equal(["even 0", "even 0", "even 2", "even 2", "odd 1", "odd 3"], Titles(against.GetProperty("lost")).Order(StringComparer.Ordinal));
            Assert.Single(against.GetProperty("feedsUnknown").EnumerateArray());
            Assert.Contains("exclude title:even", compared.Output, StringComparison.Ordinal);
            Assert.Contains("its feed is not in the list", compared.Output, StringComparison.Ordinal);
        }

        var withheld = await bench.RunAsync("status", "two", "--withheld");
        Assert.Contains("of its 4 newest entries, 2 are withheld", withheld.Output, StringComparison.Ordinal);
        Assert.Contains("exclude title:even", withheld.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await bench.RunAsync("status", "--withheld")).ExitCode);
        File.Copy(before, bench.ListPath, overwrite: true);
        await using var service = await bench.StartAsync();
        Assert.Contains("exclude title:odd", (await bench.RunAsync("status", "two", "--withheld")).Output, StringComparison.Ordinal);
        Assert.Contains("0 gained, 0 lost", (await bench.RunAsync("check", "--against", before)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await bench.RunAsync("status", "nobody", "--withheld")).ExitCode);
    }

    [Fact]
    public async Task A_probe_tells_what_is_at_each_address_and_visits_each_once()
    {
        var paths = new[] { "/ok", "/moved", "/redirected", "/gone", "/page", "/none", "/twin" };
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(paths.Length));
        using var bench = new Workbench();
        origin.Serve("/ok", Feed("ok"));
        origin.Serve("/twin", Feed("ok"));
        origin.Serve("/target", Feed("target"));
        origin.Serve("/target2", Feed("target2"));
        origin.Answer("/moved", Answers.Redirect("/target", 301));
        origin.Answer("/redirected", Answers.Redirect("/target2"));
        origin.Answer("/gone", Answers.Status(410));
        origin.Answer("/page", Answers.HtmlPage());
        bench.WriteList(paths.Zip(origin.Addresses, (path, address) => (object)origin.UrlOf(path, address).AbsoluteUri));

        var probed = await bench.RunAsync("check", "--probe", "--json");

        Assert.Equal(1, probed.ExitCode);
        using var document = JsonDocument.Parse(probed.Output);
        Assert.Equal(
            ["ok", "moved", "redirected", "gone", "not-a-feed", "failed", "duplicate"],
            document.RootElement.GetProperty("probes").EnumerateArray().Select(probe => probe.GetProperty("result").GetString()));
        Assert.Equal(paths.Length + 2, origin.Requests.Count);

        var annotated = await bench.RunAsync("check", "--probe", "--format", "github");
        Assert.Contains($"::error file={bench.ListPath},line=1::", annotated.Output, StringComparison.Ordinal);
        Assert.Contains("::warning ", annotated.Output, StringComparison.Ordinal);
        Assert.Contains("::notice ", annotated.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Titles(JsonElement articles) => articles.EnumerateArray().Select(article => article.GetProperty("title").GetString()!);

    private static OriginDocument Feed(string name) => OriginDocument.Of(
        $"<rss version='2.0'><channel><title>{name}</title>{string.Concat(Enumerable.Range(0, 4).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"<item><guid>{name}{number}</guid><title>{(number % 2 == 0 ? "even" : "odd")} {number}</title><link>https://{name.Trim('/')}.example/{number}</link></item>")))}</channel></rss>");
}
