using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FeedHub;

/// <summary>The odd things that an <see cref="OriginServer"/> can be told to do.</summary>
internal static class Answers
{
    /// <summary>One after the other, the last for ever.</summary>
    public static RequestDelegate InOrder(params RequestDelegate[] answers)
    {
        var next = -1;
        return context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context);
    }

    /// <summary>A status without a body; <paramref name="retryAfter"/> as it goes into the header.</summary>
    public static RequestDelegate Status(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = new StringValues(retryAfter);
        return Task.CompletedTask;
    };

    public static RequestDelegate Redirect(string location, int status = StatusCodes.Status302Found) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    /// <summary>A 200 with headers of one's own.</summary>
    public static RequestDelegate Body(byte[] body, params (string Name, string Value)[] headers) => async context =>
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers.Append(name, value);
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>What a captive portal or an expired domain answers.</summary>
    public static RequestDelegate HtmlPage() =>
        Body(
            "<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Sign in</p></body></html>"u8.ToArray(),
            ("Content-Type", "text/html; charset=utf-8"));

    /// <summary>Never answers.</summary>
    public static RequestDelegate Hang() => UntilAbortedAsync;

    /// <summary>Answers 200 and the first bytes, then nothing.</summary>
    public static RequestDelegate HangInBody() => async context =>
    {
        await WriteStartAsync(context);
        await UntilAbortedAsync(context);
    };

    /// <summary>Breaks the connection off instead of an answer.</summary>
    public static RequestDelegate Reset() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Breaks the connection off in the middle of a body of known length.</summary>
    public static RequestDelegate ResetInBody() => async context =>
    {
        context.Response.ContentLength = 1000;
        await WriteStartAsync(context);
        context.Abort();
    };

    /// <summary>A body without an end: it stops when the client does.</summary>
    public static RequestDelegate Endless() => async context =>
    {
        var chunk = new byte[64 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        }
    };

    /// <summary>A body that grows a thousandfold: gzip of so many zeros.</summary>
    public static RequestDelegate GzipBomb(int bytes = 64 * 1024 * 1024) => Body(Gzip(new byte[bytes]), ("Content-Encoding", "gzip"));

    public static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static async Task WriteStartAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync("<rss>"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }
}
