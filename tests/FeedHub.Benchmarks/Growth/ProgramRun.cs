using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FeedHub.Growth;

/// <summary>The real program over a grown store, in a process of its own.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    private readonly Process _process;

    private ProgramRun(Process process) => _process = process;

    /// <summary>From the start of the process to the whole of the first answer.</summary>
    public TimeSpan FirstByteAfter { get; private set; }

    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <param name="store">What it is started over.</param>
    /// <param name="adminUrl">Its admin listener; empty: none.</param>
    public static async Task<ProgramRun> StartAsync(GrownStore store, string adminUrl = "")
    {
        var port = FreePort();
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "feedhub.dll"), "run", "--feeds", store.ListPath, "--data", store.DataPath, "--urls",
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
                "--FeedHub:Fetching:AllowedNetworks:0=127.0.0.0/8", "--FeedHub:Polling:MinInterval=00:00:00", "--FeedHub:Polling:OriginGap=00:00:00",
                $"--FeedHub:Admin:Url={adminUrl}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var startedAt = TimeProvider.System.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var run = new ProgramRun(process);
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/latest.atom"));
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!process.HasExited)
        {
            try
            {
                using var answer = await Http.GetAsync(url);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    run.FirstByteAfter = TimeProvider.System.GetElapsedTime(startedAt);
                    return run.Checked(await answer.Content.ReadAsStringAsync());
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await ticker.WaitForNextTickAsync();
        }

        throw new InvalidOperationException("the program ended before it served");
    }

    /// <summary>Asks it to stop, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A first answer that lacks entries would be no answer.</summary>
    private ProgramRun Checked(string document)
    {
        var count = document.Split("</entry>").Length - 1;
        return count == 100 ? this : throw new InvalidOperationException($"the first answer has {count} entries, not 100");
    }
}
