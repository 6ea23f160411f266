using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FeedHub.EndToEnd;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record FinishedProgram(int ExitCode, string Output, string Error);

/// <summary>The built program in a process of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private RunningProgram(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public int Id => _process.Id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static RunningProgram Start(string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> args)
    {
        // The program is built beside the tests; an assembly is started the same way on every system.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "feedhub.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var program = new RunningProgram(Process.Start(start)!);
        program._process.StandardInput.Close();
        return program;
    }

    public static async Task<FinishedProgram> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> args)
    {
        await using var program = Start(folder, environment, args);
        return await program.WaitForExitAsync();
    }

    /// <summary>Waits until the public listener answers.</summary>
    public async Task WaitUntilServingAsync(Uri url)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            Assert.False(_process.HasExited, $"the program ended: {Error}");
            try
            {
                using var answer = await Http.GetAsync(new Uri(url, "health/live"), patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await ticker.WaitForNextTickAsync(patience.Token);
        }
    }

    public static Task<byte[]> GetAsync(Uri url) => Http.GetByteArrayAsync(url, Cancellation);

    public static Task<HttpResponseMessage> AskAsync(Uri url) => Http.GetAsync(url, Cancellation);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Asks it to stop (SIGTERM), and waits for its end.</summary>
    public async Task<FinishedProgram> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        return await WaitForExitAsync();
    }

    public async Task<FinishedProgram> WaitForExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        await _process.WaitForExitAsync(patience.Token);
        return new FinishedProgram(_process.ExitCode, _output.ToString(), Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }
}
