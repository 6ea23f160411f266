using System.Text;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>What strangers write, in the log and in the tables of the program.</summary>
public sealed class HostileTextTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task BAD_69_One_event_is_one_line_of_the_log_whatever_strangers_say(string format)
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/feed", Answers.Body(
            Encoding.UTF8.GetBytes(Feed("Tells\u2028 &#13;&#10;00:00:00 FTL \"}{x}")), ("ETag", "no\ttag"), ("Location", "/%0d%0a"), ("Retry-After", "\"}")));
        using var bench = new Workbench();
        bench.Environment["FeedHub__Log__Format"] = format;
        bench.Environment["Serilog__MinimumLevel__Override__Microsoft.AspNetCore.Hosting"] = "Information"; // it tells every address that is asked for
        bench.WriteList(new { url = origin.UrlOf("/feed").AbsoluteUri + "?a=%0D%0A%1B%E2%80%A8", id = "one" });
        await using var service = await bench.StartAsync();
        await Eventually.HoldsAsync("the feed is read", async () => (await Published.LatestItemsAsync(bench.Url)).Count > 0);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bench.Url, "forged%0D%0A00:00:00%20FTL%20gone%1B%C2%9B%E2%80%A8%22%7D%7Bx%7D?q=%0D%0A"));
        request.Headers.TryAddWithoutValidation("User-Agent", "reader \"} 00:00:00 FTL {x}");

        (await http.SendAsync(request, Cancellation)).Dispose();
        await Eventually.HoldsAsync("it is told", () => Task.FromResult(service.Error.Contains("forged", StringComparison.Ordinal)));

        var lines = (await service.StopAsync()).Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains("Polled", StringComparison.Ordinal));
        Assert.All(lines, line =>
        {
            Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');
            Assert.False(line.StartsWith("00:00:00 FTL", StringComparison.Ordinal), line);
            if (line.StartsWith("FeedHub follows", StringComparison.Ordinal))
            {
                return; // the program's own word to its terminal
            }

            if (format == "json")
            {
                JsonDocument.Parse(line).Dispose();
            }
            else
            {
                Assert.Matches("^[0-9]{2}:[0-9]{2}:[0-9]{2} (INF|WRN|ERR) ", line);
            }
        });
    }

    [Fact]
    public async Task BAD_60_BAD_69_A_table_in_a_pipe_holds_no_formula_and_one_row_is_one_line()
    {
        string[] titles = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "Plain = text", "Two\u2028lines"];
        await using var origin = await OriginServer.StartAsync();
        origin.Serve("/feed", OriginDocument.Of(Feed(titles)));
        using var bench = new Workbench();
        bench.WriteList(origin.UrlOf("/feed").AbsoluteUri);
        await bench.RunAsync("poll", "--all");

        foreach (var table in (FinishedProgram[])[await bench.RunAsync("preview", origin.UrlOf("/feed").AbsoluteUri), await bench.RunAsync("top")])
        {
            Assert.Equal(0, table.ExitCode);
            var cells = table.Output.Split('\n', '\t', '\u2028');
            Assert.DoesNotContain(cells, cell => cell.TrimStart() is ['=' or '+' or '-' or '@', ..]);
            Assert.All(titles[..4], title => Assert.Contains("'" + title, cells));
            Assert.Contains("Plain = text", cells);
        }
    }

    private static string Feed(params IEnumerable<string> titles) =>
        "<rss version='2.0'><channel><title>Blog</title><link>http://blog.example/</link>"
        + string.Concat(titles.Index().Select(title =>
            $"<item><guid isPermaLink='false'>{title.Index}</guid><title>{title.Item}</title><link>http://blog.example/{title.Index}</link>"
            + $"<pubDate>{TimeProvider.System.GetUtcNow().AddMinutes(-title.Index):R}</pubDate></item>"))
        + "</channel></rss>";
}
