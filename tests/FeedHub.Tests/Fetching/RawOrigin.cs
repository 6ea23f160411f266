using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>Answers one connection with the bytes given, valid HTTP or not, and closes it.</summary>
internal sealed class RawOrigin : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private RawOrigin(string scheme, Func<TcpListener, CancellationToken, Task<string>> answerAsync)
    {
        listener.Start();
        Url = new Uri($"{scheme}://{listener.LocalEndpoint}/feed.xml");
        Request = answerAsync(listener, stop.Token);
    }

    public Uri Url { get; }

    /// <summary>The header of the request, as text.</summary>
    public Task<string> Request { get; }

    public static RawOrigin Start(string answer) => Start(async (stream, cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellationToken));

    /// <summary>Answers the header of a request in whatever way; what it writes into a connection that is closed meanwhile is lost.</summary>
    public static RawOrigin Start(Func<NetworkStream, CancellationToken, Task> answerAsync) => new("http", async (listener, cancellationToken) =>
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

    /// <summary>Answers the first bytes of a TLS handshake with bytes of its own, or with silence where there are none.</summary>
    public static RawOrigin StartTls(byte[] answer) => new("https", async (listener, cancellationToken) =>
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        var stream = client.GetStream();
        var hello = new byte[64 * 1024];
        var length = await stream.ReadAsync(hello, cancellationToken);
        await stream.WriteAsync(answer, cancellationToken);
        try
        {
            while (await stream.ReadAsync(hello, cancellationToken) > 0)
            {
                // Until the other side has had enough.
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It broke off.
        }

        return Encoding.Latin1.GetString(hello, 0, length);
    });

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }
}
