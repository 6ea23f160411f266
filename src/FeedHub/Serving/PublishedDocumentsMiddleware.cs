using FeedHub.Serving.Pages;
using Microsoft.Extensions.Primitives;

namespace FeedHub.Serving;

/// <summary>The hot path: published documents leave from memory, and archives from their files, before routing, logging or any other middleware.</summary>
internal sealed class PublishedDocumentsMiddleware(RequestDelegate next, PublishedDocuments published, ArchiveFiles archives)
{
    private static readonly StringValues _allow = "GET, HEAD, OPTIONS";
    private static readonly StringValues _allowOfPages = "GET, HEAD";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.TransferEncoding.Count > 0 && ListenerMark.Of(context) == Listener.Public)
        {
            return RefuseChunks(context);
        }

        EndBehindBody(context);

        // Methods are told apart by case (RFC 9110, 9.1); to the framework get is GET, but to the server that frames the answer it is not.
        var method = context.Request.Method;
        if (HttpMethods.GetCanonicalizedValue(method) != method && ListenerMark.Of(context) == Listener.Public)
        {
            RefuseMethod(context, isPage: true);
            return Task.CompletedTask;
        }

        // The other listeners show nothing of this.
        var path = context.Request.Path.Value!;
        if (ListenerMark.Of(context) != Listener.Public || published.Find(path) is not { } document)
        {
            return LeaveAsync(context, path);
        }

        return IsRefused(context, document.Headers) ? Task.CompletedTask : document.WriteAsync(context);
    }

    /// <summary>Whatever may take longer is done by a worker: the thread that is here has all other connections to look after.</summary>
    private async Task LeaveAsync(HttpContext context, string path)
    {
        await Task.Yield();
        var isPublic = ListenerMark.Of(context) == Listener.Public;
        if (isPublic && archives.Find(path) is { } archived)
        {
            await (IsRefused(context, archived.Headers) ? Task.CompletedTask : archives.WriteAsync(context, archived));
        }
        else if (isPublic && published.IsAnnounced(path))
        {
            AskForPatience(context);
        }
        else
        {
            await next(context);
        }
    }

    private static bool IsRefused(HttpContext context, DocumentHeaders headers)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        RefuseMethod(context, headers.IsPage);
        return true;
    }

    /// <summary>
    /// Nearly nobody on the public listener reads a body: the connection ends behind the answer, and the answer says so, or the next request
    /// would be lost with it.
    /// </summary>
    public static void EndBehindBody(HttpContext context)
    {
        if (context.Request.ContentLength > 0 && ListenerMark.Of(context) == Listener.Public)
        {
            context.Response.Headers.Connection = "close";
        }
    }

    /// <summary>
    /// Nothing here reads a body of unknown length: what says it has one may be read otherwise by a proxy before us, so it is the last of its
    /// connection (RFC 9112, 6.1 and 11.2; BAD-80).
    /// </summary>
    private static Task RefuseChunks(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return PageAnswer.WriteTextAsync(context, StatusCodes.Status400BadRequest, "Bad request\n");
    }

    /// <summary>An archive that is being written.</summary>
    private static void AskForPatience(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        context.Response.Headers.CacheControl = "no-store";
        AddSafety(context.Response.Headers);
    }

    /// <summary>405, or the answer to a browser that asks whether a page of another origin may read a feed (CORS preflight).</summary>
    private static void RefuseMethod(HttpContext context, bool isPage)
    {
        var headers = context.Response.Headers;
        headers.Allow = isPage ? _allowOfPages : _allow;
        AddSafety(headers);
        if (isPage || !HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, HEAD";
        headers.AccessControlAllowHeaders = "If-None-Match, If-Modified-Since";
        headers.AccessControlMaxAge = "86400";
        headers.CacheControl = "no-store";
    }

    private static void AddSafety(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
