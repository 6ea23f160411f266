using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

/// <summary>An address of loopback that answers no attempt to connect: its queue is full, and nobody takes from it.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    private BlackHole(IPAddress address)
    {
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(1);
        for (var count = 0; count < 8; count++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(EndPoint);
            }
            catch (SocketException)
            {
                // Under way: the system completes as many as fit, and lets the others wait.
            }
        }
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public static BlackHole Start(IPAddress address) => new(address);

    public void Dispose()
    {
        _listener.Dispose();
        _queued.ForEach(socket => socket.Dispose());
    }
}
