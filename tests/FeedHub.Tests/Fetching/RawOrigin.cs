using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>Answers one connection with the bytes given, valid HTTP or not, and closes it.</summary>
internal sealed class RawOrigin : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    private RawOrigin(string answer)
    {
        listener.Start();
        Url = new Uri($"http://{listener.LocalEndpoint}/feed.xml");
        Request = AnswerAsync(Encoding.Latin1.GetBytes(answer), TestContext.Current.CancellationToken);
    }

    public Uri Url { get; }

    /// <summary>The header of the request, as text.</summary>
    public Task<string> Request { get; }

    public static RawOrigin Start(string answer) => new(answer);

    public void Dispose() => listener.Dispose();

    private async Task<string> AnswerAsync(byte[] answer, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        var stream = client.GetStream();
        var buffer = new byte[64 * 1024];
        var header = "";
        while (!header.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            header += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellationToken));
        }

        await stream.WriteAsync(answer, cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        return header;
    }
}
