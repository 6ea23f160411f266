using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Serving;

/// <summary>A connection to a listener of loopback, over which a test says whatever it likes, HTTP or not.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private RawConnection()
    {
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects.</summary>
    /// <param name="port">Of the listener.</param>
    /// <param name="receiveBytes">How much the system takes in for one who does not read; null: its own choice.</param>
    public static async Task<RawConnection> OpenAsync(int port, int? receiveBytes = null)
    {
        var connection = new RawConnection();
        if (receiveBytes is { } bytes)
        {
            connection._socket.ReceiveBufferSize = bytes;
        }

        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        }
        catch (SocketException)
        {
            // Turned away at once: the end comes with the first reading.
        }

        return connection;
    }

    /// <summary>Sends each character as one byte; false: the other side takes no more.</summary>
    public async Task<bool> TrySendAsync(string text)
    {
        try
        {
            for (var rest = Encoding.Latin1.GetBytes(text).AsMemory(); rest.Length > 0;)
            {
                rest = rest[await _socket.SendAsync(rest, Cancellation)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>All that comes until the other side closes, by an end or a reset; if it does not, the test fails.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // A reset: what was sent too much is thrown away with the rest.
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail($"After {Patience.TotalSeconds} s the connection is still open; it said: {text}");
        }

        return text.ToString();
    }

    /// <summary>One answer whose length is told, over a connection that stays open.</summary>
    public async Task<RawAnswer> ReadAnswerAsync()
    {
        var text = "";
        var buffer = new byte[16 * 1024];
        while (!RawAnswer.Of(text).IsWhole)
        {
            var count = await _socket.ReceiveAsync(buffer, Cancellation);
            Assert.True(count > 0, $"closed in the middle of an answer: {text}");
            text += Encoding.Latin1.GetString(buffer, 0, count);
        }

        return RawAnswer.Of(text);
    }

    public void Dispose() => _socket.Dispose();
}
