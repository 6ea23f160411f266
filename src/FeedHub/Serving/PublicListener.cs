using Microsoft.AspNetCore.HttpOverrides;
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
        kestrel.Limits.MinResponseDataRate = DocumentBody.PatienceWith(uncounted: 0);
        listener.Listen(kestrel, options =>
        {
            options.Cap(MaxConnections);
            SocketOutput.SendDirectly(options);
        });
    }

    /// <summary>No handler of the listener blocks, so answers may be written where the request was read.</summary>
    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        sockets.WaitForDataBeforeAllocatingBuffer = false; // a few KB for each idle connection, and a system call less for each request
    }

    /// <summary>Answers what is no published document.</summary>
    /// <param name="app">The program.</param>
    /// <param name="trustedProxies">CIDR ranges of the proxies that are believed when they say for whom they ask.</param>
    public static void MapPublic(this WebApplication app, IReadOnlyList<string> trustedProxies)
    {
        var stories = app.Services.GetRequiredService<StoryFiles>();
        var pages = app.Services.GetRequiredService<LivePages>();
        app.UseWhen(context => ListenerMark.Of(context) == Listener.Public, open =>
        {
            open.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = pages.FailAsync });
            if (trustedProxies.Count > 0)
            {
                open.UseForwardedHeaders(Believing(trustedProxies));
            }

            open.Run(async context =>
            {
                if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                    || !await stories.TryWriteAsync(context, context.Request.Path.Value!))
                {
                    await pages.AnswerAsync(context);
                }
            });
        });
    }

    /// <summary>The client behind trusted proxies, whose chain is walked from its end; nothing else that they say matters.</summary>
    private static ForwardedHeadersOptions Believing(IReadOnlyList<string> trustedProxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trustedProxies)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        return options;
    }
}
