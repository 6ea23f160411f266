using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FeedHub.Polling;

/// <summary>
/// A server for any number of invented feeds, on every address of loopback: <c>/{number}</c> is a feed of 20 entries and about 40 KB, with
/// validators, and 304 for who sends them; <see cref="HangPath"/> is never answered. A process of its own, so that what is measured shares no heap with it.
/// </summary>
internal static class BlogOrigin
{
    public const int EntryCount = 20;
    public const string HangPath = "/hang";

    private static readonly string Filler = string.Join(' ', Enumerable.Range(0, 320).Select(number => $"word{number * 7919 % 1000}"));

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync(); // until the parent closes it
        return 0;
    }

    /// <summary>The document of a feed, always the same.</summary>
    public static byte[] Document(string number)
    {
        var text = new StringBuilder(42_000);
        text.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:example:{number}</id><title>Blog {number}</title><updated>2026-01-01T00:00:00Z</updated><link href=\"http://blog{number}.example/\"/>\n");
        for (var entry = 0; entry < EntryCount; entry++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<entry><id>http://blog{number}.example/posts/{entry}</id><title>Entry {entry} of blog {number}</title><link href=\"http://blog{number}.example/posts/{entry}\"/><published>2026-01-{entry + 1:00}T08:00:00Z</published><updated>2026-01-{entry + 1:00}T08:00:00Z</updated><author><name>Author {number}</name></author><category term=\"news\"/><content type=\"html\">&lt;p&gt;Number {entry}: {Filler[(entry * 31)..(1900 + (entry * 31))]}&lt;/p&gt;</content></entry>\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("</feed>\n").ToString());
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == HangPath)
        {
            var aborted = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
            return;
        }

        var etag = $"\"{context.Request.Path.Value![1..]}\"";
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = Document(context.Request.Path.Value[1..]);
        context.Response.ContentType = "application/atom+xml";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
