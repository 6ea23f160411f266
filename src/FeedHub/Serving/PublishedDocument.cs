using System.IO.Compression;
using System.Security.Cryptography;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving;

/// <summary>A document ready to be sent: three encodings and all headers made once.</summary>
internal sealed class PublishedDocument : IDisposable
{
    // Above this the best ratio costs more time than the change is old.
    private const int LargeBytes = 512 * 1024;

    // In the order of the codings.
    private readonly DocumentBody[] _bodies;

    /// <param name="path">Where it is served.</param>
    /// <param name="contentType">With its charset.</param>
    /// <param name="cacheControl">How long it may be kept.</param>
    /// <param name="bytes">As it is without compression.</param>
    /// <param name="lastModified">In whole seconds.</param>
    /// <param name="isPage">A page for people, under a content security policy; else a document for programs of any origin.</param>
    /// <param name="isPassing">It is as of an edition, and its moment is not remembered.</param>
    /// <param name="links">The Link header; null: none.</param>
    public PublishedDocument(
        string path, string contentType, string cacheControl, ReadOnlyMemory<byte> bytes, DateTimeOffset lastModified, bool isPage,
        bool isPassing = false, string? links = null)
    {
        Path = path;
        ContentType = contentType;
        CacheControl = cacheControl;
        Links = links;
        IsPassing = isPassing;
        Hash = HashOf(bytes.Span);
        Headers = new DocumentHeaders(contentType, cacheControl, Hash, lastModified, links, isPage ? PagePolicy.Of(path) : null);
        var level = bytes.Length > LargeBytes ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        _bodies = [.. Enum.GetValues<ContentCoding>().Select(coding => new DocumentBody(Encode(bytes, coding, level)))];
    }

    public string Path { get; }

    public string ContentType { get; }

    public string CacheControl { get; }

    public string? Links { get; }

    public bool IsPage => Headers.IsPage;

    public bool IsPassing { get; }

    /// <summary>SHA-256 of the uncompressed bytes in hex.</summary>
    public string Hash { get; }

    public DateTimeOffset LastModified => Headers.LastModified!.Value;

    public DocumentHeaders Headers { get; }

    /// <summary>The bytes without compression.</summary>
    public ReadOnlyMemory<byte> Identity => _bodies[(int)ContentCoding.Identity].Bytes;

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Ends what it holds beside memory; it can be answered with still.</summary>
    public void Dispose() => Array.ForEach(_bodies, body => body.Dispose());

    /// <summary>Answers a GET or HEAD.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var coding = ConditionalRequest.Choose(context.Request.Headers.AcceptEncoding);
        var body = _bodies[(int)coding];
        return Headers.Begin(context, coding, body.Bytes.Length) ? SocketOutput.WriteAsync(context, body) : Task.CompletedTask;
    }

    /// <summary>The bytes in a coding.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> bytes, ContentCoding coding, CompressionLevel level)
    {
        if (coding == ContentCoding.Identity)
        {
            return bytes;
        }

        using var target = new MemoryStream();
        using (Stream stream = coding == ContentCoding.Gzip ? new GZipStream(target, level) : new BrotliStream(target, level))
        {
            stream.Write(bytes.Span);
        }

        return target.ToArray();
    }
}
