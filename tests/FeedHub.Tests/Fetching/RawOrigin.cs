using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>Answers one connection with the bytes given, valid HTTP or not, and closes it.</summary>
internal sealed class RawOrigin : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private RawOrigin(Func<TcpListener, CancellationToken, Task<string>> answerAsync)
    {
        listener.Start();
        Url = new Uri($"http://{listener.LocalEndpoint}/feed.xml");
        Request = answerAsync(listener, stop.Token);
    }

    public Uri Url { get; }

    /// <summary>The header of the request, as text.</summary>
    public Task<string> Request { get; }

    public static RawOrigin Start(string answer) => Start(async (stream, cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellationToken));

    /// <summary>Answers the header of a request in whatever way; what it writes into a connection that is closed meanwhile is lost.</summary>
    public static RawOrigin Start(Func<NetworkStream, CancellationToken, Task> answerAsync) => new(async (listener, cancellationToken) =>
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        var stream = client.GetStream();
        var buffer = new byte[64 * 1024];
        var header = "";
        while (!header.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            header += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellationToken));
        }

        try
        {
            await answerAsync(stream, cancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The other side had enough.
        }

        return header;
    });

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }
}
