using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving;

/// <summary>The hot path: published documents leave from memory, before routing, logging or any other middleware.</summary>
internal sealed class PublishedDocumentsMiddleware(RequestDelegate next, PublishedDocuments published)
{
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // The other listeners show nothing of this.
        if (ListenerMark.Of(context) != Listener.Public || published.Find(context.Request.Path.Value!) is not { } document)
        {
            return next(context);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        return WriteAsync(context, document);
    }

    private static Task WriteAsync(HttpContext context, PublishedDocument document)
    {
        var variant = ConditionalRequest.Choose(document, context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.ETag = variant.ETag;
        headers.LastModified = ConditionalRequest.HttpDate(document.LastModified);
        headers.CacheControl = document.CacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (document.IsPage)
        {
            headers.ContentSecurityPolicy = PagePolicy;
        }
        else
        {
            headers.AccessControlAllowOrigin = "*"; // public, and without credentials
        }

        if (ConditionalRequest.IsCurrent(document, variant, context.Request.Headers))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = document.ContentType;
        headers.ContentLength = variant.Bytes.Length;
        if (variant.Encoding is not null)
        {
            headers.ContentEncoding = variant.Encoding;
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(variant.Bytes, context.RequestAborted).AsTask();
    }
}
