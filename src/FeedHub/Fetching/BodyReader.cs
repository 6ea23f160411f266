using System.Buffers;
using System.IO.Compression;

namespace FeedHub.Fetching;

/// <summary>Reads the body of an answer to its end and decodes it (RFC 9110, 8.4), never holding more than it may.</summary>
internal static class BodyReader
{
    private const int ChunkBytes = 16 * 1024;
    private const int MaxBelievedBytes = 256 * 1024; // to announce more costs an origin nothing
    private const int RatioFromBytes = 1024 * 1024; // small documents may compress as well as they like
    private const int MaxRatio = 100;

    /// <summary>The decompressed bytes, complete.</summary>
    /// <exception cref="FetchException">Too large, a bomb, broken or unknown coding, or cut short.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage answer, FetchOptions options, TimeProvider clock, VisitTrace trace, CancellationToken cancellationToken)
    {
        var announcedBytes = AnnouncedBytes(answer);
        if (announcedBytes > options.MaxBytes)
        {
            throw new FetchException(FetchFailure.TooLarge);
        }

        using var idle = new CancellationTokenSource(options.IdleTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, idle.Token);
        await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
        await using var metered = new MeteredStream(body, announcedBytes, options.MaxBytes, idle, options.IdleTimeout, trace);
        await using var decoded = await DecodeAsync(metered, answer, announcedBytes, options.MaxBytes, either.Token);

        try
        {
            var bytes = await ReadToEndAsync(decoded, announcedBytes, options.MaxBytes, trace, either.Token);
            await DrainAsync(metered, either.Token);
            return bytes;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new FetchException(FetchFailure.BadEncoding);
        }
    }

    // Two lengths, or one that is no number, leave open where the body ends.
    private static long? AnnouncedBytes(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values))
        {
            return null;
        }

        return values.Count == 1 && answer.Content.Headers.ContentLength is { } length
            ? length
            : throw new FetchException(FetchFailure.BadResponse);
    }

    private static async Task<Stream> DecodeAsync(
        MeteredStream metered, HttpResponseMessage answer, long? announcedBytes, int maxBytes, CancellationToken cancellationToken)
    {
        string[] codings = answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(coding => coding.ToLowerInvariant())
                .Where(coding => coding != "identity")]
            : [];
        return codings switch
        {
            [] => metered,
            ["gzip" or "x-gzip"] => new GZipStream(metered, CompressionMode.Decompress),
            ["br"] => new BrotliStream(metered, CompressionMode.Decompress),
            ["deflate"] => Inflate((await ReadToEndAsync(metered, announcedBytes, maxBytes, null, cancellationToken)).ToArray()),
            _ => throw new FetchException(FetchFailure.BadEncoding),
        };
    }

    // Deflate means the zlib format, but some origins send the bare data: the first two bytes tell (RFC 1950, 2.2).
    private static Stream Inflate(byte[] bytes)
    {
        var isZlib = bytes.Length >= 2 && (bytes[0] & 0x0f) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;
        var compressed = new MemoryStream(bytes, writable: false);
        return isZlib
            ? new ZLibStream(compressed, CompressionMode.Decompress)
            : new DeflateStream(compressed, CompressionMode.Decompress);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(
        Stream stream, long? announcedBytes, int maxBytes, VisitTrace? compressed, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>((int)Math.Min(announcedBytes ?? 0, MaxBelievedBytes) + ChunkBytes);
        while (await stream.ReadAsync(bytes.GetMemory(ChunkBytes), cancellationToken) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > RatioFromBytes && bytes.WrittenCount > MaxRatio * compressed?.ReceivedBytes)
            {
                throw new FetchException(FetchFailure.CompressionBomb);
            }

            if (bytes.WrittenCount > maxBytes)
            {
                throw new FetchException(FetchFailure.TooLarge);
            }
        }

        return bytes.WrittenMemory;
    }

    // A decoder stops at the end of its data; only the end of the body shows that all of it came.
    private static async Task DrainAsync(MeteredStream metered, CancellationToken cancellationToken)
    {
        var rest = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        while (await metered.ReadAsync(rest, cancellationToken) > 0)
        {
        }

        ArrayPool<byte>.Shared.Return(rest); // not where it failed: then something may still write there
    }
}
