using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FeedHub.EndToEnd;

/// <summary>What keeps the program from starting ends in one clear line and the exit code of the contract.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_list_is_one_line_that_says_what_to_do()
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync("run");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("feedhub demo", OneLine(run), StringComparison.Ordinal);
        Assert.Contains("feeds.json", OneLine(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BAD_61_An_invalid_list_tells_every_mistake_with_line_and_column()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(
            bench.ListPath,
            """
            {
              "title": "Test",
              "channels": [
                { "name": "A", "feeds": [ { "url": "ftp://example.org/", "evry": "1h" } ] }
              ]
            }
            """,
            Cancellation);

        var run = await bench.RunAsync("run");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("feeds.json:4:", run.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var check = await bench.RunAsync("check", bench.ListPath);
        Assert.Equal(1, check.ExitCode);
        Assert.Equal(2, check.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task BAD_71_A_list_that_others_may_change_is_told_in_one_line_at_the_start_and_by_check()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, so they are not tested.");
            return;
        }

        using var bench = WithList();
        File.SetUnixFileMode(bench.ListPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        await using var service = await bench.StartAsync();

        await Eventually.HoldsAsync("the start tells it", () => Task.FromResult(Lines(service.Error).Any(line => line.Contains("chmod g-w", StringComparison.Ordinal))));
        var check = await bench.RunAsync("check");
        Assert.Equal(0, check.ExitCode);
        Assert.Single(Lines(check.Output), line => line.Contains("chmod g-w", StringComparison.Ordinal));
        Assert.Contains("::warning file=", (await bench.RunAsync("check", "--format", "github")).Output, StringComparison.Ordinal);
        Assert.Contains("\"notice\"", (await bench.RunAsync("check", "--json")).Output, StringComparison.Ordinal);

        File.SetUnixFileMode(bench.ListPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        check = await bench.RunAsync("check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("chmod o-w", Assert.Single(Lines(check.Output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_3()
    {
        using var bench = WithList();
        using var other = new TcpListener(IPAddress.Loopback, bench.Port);
        other.Start();

        var run = await bench.RunAsync("run");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--urls", OneLine(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_one_line_and_exit_code_3()
    {
        using var bench = WithList();
        await File.WriteAllTextAsync(bench.DataPath, "a file where the directory should be", Cancellation);

        var run = await bench.RunAsync("run");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--data", OneLine(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F38_a_second_service_on_the_directory_is_refused_within_five_seconds()
    {
        using var bench = WithList();
        await using var first = await bench.StartAsync();
        var startedAt = Stopwatch.GetTimestamp();

        var second = await bench.RunAsync("run", "--FeedHub:Polling:Interval=01:00:00");

        Assert.Equal(3, second.ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(5));
        Assert.Contains("held by another feedhub", OneLine(second), StringComparison.Ordinal);
        Assert.Equal(3, (await bench.RunAsync("restore", bench.ListPath)).ExitCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("top", "--count", "many")]
    [InlineData("run", "--frobnicate")]
    [InlineData("run", "--FeedHub:Polling:Interval=soon")]
    [InlineData("run", "--FeedHub:Polling:MaxConcurrency=0")]
    [InlineData("run", "--FeedHub:Polling:OriginGap=abc")]
    [InlineData("run", "--FeedHub:Polling:Interval=99999999.00:00:00")]
    [InlineData("poll", "--FeedHub:Latest:Count=abc")]
    [InlineData("run", "--FeedHub:PublicUrl=foo")]
    [InlineData("backup", "")]
    [InlineData("restore", "")]
    public async Task Wrong_usage_is_exit_code_2(params string[] args)
    {
        using var bench = WithList();

        var run = await bench.RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_intervals_are_refused_for_feeds_that_are_not_on_the_operators_networks()
    {
        using var bench = new Workbench();
        bench.WriteList("https://example.org/feed");

        var run = await bench.RunAsync("run");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("MinInterval", OneLine(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("top")]
    [InlineData("backup", "x.zip")]
    [InlineData("restore", "missing.zip")]
    public async Task A_command_about_a_store_that_is_not_there_makes_none(params string[] args)
    {
        using var bench = WithList();

        var run = await bench.RunAsync(args);

        Assert.Equal(3, run.ExitCode);
        Assert.NotEmpty(OneLine(run));
        Assert.False(Directory.Exists(bench.DataPath));
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_one_line_and_exit_code_3()
    {
        using var bench = WithList();

        var run = await bench.RunAsync("run", "--FeedHub:Polling:Interval=01:00:00", "--urls", "http://192.0.2.1:8080");

        Assert.Equal(2, run.ExitCode); // the bench names an address too, and one is what it takes
        run = await RunningProgram.RunAsync(
            bench.Folder, bench.Environment, ["run", "--feeds", bench.ListPath, "--data", bench.DataPath, "--urls", "http://192.0.2.1:8080"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--urls", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F44_asked_to_stop_during_a_visit_it_ends_well_and_soon()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/feed", Answers.Hang());
        using var bench = new Workbench();
        bench.WriteList(origin.UrlOf("/feed").AbsoluteUri);
        await using var service = await bench.StartAsync();
        await origin.WaitForRequestsAsync(1, Cancellation);
        var askedAt = Stopwatch.GetTimestamp();

        var end = await service.StopAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(askedAt) < TimeSpan.FromSeconds(8));
    }

    private static Workbench WithList()
    {
        var bench = new Workbench();
        bench.WriteList("http://127.0.0.1:40009/nothing-listens-here");
        return bench;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string OneLine(FinishedProgram run) => Assert.Single(Lines(run.Error));
}
