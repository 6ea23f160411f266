using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FeedHub.Storage.LiteDb;

/// <summary>A noun as stored bytes: JSON, compressed where that makes it smaller. The first byte says which.</summary>
internal static class Payload
{
    private const byte Plain = 0;
    private const byte Brotli = 1;
    private const int Quality = 3; // three quarters of the best ratio at a tenth of its time
    private const int WindowBits = 18;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxKeptBytes = 1024 * 1024;

    // Of each thread, and used again: a buffer for each commit would fill the heap of large objects.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _json;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static byte[] Pack<T>(T value, JsonTypeInfo<T> type)
    {
        var json = (_json ??= new ArrayBufferWriter<byte>());
        var writer = (_writer ??= new Utf8JsonWriter(json));
        try
        {
            JsonSerializer.Serialize(writer, value, type);
            writer.Flush();
            return Pack(json.WrittenSpan);
        }
        finally
        {
            json.ResetWrittenCount();
            writer.Reset();
            if (json.Capacity > MaxKeptBytes)
            {
                (_json, _writer) = (null, null);
            }
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var room = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            if (BrotliEncoder.TryCompress(json, room.AsSpan(0, json.Length), out var written, Quality, WindowBits))
            {
                var packed = new byte[1 + sizeof(int) + written];
                packed[0] = Brotli;
                BitConverter.TryWriteBytes(packed.AsSpan(1), json.Length);
                room.AsSpan(0, written).CopyTo(packed.AsSpan(1 + sizeof(int)));
                return packed;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }

        return [Plain, .. json];
    }

    public static T Unpack<T>(byte[] packed, JsonTypeInfo<T> type) => Read(packed, json => JsonSerializer.Deserialize(json, type)!);

    /// <summary>Some items of a packed list; the others are passed over.</summary>
    public static List<T> UnpackSome<T>(byte[] packed, JsonTypeInfo<T> type, Func<int, bool> isWanted) => Read(packed, json =>
    {
        var items = new List<T>();
        var reader = new Utf8JsonReader(json);
        reader.Read(); // the beginning of the list
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (isWanted(index))
            {
                items.Add(JsonSerializer.Deserialize(ref reader, type)!);
            }
            else
            {
                reader.Skip();
            }
        }

        return items;
    });

    private static T Read<T>(byte[] packed, Func<ReadOnlySpan<byte>, T> read)
    {
        try
        {
            if (packed[0] == Plain)
            {
                return read(packed.AsSpan(1));
            }

            var length = BitConverter.ToInt32(packed, 1);
            if (packed[0] != Brotli || length is < 0 or > MaxBytes)
            {
                throw new StoreDamagedException("a stored document begins with unknown bytes");
            }

            var json = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                return BrotliDecoder.TryDecompress(packed.AsSpan(1 + sizeof(int)), json, out var written) && written == length
                    ? read(json.AsSpan(0, length))
                    : throw new StoreDamagedException("a stored document does not decompress");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(json);
            }
        }
        catch (Exception exception) when (exception is JsonException or IndexOutOfRangeException or ArgumentException)
        {
            throw new StoreDamagedException("a stored document cannot be read", exception);
        }
    }
}
