using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using FeedHub.Growth;
using FeedHub.Polling;

namespace FeedHub.Serving;

/// <summary>
/// The published feed against nginx with the same bytes as files: the whole, compressed, and not modified, in turns. Each server has the first
/// core and wrk the second, and is warm.
/// </summary>
internal static class ServingBenchmark
{
    private const int FeedCount = 3;
    private const int EntryCount = 39; // 100 KB
    private const int WarmUpSeconds = 20;
    private const int MostInCalm = 100; // visits in 10 s

    private static readonly (string Name, string? Header, double Goal)[] _cases =
        [("200", null, 1.0), ("200 gzip", "Accept-Encoding: gzip", 0.75), ("304", "If-None-Match: ", 0.65)];

    /// <param name="args">Pairs (5), seconds of each measure (3), and the folder of a store that <c>growth</c> made, to be served in place of a small one.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var pairCount = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("feedhub-serving-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "html"));
        var url = new Uri($"http://127.0.0.1:{Loopback.FreePort()}/latest.atom");
        var files = new Uri($"http://127.0.0.1:{Loopback.FreePort()}/latest.atom");
        var originPort = Loopback.FreePort();
        using var origin = await Loopback.StartOriginAsync(originPort);
        var grown = args.Length > 2 ? GrownStore.Find(args[2]) ?? throw new ArgumentException($"{args[2]} holds no store that growth made") : null;
        var blogs = grown is null ? null : await grown.ReadBlogsAsync();
        await using var grownOrigin = blogs is null ? null : await blogs.ServeAsync(grown!.Port);
        using var service = await StartServiceAsync(grown?.Directory ?? await ListAsync(folder, originPort), url);
        await CalmAsync(blogs);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var ownTag = await CopyAsync(client, url, folder);
        using var nginx = await StartNginxAsync(folder, files.Port);
        var isGood = true;
        try
        {
            var fileTag = (await WaitAsync(client, files)).Headers.ETag!.ToString();
            foreach (var (name, header, goal) in _cases)
            {
                // The compiler works on the same core until all that the case runs is optimized.
                _ = await WrkRun.MeasureAsync(url, WarmUpSeconds, Headers(header, ownTag));
                _ = await WrkRun.MeasureAsync(files, seconds, Headers(header, fileTag));
                List<(WrkRun Own, WrkRun Nginx)> pairs = [];
                for (var pair = 0; pair < pairCount; pair++)
                {
                    pairs.Add((
                        await WrkRun.MeasureAsync(url, seconds, Headers(header, ownTag)),
                        await WrkRun.MeasureAsync(files, seconds, Headers(header, fileTag))));
                }

                var (own, other) = (Median(pairs.Select(pair => pair.Own.PerSecond)), Median(pairs.Select(pair => pair.Nginx.PerSecond)));
                var ratio = Median(pairs.Select(pair => pair.Own.PerSecond / pair.Nginx.PerSecond));
                var late = Median(pairs.Select(pair => pair.Own.P99 / pair.Nginx.P99));
                isGood &= ratio >= goal && late <= 2 && !pairs.Any(pair => pair.Own.HasErrors || pair.Nginx.HasErrors);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-9} {own,8:0} a second, nginx {other,8:0}: {ratio:0.00} (at least {goal:0.00}); p99 {Median(pairs.Select(pair => pair.Own.P99)):0.00} ms, nginx {Median(pairs.Select(pair => pair.Nginx.P99)):0.00} ms: {late:0.00} (at most 2.00)"));
            }
        }
        finally
        {
            await StopAsync(service);
            await StopAsync(nginx);
            origin.StandardInput.Close();
            Directory.Delete(folder, recursive: true);
        }

        return isGood ? 0 : 1;
    }

    private static string[] Headers(string? header, string tag) =>
        header is null ? [] : [header.EndsWith(' ') ? header + tag : header];

    private static async Task<string> ListAsync(string folder, int originPort)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "feeds.json"), JsonSerializer.Serialize(new
        {
            id = "urn:uuid:00000000-0000-4000-8000-000000000001",
            title = "Served",
            channels = new[] { new { name = "All", feeds = Enumerable.Range(1, FeedCount).Select(number => $"http://127.0.0.{number}:{originPort}/{number}") } },
        }));
        return folder;
    }

    private static async Task<Process> StartServiceAsync(string folder, Uri url)
    {
        var start = new ProcessStartInfo("taskset",
        [
            "-c", "0", "dotnet", Path.Combine(AppContext.BaseDirectory, "feedhub.dll"), "run", "--feeds", Path.Combine(folder, "feeds.json"), "--data", Path.Combine(folder, "data"),
            "--urls", url.GetLeftPart(UriPartial.Authority), "--FeedHub:Fetching:AllowedNetworks:0=127.0.0.0/8", "--FeedHub:Polling:OriginGap=00:00:00", $"--FeedHub:Latest:Count={EntryCount}", "--FeedHub:Admin:Url=",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await (await WaitAsync(client, url)).Content.ReadAsStringAsync()).Split("</entry>").Length <= EntryCount)
        {
            await ticker.WaitForNextTickAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System); // all is published and archived, and live articles are taken up
        return process;
    }

    /// <summary>Waits until all feeds that fell due before the start have been visited: from then on they come one after the other.</summary>
    private static async Task CalmAsync(GrowingBlogs? blogs)
    {
        if (blogs is null)
        {
            return;
        }

        long seen;
        do
        {
            seen = blogs.RequestCount;
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        }
        while (blogs.RequestCount - seen > MostInCalm);
        Console.WriteLine($"{blogs.RequestCount} visits before, {blogs.RequestCount - seen} in the last 10 s");
    }

    /// <summary>The same bytes as files, plain and compressed; returns the tag of the plain ones.</summary>
    private static async Task<string> CopyAsync(HttpClient client, Uri url, string folder)
    {
        using var plain = await client.GetAsync(url);
        var file = Path.Combine(folder, "html", "latest.atom");
        await File.WriteAllBytesAsync(file, await plain.Content.ReadAsByteArrayAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept-Encoding", "gzip" } } };
        using var gzip = await client.SendAsync(request);
        await File.WriteAllBytesAsync(file + ".gz", await gzip.Content.ReadAsByteArrayAsync());
        Console.WriteLine($"{new FileInfo(file).Length} bytes, gzip {new FileInfo(file + ".gz").Length}");
        return plain.Headers.ETag!.ToString();
    }

    private static async Task<Process> StartNginxAsync(string folder, int port)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              gzip_static on;
              keepalive_requests 100000000;
              open_file_cache max=100;
              types { application/atom+xml atom; }
              client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              server { listen 127.0.0.1:{{port}}; root {{folder}}/html; }
            }
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        }

        return Process.Start("taskset", ["-c", "0", "nginx", "-e", $"{folder}/error.log", "-c", configuration]);
    }

    private static async Task<HttpResponseMessage> WaitAsync(HttpClient client, Uri url)
    {
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                if (await client.GetAsync(url) is { StatusCode: HttpStatusCode.OK } answer)
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await ticker.WaitForNextTickAsync();
        }
    }

    private static async Task StopAsync(Process process)
    {
        using var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
