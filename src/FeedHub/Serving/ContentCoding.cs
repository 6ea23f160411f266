namespace FeedHub.Serving;

/// <summary>How the bytes of a document are sent (RFC 9110, 8.4.1).</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
}
