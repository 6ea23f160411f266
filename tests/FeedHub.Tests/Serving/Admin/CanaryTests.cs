using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FeedHub.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Serving.Admin;

/// <summary>Secrets are planted in every place where operators keep some, and looked for in all that comes out (BAD-70).</summary>
public sealed partial class CanaryTests
{
    private const string Token = "CANARY-bearer-7f3a9c";
    private const string Password = "CANARY-password-51b2";
    private const string InQuery = "CANARY-query-90dd1e";
    private const string InRedirect = "CANARY-redirect-33ab";

    private static readonly string[] Canaries = [Token, Password, InQuery, InRedirect, Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{Password}"))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BAD_70_HARD_5_Secrets_appear_in_no_log_metric_trace_page_list_or_error_and_in_no_file()
    {
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(4));
        using var bench = new Workbench();
        await using var collector = await Collector.StartAsync();
        var admin = bench.ListenToOperators();
        bench.Environment["FEED_TOKEN"] = Token;
        bench.Environment["FEED_USER"] = "ada";
        bench.Environment["FEED_PASSWORD"] = Password;
        bench.Environment["FeedHub__Log__Format"] = "json";
        bench.Environment["Serilog__MinimumLevel__Default"] = "Debug";
        bench.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        bench.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        bench.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        bench.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        origin.Answer("/feed", new DatedFeed("one").AnswerAsync, origin.Addresses[0]);
        origin.Answer("/feed", new DatedFeed("two").AnswerAsync, origin.Addresses[1]);
        origin.Answer("/feed", Answers.Redirect($"/moved?token={InRedirect}", StatusCodes.Status301MovedPermanently), origin.Addresses[2]);
        origin.Answer("/moved", new DatedFeed("three").AnswerAsync, origin.Addresses[2]);
        origin.Answer("/feed", Answers.Status(500), origin.Addresses[3]);
        bench.WriteList(
            new { url = $"{Feed(0)}?format=rss&token={InQuery}", id = "one", auth = new { tokenEnv = "FEED_TOKEN" } },
            new { url = $"{Feed(1)}?api_key={InQuery}", id = "two", auth = new { userEnv = "FEED_USER", passwordEnv = "FEED_PASSWORD" } },
            new { url = $"{Feed(2)}?key={InQuery}", id = "three" },
            new { url = $"{Feed(3)}?accessToken={InQuery}", id = "four" });
        var seen = new StringBuilder();
        var created = await bench.RunAsync("key", "create");
        var key = created.Output.Trim();
        seen.Append(created.Error);
        await using (var service = await bench.StartAsync())
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            await Eventually.HoldsAsync("every feed was visited", async () =>
                Regex.Count((await bench.RunAsync("status")).Output, "(ok|http-500)") >= 4);
            await Eventually.HoldsAsync("a story is published", async () =>
                (await http.GetStringAsync(new Uri(bench.Url, "top-stories.atom"), Cancellation)).Contains("<entry", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, await ChangeAsync(http, new Uri(admin, "api/v1/feeds/four/poll"), key));
            Assert.Equal(HttpStatusCode.Unauthorized, await ChangeAsync(http, new Uri(admin, "api/v1/feeds/four/poll"), key + "x"));
            Assert.Equal(HttpStatusCode.Unauthorized, await ChangeAsync(http, new Uri(admin, $"api/v1/feeds/four/poll?key={key}"), null));
            await Eventually.HoldsAsync("spans and metrics have come", () => Task.FromResult(collector.Has("/v1/traces") && collector.Has("/v1/metrics")));
            await LookAtAllAsync(http, bench.Url, ["", "latest.atom", "feeds.opml", "bot"], seen);
            await LookAtAllAsync(http, admin, ["", "feeds", "feeds/one", "feeds/three", "feeds/four", "api/v1/feeds", "api/v1/feeds/two", "api/v1/feeds/three", "api/v1/entries", "api/v1/stories", "api/v1/report", "api/v1/keys", "metrics", "health/ready", "openapi/v1.json", $"nothing?key={key}"], seen);
            foreach (var command in (string[][])[["status", "--json"], ["status"], ["top", "--json"], ["key", "list"], ["poll", "--all"]])
            {
                var run = await bench.RunAsync(command);
                seen.Append(run.Output).Append(run.Error);
            }

            seen.Append((await service.StopAsync()).Error);
        }

        seen.Append(collector.Text());
        var all = seen.ToString();
        Assert.Contains("Polled {Feed}", all, StringComparison.Ordinal); // the logs are in it
        Assert.Contains("feedhub.feed.id", all, StringComparison.Ordinal); // and the spans
        Assert.Contains("feedhub.polls", all, StringComparison.Ordinal); // and the metrics
        Assert.Contains("format=rss", all, StringComparison.Ordinal); // what is no secret stays in the list of feeds
        Assert.All(Canaries.Append(key).Append(key["fh_".Length..]), canary => Assert.DoesNotContain(canary, all, StringComparison.OrdinalIgnoreCase));

        // What is used to open a feed, or us, is in no file either.
        foreach (var file in Directory.EnumerateFiles(bench.DataPath, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancellation);
            Assert.All(
                (string[])[Token, Password, Canaries[^1], key],
                secret => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{secret} is in {file}"));
        }

        string Feed(int number) => origin.UrlOf("/feed", origin.Addresses[number]).AbsoluteUri;
    }

    [Fact]
    public async Task BAD_62_A_password_in_an_address_is_refused_and_not_repeated()
    {
        using var bench = new Workbench();
        bench.WriteList($"https://ada:{Password}@example.org/feed?token={InQuery}");

        var run = await bench.RunAsync("run");
        var check = await bench.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, check.ExitCode);
        Assert.All(Canaries, canary => Assert.DoesNotContain(canary, run.Error + check.Output + check.Error, StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> ChangeAsync(HttpClient http, Uri url, string? key)
    {
        using var request = AdminHub.Request(HttpMethod.Post, url, key, "{}");
        using var answer = await http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    /// <summary>Reads these pages and every one of the same listener that they lead to.</summary>
    private static async Task LookAtAllAsync(HttpClient http, Uri start, IEnumerable<string> paths, StringBuilder seen)
    {
        var open = new Queue<Uri>(paths.Select(path => new Uri(start, path)));
        var known = open.ToHashSet();
        while (open.TryDequeue(out var url))
        {
            using var answer = await http.GetAsync(url, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            seen.Append(answer.Headers).Append(text);
            foreach (var link in Link.Matches(text).Select(match => new Uri(start, WebUtility.HtmlDecode(match.Groups[1].Value))))
            {
                if (link.Authority == start.Authority && known.Count < 100 && known.Add(link))
                {
                    open.Enqueue(link);
                }
            }
        }
    }

    [GeneratedRegex("href=\"([^\"#]+)\"")]
    private static partial Regex Link { get; }

    /// <summary>What spans and metrics are sent to.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly Lock _mutex = new();
        private readonly StringBuilder _text = new();
        private readonly HashSet<string> _paths = [];
        private readonly WebApplication _app;

        private Collector(int port)
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, port));
            _app = builder.Build();
            _app.Run(TakeAsync);
        }

        public string Url { get; }

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector(Workbench.FreePort());
            await collector._app.StartAsync(Cancellation);
            return collector;
        }

        public bool Has(string path)
        {
            lock (_mutex)
            {
                return _paths.Contains(path);
            }
        }

        public string Text()
        {
            lock (_mutex)
            {
                return _text.ToString();
            }
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            lock (_mutex)
            {
                _paths.Add(context.Request.Path.Value!);
                _text.Append(Encoding.Latin1.GetString(body.ToArray())); // texts lie in the protocol's bytes as they are
            }
        }
    }
}
