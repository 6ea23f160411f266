using System.Diagnostics;
using System.Globalization;

namespace FeedHub.EndToEnd;

/// <summary>A kill at any moment of the very first start, when the store is being made.</summary>
public sealed class FirstStartKillTests
{
    /// <summary>More fsyncs than making a store takes; the loop ends at the first start that was not killed any more.</summary>
    private const int MaxSyncCount = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Step => Environment.GetEnvironmentVariable("FEEDHUB_TEST_LONG") == "1" ? 1 : 5;

    [Fact]
    public async Task Killed_at_any_fsync_of_the_first_start_the_next_one_needs_no_help()
    {
        Tool.Require("strace", "strace");
        var killCount = 0;
        for (var sync = 1; sync < MaxSyncCount; sync += Step)
        {
            using var bench = new Workbench();
            bench.WriteList("http://127.0.0.1:40009/nothing-listens-here");
            if (!await PollAndKillAsync(bench, sync))
            {
                break;
            }

            killCount++;
            var next = await bench.RunAsync("poll", "--all");

            // 1: nothing listens there, and that is told; 0: the claim of the killed visit still stands, and it is skipped.
            Assert.True(next.ExitCode is 0 or 1, $"after a kill at fsync {sync}: {next.ExitCode} {next.Error}");
            Assert.DoesNotContain("damaged", next.Error, StringComparison.Ordinal);
        }

        Assert.True(killCount >= 3, $"only {killCount} starts were killed");
    }

    /// <summary>True: it was killed; false: it came to its end before so many fsyncs.</summary>
    private static async Task<bool> PollAndKillAsync(Workbench bench, int sync)
    {
        var inject = string.Create(CultureInfo.InvariantCulture, $"inject=fsync:signal=KILL:when={sync}");
        string[] args =
        [
            "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", inject,
            "dotnet", Path.Combine(AppContext.BaseDirectory, "feedhub.dll"), "poll", "--all", "--feeds", bench.ListPath, "--data", bench.DataPath,
        ];
        var start = new ProcessStartInfo("strace", args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in bench.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return !(await output).Contains("1 visited", StringComparison.Ordinal);
    }
}
