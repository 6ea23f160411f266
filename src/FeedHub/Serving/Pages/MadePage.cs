using System.IO.Compression;

namespace FeedHub.Serving.Pages;

/// <summary>A page that is made for the request, and is answered for like those that were made before.</summary>
internal static class MadePage
{
    private const string Caching = "public, max-age=60, stale-if-error=86400";

    /// <summary>Makes the answer, which is still to be sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="errors">What is answered where there is no page, or where it is not read.</param>
    /// <param name="render">The page of an address; null: there is none.</param>
    public static async Task<Func<Task>> MakeAsync(HttpContext context, ErrorPages errors, Func<string, Task<byte[]?>> render)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return () => errors.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (await render(context.Request.Path.Value!) is not { } page)
        {
            return () => errors.AnswerAsync(context, StatusCodes.Status404NotFound);
        }

        // Its navigation and its neighbors change at other moments than the rest of it: the tag alone tells whether it is the same.
        var headers = new DocumentHeaders("text/html; charset=utf-8", Caching, PublishedDocument.HashOf(page), lastModified: null, links: null, PagePolicy.Plain);
        var coding = ConditionalRequest.Choose(context.Request.Headers.AcceptEncoding);
        var bytes = PublishedDocument.Encode(page, coding, CompressionLevel.Fastest);
        return () => headers.Begin(context, coding, bytes.Length)
            ? context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask()
            : Task.CompletedTask;
    }
}
