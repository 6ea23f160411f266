using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FeedHub.Polling;

/// <summary>The other side of a benchmark, on this machine.</summary>
internal static class Loopback
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts <see cref="BlogOrigin"/> in a process of its own, which ends when its input is closed.</summary>
    public static async Task<Process> StartOriginAsync(int port)
    {
        var origin = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "origin", port.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return await origin.StandardOutput.ReadLineAsync() is not null
            ? origin
            : throw new InvalidOperationException("the origin did not start: run the program FeedHub.Benchmarks itself, not dotnet with its DLL");
    }
}
