using System.IO.Compression;
using System.Security.Cryptography;

namespace FeedHub.Serving;

/// <summary>A document ready to be sent: three encodings made once, each with its own strong ETag (RFC 9110, 8.8.3).</summary>
internal sealed class PublishedDocument
{
    // Above this the best ratio costs more time than the change is old.
    private const int LargeBytes = 512 * 1024;

    /// <param name="path">Where it is served.</param>
    /// <param name="contentType">With its charset.</param>
    /// <param name="cacheControl">How long it may be kept.</param>
    /// <param name="bytes">As it is without compression.</param>
    /// <param name="lastModified">In whole seconds.</param>
    /// <param name="isPage">A page for people, under a content security policy; else a document for programs of any origin.</param>
    /// <param name="isPassing">It is as of an edition, and its moment is not remembered.</param>
    public PublishedDocument(
        string path, string contentType, string cacheControl, ReadOnlyMemory<byte> bytes, DateTimeOffset lastModified, bool isPage, bool isPassing = false)
    {
        Path = path;
        ContentType = contentType;
        CacheControl = cacheControl;
        IsPage = isPage;
        IsPassing = isPassing;
        Hash = HashOf(bytes.Span);
        LastModified = lastModified;
        Identity = new Variant(bytes, null, $"\"{Hash[..32]}\"");
        var level = bytes.Length > LargeBytes ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        Gzip = new Variant(Compress(bytes, stream => new GZipStream(stream, level)), "gzip", $"\"{Hash[..32]}-gz\"");
        Brotli = new Variant(Compress(bytes, stream => new BrotliStream(stream, level)), "br", $"\"{Hash[..32]}-br\"");
    }

    public string Path { get; }

    public string ContentType { get; }

    public string CacheControl { get; }

    public bool IsPage { get; }

    public bool IsPassing { get; }

    /// <summary>SHA-256 of the uncompressed bytes in hex.</summary>
    public string Hash { get; }

    public DateTimeOffset LastModified { get; }

    public Variant Identity { get; }

    public Variant Gzip { get; }

    public Variant Brotli { get; }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Compress(ReadOnlyMemory<byte> bytes, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(bytes.Span);
        }

        return target.ToArray();
    }

    /// <summary>One encoding of it.</summary>
    /// <param name="Bytes">As sent.</param>
    /// <param name="Encoding">The content coding; null: none.</param>
    /// <param name="ETag">Strong, with its quotes.</param>
    internal sealed record Variant(ReadOnlyMemory<byte> Bytes, string? Encoding, string ETag);
}
