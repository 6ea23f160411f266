using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

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

    /// <summary>No handler of the listener blocks, so answers may be written where the request was read.</summary>
    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.MaxWriteBufferSize = BufferBytes;
        sockets.UnsafePreferInlineScheduling = true;
    }

    /// <summary>Answers what is no published document.</summary>
    public static void MapPublic(this WebApplication app)
    {
        var stories = app.Services.GetRequiredService<StoryFiles>();
        app.Use(async (context, next) =>
        {
            if (ListenerMark.Of(context) != Listener.Public)
            {
                await next(context);
            }
            else if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                || !await stories.TryWriteAsync(context, context.Request.Path.Value!))
            {
                await AnswerAsync(context);
            }
        });
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
