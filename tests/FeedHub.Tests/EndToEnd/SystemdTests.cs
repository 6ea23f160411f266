using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.EndToEnd;

/// <summary>What systemd hears of a unit with <c>Type=notify</c>.</summary>
public sealed class SystemdTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_is_told_when_the_page_answers_and_a_stop_when_it_begins()
    {
        using var bench = WithList();
        using var systemd = Listen(bench);
        await using var service = bench.Launch();

        Assert.Equal("READY=1", await HearAsync(systemd));
        using var page = await RunningProgram.AskAsync(bench.Url); // the first request of all, and no second try
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(0, systemd.Available);

        var stop = service.StopAsync();

        Assert.Equal("STOPPING=1", await HearAsync(systemd));
        Assert.Equal(0, (await stop).ExitCode);
        Assert.Equal(0, systemd.Available);
    }

    [Fact]
    public async Task A_start_that_fails_is_never_told_as_ready()
    {
        using var bench = WithList();
        using var systemd = Listen(bench);
        using var other = new TcpListener(IPAddress.Loopback, bench.Port);
        other.Start();

        Assert.Equal(3, (await bench.RunAsync("run")).ExitCode);
        Assert.Equal(0, systemd.Available);
    }

    [Fact]
    public async Task A_socket_that_is_gone_keeps_nothing_from_starting()
    {
        using var bench = WithList();
        bench.Environment["NOTIFY_SOCKET"] = Path.Combine(bench.Folder, "gone");

        await using var service = await bench.StartAsync();

        await Eventually.HoldsAsync(
            "it is told in the log", () => Task.FromResult(service.Error.Contains("NOTIFY_SOCKET", StringComparison.Ordinal)));
        Assert.Equal(0, (await service.StopAsync()).ExitCode);
    }

    private static Workbench WithList()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no systemd, so it is not tested.");
        var bench = new Workbench();
        bench.WriteList("http://127.0.0.1:40009/nothing-listens-here");
        return bench;
    }

    private static Socket Listen(Workbench bench)
    {
        var path = Path.Combine(bench.Folder, "notify");
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        bench.Environment["NOTIFY_SOCKET"] = path;
        return socket;
    }

    private static async Task<string> HearAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var bytes = new byte[256];
        return Encoding.UTF8.GetString(bytes, 0, await socket.ReceiveAsync(bytes, SocketFlags.None, patience.Token));
    }
}
