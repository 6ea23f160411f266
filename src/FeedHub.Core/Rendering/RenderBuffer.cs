using System.Buffers;

namespace FeedHub.Rendering;

/// <summary>
/// Where a document is written before it has its bytes: one for each thread. A new one for each document grows through several large objects, which
/// wait for a collection of the whole heap.
/// </summary>
internal static class RenderBuffer
{
    private const int MaxKeptBytes = 1024 * 1024;

    [ThreadStatic]
    private static MemoryStream? _stream;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _writer;

    /// <summary>What is written.</summary>
    public static byte[] BytesOf(Action<Stream> write)
    {
        var stream = _stream ?? new MemoryStream();
        _stream = null; // a document within a document has one of its own, and none is used again after a failure
        write(stream);
        var bytes = stream.ToArray();
        if (stream.Capacity <= MaxKeptBytes)
        {
            stream.SetLength(0);
            _stream = stream;
        }

        return bytes;
    }

    /// <inheritdoc cref="BytesOf(Action{Stream})"/>
    public static byte[] BytesOf(Action<IBufferWriter<byte>> write)
    {
        var writer = _writer ?? new ArrayBufferWriter<byte>();
        _writer = null;
        write(writer);
        var bytes = writer.WrittenSpan.ToArray();
        if (writer.Capacity <= MaxKeptBytes)
        {
            writer.ResetWrittenCount();
            _writer = writer;
        }

        return bytes;
    }
}
