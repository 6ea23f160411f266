using System.Net.Sockets;

namespace FeedHub.Fetching;

/// <summary>A connection to an origin. What comes of it is read and decided by workers: the threads that hear of sockets answer requests (<see cref="SocketThreads"/>).</summary>
/// <param name="socket">Connected; closed with this.</param>
internal sealed class OriginStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = base.ReadAsync(buffer, cancellationToken);
        return reading.IsCompleted ? reading : LeaveAsync(reading);
    }

    /// <summary>Goes on in the thread pool, with the outcome or the error.</summary>
    public static async ValueTask LeaveAsync(ValueTask waiting)
    {
        try
        {
            await waiting;
        }
        finally
        {
            await Task.Yield();
        }
    }

    /// <summary>The same with what came.</summary>
    public static async ValueTask<int> LeaveAsync(ValueTask<int> waiting)
    {
        try
        {
            return await waiting;
        }
        finally
        {
            await Task.Yield();
        }
    }
}
