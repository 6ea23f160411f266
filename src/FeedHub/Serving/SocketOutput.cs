using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Serving;

/// <summary>
/// What Kestrel writes to a connection, sent from here straight to the socket: heads are copied once, and documents not at all. Kestrel's own way
/// copies every answer into blocks of 4 KB first, and the kernel copies those; for a document of 100 KB that is most of the work.
/// </summary>
/// <remarks>Kestrel starts no flush before the one before it has ended.</remarks>
internal sealed class SocketOutput : PipeWriter
{
    private readonly Socket _socket;
    private readonly MemoryPool<byte> _pool;
    private readonly List<IMemoryOwner<byte>> _rented = [];

    // In the order of the connection, and sent at the next flush.
    private readonly List<ArraySegment<byte>> _waiting = [];
    private long _waitingBytes;

    // What is written now: the part of the block from start to end is not in the list yet.
    private Memory<byte> _block;
    private int _start;
    private int _end;

    private DocumentBody? _offered;
    private bool _isLent;
    private SafeFileHandle? _fileOfLast;
    private bool _isSending;
    private bool _isBroken;

    private SocketOutput(Socket socket, MemoryPool<byte> pool)
    {
        _socket = socket;
        _pool = pool;
    }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _waitingBytes + _end - _start;

    /// <summary>Lets the answers of a listener without TLS go this way.</summary>
    public static void SendDirectly(ListenOptions options)
    {
        options.Protocols = HttpProtocols.Http1; // the body of an answer is what lies between two heads, and in no frames
        options.Use(next => async connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket || connection.Features.Get<IMemoryPoolFeature>() is not { } pool)
            {
                await next(connection);
                return;
            }

            // The pipe that was there stays empty; when Kestrel completes it, the socket is closed.
            var pipe = connection.Transport;
            var output = new SocketOutput(socket, pool.MemoryPool);
            connection.Transport = new Transport(pipe.Input, output);
            connection.Features.Set(output);
            try
            {
                await next(connection);
            }
            finally
            {
                connection.Transport = pipe;
                output.Complete();
            }
        });
    }

    /// <summary>Writes the whole body of an answer whose head tells its length, and is set.</summary>
    public static async Task WriteAsync(HttpContext context, DocumentBody body)
    {
        var response = context.Response;
        if (body.Bytes.Length == 0 || context.Features.Get<SocketOutput>() is not { } output)
        {
            await response.BodyWriter.WriteAsync(body.Bytes, context.RequestAborted);
            return;
        }

        // Kestrel counts what is written and passes it on: the memory that it is lent for the body has the body in it already.
        await response.StartAsync(context.RequestAborted);
        output._offered = body;
        try
        {
            var memory = response.BodyWriter.GetMemory(body.Bytes.Length);
            if (!output._isLent)
            {
                body.Bytes.CopyTo(memory); // the connection is gone
            }
        }
        finally
        {
            output._offered = null;
        }

        // What is lent does not count for how long the client may take for it; an abort ends the sending without a token.
        context.Features.Get<IHttpMinResponseDataRateFeature>()!.MinDataRate = body.Patience;
        response.BodyWriter.Advance(body.Bytes.Length);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_offered is not null && sizeHint == _offered.Bytes.Length)
        {
            EndBlock();
            _isLent = true;
            _fileOfLast = _offered.File;
            _waiting.Add(_offered.Segment);
            return MemoryMarshal.AsMemory(_offered.Bytes);
        }

        _isLent = false;
        if (_block.Length - _end < Math.Max(sizeHint, 1))
        {
            TakeBlock(sizeHint);
        }

        return _block[_end..];
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (_isLent)
        {
            _isLent = false;
            _waitingBytes += bytes;
        }
        else
        {
            _end += bytes;
        }
    }

    /// <summary>Sends what is written. Ends when the kernel has it all; completed where the connection is broken, as Kestrel expects it.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        EndBlock();
        if (!_isBroken && _waiting.Count > 0)
        {
            // A whole answer with a document is its head and its body.
            if (_waiting.Count == 2 && _fileOfLast is not null)
            {
                Drop(DirectSending.TrySend(_socket.SafeHandle, _waiting[0], _fileOfLast, _waiting[1].Count));
            }

            var sending = SendAsync();
            if (!sending.IsCompleted)
            {
                return EndAsync(sending);
            }
        }

        Clear();
        return ValueTask.FromResult(new FlushResult(isCanceled: false, _isBroken));
    }

    /// <summary>Kestrel ends a flush that nobody waits for by closing the socket.</summary>
    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_isSending)
        {
            Clear();
        }
    }

    /// <summary>Sends the rest; Kestrel expects no errors of a flush.</summary>
    private async ValueTask SendAsync()
    {
        try
        {
            switch (_waiting.Count)
            {
                case 0:
                    break;
                case 1:
                    await _socket.SendAsync(_waiting[0].AsMemory(), SocketFlags.None, CancellationToken.None);
                    break;
                default:
                    await _socket.SendAsync(_waiting, SocketFlags.None);
                    break;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _isBroken = true;
        }
    }

    private async ValueTask<FlushResult> EndAsync(ValueTask sending)
    {
        _isSending = true;
        await sending;
        _isSending = false;
        Clear();
        return new FlushResult(isCanceled: false, _isBroken);
    }

    private void TakeBlock(int sizeHint)
    {
        EndBlock();
        if (sizeHint > _pool.MaxBufferSize)
        {
            _block = new byte[sizeHint];
        }
        else
        {
            var owner = _pool.Rent(sizeHint);
            _rented.Add(owner);
            _block = owner.Memory;
        }

        _start = _end = 0;
    }

    private void EndBlock()
    {
        if (_end > _start)
        {
            _waiting.Add(MemoryMarshal.TryGetArray<byte>(_block[_start.._end], out var segment) ? segment : _block[_start.._end].ToArray());
            _waitingBytes += _end - _start;
            _start = _end;
            _fileOfLast = null;
        }
    }

    /// <summary>Takes away what is sent.</summary>
    private void Drop(long bytes)
    {
        while (_waiting.Count > 0 && bytes >= _waiting[0].Count)
        {
            bytes -= _waiting[0].Count;
            _waiting.RemoveAt(0);
        }

        if (bytes > 0)
        {
            _waiting[0] = _waiting[0][(int)bytes..];
        }
    }

    private void Clear()
    {
        _waiting.Clear();
        _waitingBytes = 0;
        _fileOfLast = null;
        _block = default;
        _start = _end = 0;
        foreach (var owner in _rented)
        {
            owner.Dispose();
        }

        _rented.Clear();
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
