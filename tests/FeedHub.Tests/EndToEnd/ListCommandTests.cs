using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>The commands that edit the list, run from outside against pages and feeds on loopback.</summary>
public sealed class ListCommandTests
{
    private const string Feed = """
        <rss version="2.0"><channel><title>Found it</title><link>https://blog.example/</link>
        <item><guid>1</guid><title>First post</title><link>https://blog.example/1</link><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>
        <item><guid>2</guid><title>Second post</title><link>https://blog.example/2</link><pubDate>Wed, 04 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_shows_what_it_would_do_and_does_it_when_told_to()
    {
        await using var origin = await StartAsync("""<link rel="alternate" type="application/rss+xml" href="/feed.xml">""");
        using var bench = new Workbench();

        var shown = await bench.RunAsync("add", origin.UrlOf("/").AbsoluteUri);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains($"+        \"{origin.FeedUrl}\"", shown.Output, StringComparison.Ordinal);
        Assert.Contains("--- /dev/null", shown.Output, StringComparison.Ordinal);
        Assert.Contains("found Found it at", shown.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", shown.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.ListPath));
        Assert.Equal(2, origin.Requests.Count);

        Assert.Equal(0, (await bench.RunAsync("add", origin.UrlOf("/").AbsoluteUri, "--yes")).ExitCode);
        Assert.Contains("urn:uuid:", await File.ReadAllTextAsync(bench.ListPath, Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("check")).ExitCode);
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);

        var again = await bench.RunAsync("add", origin.UrlOf("/").AbsoluteUri, "--yes");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("duplicate", again.Output, StringComparison.Ordinal);
        Assert.Contains("on line 10", again.Output, StringComparison.Ordinal);

        var preview = await bench.RunAsync("preview", origin.FeedUrl.AbsoluteUri);
        Assert.Contains("Second post", preview.Output, StringComparison.Ordinal);
        Assert.Contains("rss20, 2 entries", preview.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_asks_three_times_at_most_and_guesses_no_address()
    {
        await using var origin = await StartAsync("");
        origin.Answer("/many", Answers.Body(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9).Select(number => $"<link rel=alternate type=application/rss+xml href=/none{number}>"))),
            ("Content-Type", "text/html"), ("Link", "</none>; rel=alternate; type=\"application/atom+xml\"")));
        origin.Answer("/hops", Answers.Redirect("/hop1"));
        origin.Answer("/hop1", Answers.Redirect("/hop2"));
        origin.Answer("/hop2", Answers.Redirect("/feed.xml"));
        using var bench = new Workbench();

        foreach (var (path, requests, reason) in new[] { ("/", 1, "names no feed"), ("/many", 3, "/none0"), ("/hops", 3, "redirects") })
        {
            var before = origin.Requests.Count;
            var ended = await bench.RunAsync("add", origin.UrlOf(path).AbsoluteUri, "--yes");

            Assert.Equal(1, ended.ExitCode);
            Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
            Assert.Equal(requests, origin.Requests.Count - before);
        }

        Assert.False(File.Exists(bench.ListPath));
    }

    [Fact]
    public async Task Add_visits_no_private_network_that_the_operator_does_not_name()
    {
        await using var origin = await StartAsync("");
        using var bench = new Workbench();
        bench.Environment.Remove("FeedHub__Fetching__AllowedNetworks__0");

        Assert.Equal(1, (await bench.RunAsync("add", origin.FeedUrl.AbsoluteUri, "--yes")).ExitCode);

        Assert.Empty(origin.Requests);
        Assert.Equal(2, (await bench.RunAsync("add", "https://me:hunter2@example.org/")).ExitCode);
    }

    [Fact]
    public async Task Import_export_and_remove_edit_the_list()
    {
        using var bench = new Workbench();
        var opml = Path.Combine(bench.Folder, "subscriptions.opml");
        var outlines = Enumerable.Range(0, 400).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"<outline text='Folder {number % 7}'><outline text='Blog {number}' xmlUrl='https://blog{number}.example/feed'/></outline>"));
        await File.WriteAllTextAsync(opml, $"<opml version='1.1'><head><title>Mine</title></head><body>{string.Concat(outlines)}</body></opml>", Cancellation);

        using var imported = JsonDocument.Parse((await bench.RunAsync("import", opml, "--yes", "--json")).Output);
        Assert.Equal(400, imported.RootElement.GetProperty("lines").EnumerateArray().Count(line => line.GetProperty("what").GetString() == "added"));
        Assert.Contains("400 feeds in 7 channels", (await bench.RunAsync("check")).Output, StringComparison.Ordinal);

        var exported = (await bench.RunAsync("export")).Output;
        Assert.Equal(400, exported.Split("xmlUrl=").Length - 1);

        Assert.Equal(1, (await bench.RunAsync("remove", "https://nobody.example/", "--yes")).ExitCode);
        Assert.Equal(0, (await bench.RunAsync("remove", "https://blog7.example/feed", "--yes")).ExitCode);
        Assert.Contains("399 feeds", (await bench.RunAsync("check")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await bench.RunAsync("import", bench.ListPath)).ExitCode);
    }

    [Fact]
    public async Task An_invalid_list_is_edited_by_no_command()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench.ListPath, "{ \"title\": \"T\",\n  \"chanels\": [] }", Cancellation);

        foreach (var args in new[] { new[] { "add", "https://example.org/" }, ["remove", "https://example.org/"], ["tidy"], ["export"] })
        {
            var ended = await bench.RunAsync(args);

            Assert.Equal(1, ended.ExitCode);
            Assert.Contains("2:3: chanels: unknown member `chanels`, did you mean `channels`?", ended.Error, StringComparison.Ordinal);
        }

        var annotated = await bench.RunAsync("check", "--format", "github");
        Assert.Equal(1, annotated.ExitCode);
        Assert.Contains($"::error file={bench.ListPath},line=2,col=3::chanels: unknown member `chanels`, did you mean `channels`?", annotated.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await bench.RunAsync("check", "--format", "xml")).ExitCode);
    }

    private static async Task<OriginServer> StartAsync(string head)
    {
        var origin = await OriginServer.StartAsync(OriginDocument.Of(Feed));
        origin.Answer("/", Answers.Body(Encoding.UTF8.GetBytes($"<!doctype html><html><head><title>Blog</title>{head}</head><body>Hello"), ("Content-Type", "text/html")));
        return origin;
    }
}
