using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving;

/// <summary>The headers of a document, made once: an answer only hands them on.</summary>
internal sealed class DocumentHeaders
{
    private static readonly StringValues _vary = HeaderNames.AcceptEncoding;
    private static readonly StringValues _noSniff = "nosniff";
    private static readonly StringValues _noReferrer = "no-referrer";
    private static readonly StringValues _anyOrigin = "*";
    private static readonly StringValues _exposed = "ETag, Link";
    private static readonly StringValues _gzip = "gzip";
    private static readonly StringValues _brotli = "br";

    private readonly StringValues _contentType;
    private readonly StringValues _cacheControl;
    private readonly StringValues _lastModifiedText;
    private readonly StringValues _links;
    private readonly StringValues _pagePolicy;
    private readonly StringValues[] _tags;

    /// <param name="contentType">With its charset.</param>
    /// <param name="cacheControl">How long it may be kept.</param>
    /// <param name="hash">Of the uncompressed bytes in hex.</param>
    /// <param name="lastModified">In whole seconds; null: what it is made of has no one moment.</param>
    /// <param name="links">The Link header; null: none.</param>
    /// <param name="pagePolicy">The content security policy of a page for people; null: it is a document for programs of any origin.</param>
    public DocumentHeaders(string contentType, string cacheControl, string hash, DateTimeOffset? lastModified, string? links, string? pagePolicy)
    {
        _contentType = contentType;
        _cacheControl = cacheControl;
        LastModified = lastModified;
        _lastModifiedText = lastModified is { } at ? ConditionalRequest.HttpDate(at) : default(StringValues);
        _links = links;
        IsPage = pagePolicy is not null;
        _pagePolicy = pagePolicy;

        // In the order of the codings: each has its own strong tag (RFC 9110, 8.8.3).
        _tags = [$"\"{hash[..32]}\"", $"\"{hash[..32]}-gz\"", $"\"{hash[..32]}-br\""];
    }

    public DateTimeOffset? LastModified { get; }

    public bool IsPage { get; }

    public string ETagOf(ContentCoding coding) => _tags[(int)coding]!;

    /// <summary>Writes them. Returns whether the body follows: not where the client holds it already, nor to HEAD.</summary>
    /// <param name="context">The request, by GET or HEAD.</param>
    /// <param name="coding">The coding chosen.</param>
    /// <param name="length">Of the body in that coding.</param>
    public bool Begin(HttpContext context, ContentCoding coding, long length)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tags[(int)coding];
        headers.LastModified = _lastModifiedText;
        headers.CacheControl = _cacheControl;
        headers.Vary = _vary;
        headers.XContentTypeOptions = _noSniff;
        headers["Referrer-Policy"] = _noReferrer;
        if (_links.Count > 0)
        {
            headers.Link = _links;
        }

        if (IsPage)
        {
            headers.ContentSecurityPolicy = _pagePolicy;
        }
        else
        {
            headers.AccessControlAllowOrigin = _anyOrigin; // public, and without credentials
            headers.AccessControlExposeHeaders = _exposed;
        }

        if (ConditionalRequest.IsCurrent(ETagOf(coding), LastModified, context.Request.Headers))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return false;
        }

        headers.ContentType = _contentType;
        headers.ContentLength = length;
        if (coding != ContentCoding.Identity)
        {
            headers.ContentEncoding = coding == ContentCoding.Gzip ? _gzip : _brotli;
        }

        return HttpMethods.IsGet(context.Request.Method);
    }
}
