using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>
/// A network between a client and a real server, with the faults that a test wants: it listens on a free port of loopback, and passes on what
/// comes, byte for byte, HTTP and TLS alike, except where a <see cref="Fault"/> says otherwise.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int SendBufferBytes = 64 * 1024; // that what was passed on has nearly all been read

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lock _mutex = new();
    private readonly List<Socket> _clients = [];
    private readonly List<Task> _connections = [];
    private readonly StringBuilder _received = new();
    private readonly IPEndPoint _upstream;
    private readonly TimeProvider _clock;
    private readonly Task _accepting;
    private volatile Fault _fault;

    private FaultProxy(Uri upstream, Fault fault, TimeProvider clock)
    {
        _upstream = new IPEndPoint(IPAddress.Parse(upstream.Host), upstream.Port);
        _fault = fault;
        _clock = clock;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Of the connections from now on.</summary>
    public Fault Fault
    {
        set => _fault = value;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_mutex)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>All that clients sent so far, as text.</summary>
    public string Received
    {
        get
        {
            lock (_mutex)
            {
                return _received.ToString();
            }
        }
    }

    /// <param name="upstream">Any address of the server.</param>
    /// <param name="fault">Null: none.</param>
    /// <param name="clock">Its delays go by; null: the system's.</param>
    public static FaultProxy Start(Uri upstream, Fault? fault = null, TimeProvider? clock = null)
    {
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(upstream.Host)));
        return new FaultProxy(upstream, fault ?? Fault.None, clock ?? TimeProvider.System);
    }

    /// <summary>The same address by way of this proxy.</summary>
    public Uri UrlOf(Uri url) => new UriBuilder(url) { Port = Port }.Uri;

    /// <summary>Closes all connections as a server does that has waited long enough for the next request; returns when clients have closed them too.</summary>
    public Task CloseConnectionsAsync()
    {
        lock (_mutex)
        {
            _clients.ForEach(client => client.Shutdown(SocketShutdown.Send));
            return Task.WhenAll(_connections);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_mutex)
                {
                    _clients.Add(client);
                    _connections.Add(ServeAsync(client, _fault));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client, Fault fault)
    {
        using var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        client.SendBufferSize = SendBufferBytes;
        try
        {
            if (fault.Instead is { } answer)
            {
                await ReceiveAsync(client, new byte[64 * 1024]);
                await client.SendAsync(answer, _stop.Token);
                await UpAsync(client, null);
                return;
            }

            await upstream.ConnectAsync(_upstream, _stop.Token);
            var up = UpAsync(client, upstream);
            await DownAsync(upstream, client, fault, up);
            await up;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the three had enough.
        }
        finally
        {
            lock (_mutex)
            {
                _clients.Remove(client);
            }

            client.Dispose();
        }
    }

    /// <summary>Passes on what the client says, until it ends.</summary>
    private async Task UpAsync(Socket client, Socket? upstream)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(client, buffer) is > 0 and var read)
        {
            if (upstream is not null)
            {
                await upstream.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }

        upstream?.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Passes on what the upstream says, in the way of the fault.</summary>
    private async Task DownAsync(Socket upstream, Socket client, Fault fault, Task clientEnd)
    {
        var buffer = new byte[64 * 1024];
        var left = fault.PassedBytes ?? long.MaxValue;
        var isCut = false;
        while (!isCut && await upstream.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
        {
            for (var sent = 0; sent < read && left > 0;)
            {
                var size = (int)Math.Min(left, Math.Min(fault.SliceBytes ?? read, read - sent));
                if (fault.Latency > TimeSpan.Zero)
                {
                    await Task.Delay(fault.Latency, _clock, _stop.Token);
                }

                await client.SendAsync(buffer.AsMemory(sent, size), _stop.Token);
                sent += size;
                left -= size;
            }

            isCut = left == 0;
        }

        if (isCut && fault.End == FaultEnd.Stall)
        {
            await clientEnd;
        }

        if (isCut && fault.End == FaultEnd.Reset)
        {
            client.LingerState = new LingerOption(enable: true, 0);
            client.Close();
            return;
        }

        if (fault.CloseDelay > TimeSpan.Zero)
        {
            await Task.WhenAny(Task.Delay(fault.CloseDelay, _clock, _stop.Token), clientEnd);
        }

        client.Shutdown(SocketShutdown.Send);
    }

    private async Task<int> ReceiveAsync(Socket client, byte[] buffer)
    {
        var read = await client.ReceiveAsync(buffer, _stop.Token);
        lock (_mutex)
        {
            _received.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return read;
    }
}
