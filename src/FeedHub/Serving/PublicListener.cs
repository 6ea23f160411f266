using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Serving;

/// <summary>The limits of what strangers may ask of the public listener, and what it answers beside the published documents.</summary>
internal static class PublicListener
{
    private const int MaxConnections = 2_000;
    private const int MaxRequestLineBytes = 4 * 1024;
    private const int MaxHeadersBytes = 16 * 1024;
    private const int MaxHeaderCount = 64;
    private const int BufferBytes = 1024 * 1024; // a whole document: no answer waits for the socket halfway

    public static void Configure(KestrelServerOptions kestrel, ListenAddress listener)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowHostHeaderOverride = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaderCount;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxResponseBufferSize = BufferBytes;
        listener.Listen(kestrel, options => options.Cap(MaxConnections));
    }

    /// <summary>Answers what is no published document.</summary>
    public static void MapPublic(this WebApplication app)
    {
        app.Use((context, next) => ListenerMark.Of(context) == Listener.Public ? AnswerAsync(context) : next(context));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        // Constant texts: nothing of the request comes back (BAD-82).
        var (status, text) = context.Request.Path.Value == "/health/live"
            ? (StatusCodes.Status200OK, "live\n")
            : (StatusCodes.Status404NotFound, "Not found\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
