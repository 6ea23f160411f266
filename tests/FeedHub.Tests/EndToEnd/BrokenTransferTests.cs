using System.Globalization;
using System.Text.Json;
using FeedHub.Fetching;

namespace FeedHub.EndToEnd;

/// <summary>Transfers that break off on the way to the built program.</summary>
public sealed class BrokenTransferTests
{
    private const int Count = 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", true)]
    [InlineData("https", true)]
    [InlineData("http", false)]
    [InlineData("https", false)]
    public async Task F_7_F_8_A_transfer_that_breaks_off_commits_nothing_and_leaves_the_validators_as_they_were(string scheme, bool isReset)
    {
        using var authority = new Authority();
        await using var origin = await OriginServer.StartAsync(certificate: scheme == "https" ? authority.Issue("127.0.0.1", days: 4) : null);
        await using var proxy = FaultProxy.Start(origin.FeedUrl);
        using var bench = new Workbench();
        bench.Environment["SSL_CERT_FILE"] = Path.Combine(bench.Folder, "root.pem"); // whom the system trusts
        await File.WriteAllTextAsync(bench.Environment["SSL_CERT_FILE"], authority.Root.ExportCertificatePem(), Cancellation);
        bench.WriteList(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{proxy.Port}{OriginServer.FeedPath}"));
        origin.Serve(OriginServer.FeedPath, Document(1) with { ETag = "\"v1\"" });
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);

        origin.Serve(OriginServer.FeedPath, Document(Count) with { ETag = "\"v2\"" });
        proxy.Fault = isReset ? Fault.ResetAfter(50_000) : Fault.CloseAfter(50_000);
        Assert.Equal(1, (await bench.RunAsync("poll", "--all")).ExitCode);
        Assert.Equal((1, true), await EntriesAsync(bench));

        proxy.Fault = Fault.None;
        Assert.Equal(0, (await bench.RunAsync("poll", "--all")).ExitCode);
        Assert.Equal((Count, false), await EntriesAsync(bench));
        Assert.Equal(["", "\"v1\"", "\"v1\""], origin.Requests.Select(request => request.Headers.IfNoneMatch.ToString()));
    }

    private static async Task<(int Count, bool IsBroken)> EntriesAsync(Workbench bench)
    {
        using var status = JsonDocument.Parse((await bench.RunAsync("status", "--json")).Output);
        var feed = status.RootElement.GetProperty("feeds")[0];
        return (feed.GetProperty("entryCount").GetInt32(), feed.GetProperty("lastOutcome").GetString() is "reset" or "truncated");
    }

    private static OriginDocument Document(int count) => OriginDocument.Of(
        "<rss version='2.0'><channel><title>Blog</title>"
        + string.Concat(Enumerable.Range(1, count).Select(number =>
            $"<item><guid isPermaLink='false'>{number}</guid><title>Entry {number}</title><description>{new string('x', 100)}</description></item>"))
        + "</channel></rss>");
}
