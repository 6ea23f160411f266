using System.Diagnostics;
using FeedHub.EndToEnd;

namespace FeedHub.Architecture;

/// <summary>The unit of systemd, judged by systemd itself.</summary>
public sealed class UnitTests
{
    [Fact]
    public async Task The_unit_is_understood_and_leaves_little_open()
    {
        Tool.Require("systemd-analyze", "systemd");

        // The exposure goes from 0 to 100; above 20 the command fails. A line that it does not understand is ignored, and told.
        var (exitCode, output, error) = await RunAsync("security", "--offline=true", "--threshold=20", "--no-pager", Clone.PathOf("deploy", "feedhub.service"));

        Assert.True(exitCode == 0, output + error);
        Assert.DoesNotContain("feedhub.service:", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params IEnumerable<string> args)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var analyze = Process.Start(new ProcessStartInfo("systemd-analyze", args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = analyze.StandardOutput.ReadToEndAsync(cancellation);
        var error = analyze.StandardError.ReadToEndAsync(cancellation);
        await analyze.WaitForExitAsync(cancellation);
        return (analyze.ExitCode, await output, await error);
    }
}
