using System.Net;
using System.Threading.RateLimiting;
using FeedHub.Pipelines;
using FeedHub.Serving.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace FeedHub.Serving.Admin;

/// <summary>
/// Who may do what on the admin listener, decided before anything else is: reading is free to whoever sits at this machine and came without
/// a proxy; all else needs a key, every change one with scope write. No answer repeats anything of its request.
/// </summary>
internal sealed partial class AdminGate(ApiKeys keys, ILogger<AdminGate> logger) : IDisposable
{
    private const string Scheme = "Bearer ";

    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxFailures = 10;
    private const int MaxChanges = 120;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly string[] ProxyHeaders =
        ["Forwarded", "Via", "X-Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "X-Original-For", "X-Original-Host"];

    private readonly PartitionedRateLimiter<HttpContext> _failures = LimiterOf(MaxFailures);
    private readonly PartitionedRateLimiter<HttpContext> _changes = LimiterOf(MaxChanges);

    /// <summary>The id of the key that opened the gate to a change.</summary>
    public static string KeyIdOf(HttpContext context) => (string)context.Items[nameof(AdminGate)]!;

    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(AddHeadersAsync, context); // not before: after a failure of ours all headers are begun anew
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = MaxBodyBytes;
        }

        if (Refusal(context) is { } status)
        {
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }
            else if (status == StatusCodes.Status429TooManyRequests)
            {
                context.Response.Headers.RetryAfter = "60";
            }

            await Results.Problem(statusCode: status).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    public void Dispose()
    {
        _failures.Dispose();
        _changes.Dispose();
    }

    /// <summary>The status to refuse a request with; null: it may go on.</summary>
    private int? Refusal(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (headers.Authorization.Count == 0)
        {
            return isReading && IsLocal(context) ? null : Failed(context, "no key was given");
        }

        if (headers.Authorization is not [{ } authorization] || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || keys.Find(authorization[Scheme.Length..].Trim()) is not { } key)
        {
            return Failed(context, "the key is none of ours");
        }

        if (isReading)
        {
            return null;
        }

        if (key.Scope != ApiKeyScope.Write)
        {
            Log.Refused(logger, context.Connection.RemoteIpAddress, $"the key {key.Id} is for reading alone");
            return StatusCodes.Status403Forbidden;
        }

        context.Items[nameof(AdminGate)] = key.Id;
        return !IsFromOurOwnPage(context.Request) ? StatusCodes.Status403Forbidden
            : !context.Request.HasJsonContentType() ? StatusCodes.Status415UnsupportedMediaType
            : !TryTake(_changes, context) ? StatusCodes.Status429TooManyRequests
            : null;
    }

    /// <summary>
    /// A wrong key costs a place in the window of its address, and is told without the key. The right one is let in whatever others at the same
    /// address try: nobody guesses 256 bits, but anybody could lock the operator out.
    /// </summary>
    private int Failed(HttpContext context, string reason)
    {
        if (!TryTake(_failures, context))
        {
            return StatusCodes.Status429TooManyRequests;
        }

        Log.Refused(logger, context.Connection.RemoteIpAddress, reason);
        return StatusCodes.Status401Unauthorized;
    }

    private static bool TryTake(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<HttpContext> LimiterOf(int count) => PartitionedRateLimiter.Create<HttpContext, IPAddress>(
        context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = count, Window = Window, QueueLimit = 0 }));

    /// <summary>From this machine, for this machine, and with no proxy between: not even a page of the web that leads its name here.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && IsLoopbackName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Browsers say where a request comes from; other programs say nothing (BAD-66).</summary>
    private static bool IsFromOurOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"] or ["none"]
        && (request.Headers.Origin is []
            || (request.Headers.Origin is [{ } origin] && origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)));

    private static Task AddHeadersAsync(object context)
    {
        var headers = ((HttpContext)context).Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy.Plain;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The admin listener refused {Peer}: {Reason}")]
        public static partial void Refused(ILogger logger, IPAddress? peer, string reason);
    }
}
