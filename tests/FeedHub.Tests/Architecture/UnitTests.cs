using System.Diagnostics;
using FeedHub.EndToEnd;

namespace FeedHub.Architecture;

/// <summary>The unit of systemd, judged by systemd itself, and the image.</summary>
public sealed class UnitTests
{
    [Fact]
    public async Task HARD_6_The_unit_is_understood_and_leaves_little_open()
    {
        Tool.Require("systemd-analyze", "systemd");

        // The exposure goes from 0 to 100; above 20 the command fails. A line that it does not understand is ignored, and told.
        var (exitCode, output, error) = await RunAsync("security", "--offline=true", "--threshold=20", "--no-pager", Clone.PathOf("deploy", "feedhub.service"));

        Assert.True(exitCode == 0, output + error);
        Assert.DoesNotContain("feedhub.service:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User=feedhub")]
    [InlineData("UMask=0077")]
    [InlineData("StateDirectory=feedhub feedhub-backups")] // the only folders that it may write to
    [InlineData("ProtectSystem=strict")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("SystemCallFilter=@system-service")]
    [InlineData("MemoryMax=2G")]
    [InlineData("IPAddressAllow=localhost")]
    [InlineData("IPAddressDeny=10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10")]
    public void HARD_6_BAD_71_The_unit_locks_the_service_in(string line) =>
        Assert.Contains(line, File.ReadLines(Clone.PathOf("deploy", "feedhub.service")));

    [Fact]
    public void HARD_6_The_image_runs_without_a_shell_as_nobody_special_and_writes_to_its_volumes_alone()
    {
        var lines = File.ReadAllLines(Clone.PathOf("deploy", "Containerfile"));
        var final = lines[Array.FindLastIndex(lines, line => line.StartsWith("FROM ", StringComparison.Ordinal))..];

        Assert.Contains("-chiseled", final[0], StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", final);
        Assert.Contains("VOLUME [\"/var/lib/feedhub\", \"/var/lib/feedhub-backups\"]", final);
        Assert.Contains("ENTRYPOINT [\"/app/feedhub\"]", final); // not through a shell
        Assert.DoesNotContain(final, line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    [Fact]
    public void HARD_6_The_container_is_shown_with_a_read_only_root_no_capabilities_and_the_filter_of_calls_that_is_the_default()
    {
        var install = File.ReadAllText(Clone.PathOf("docs", "INSTALL.md"));

        Assert.Contains("podman run -d --name feedhub --read-only --cap-drop all --security-opt no-new-privileges ", install, StringComparison.Ordinal);
        Assert.DoesNotContain("seccomp", install, StringComparison.Ordinal);
        Assert.DoesNotContain("--privileged", install, StringComparison.Ordinal);
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
