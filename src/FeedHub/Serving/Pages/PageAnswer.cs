namespace FeedHub.Serving.Pages;

/// <summary>Sends a page that was made for one request, and is never kept.</summary>
internal static class PageAnswer
{
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> page, string policy)
    {
        var headers = Prepare(context, status, "text/html; charset=utf-8");
        headers.ContentSecurityPolicy = policy;
        headers.ContentLength = page.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(page, context.RequestAborted).AsTask();
    }

    public static Task WriteTextAsync(HttpContext context, int status, string text)
    {
        Prepare(context, status, "text/plain; charset=utf-8");
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static IHeaderDictionary Prepare(HttpContext context, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return headers;
    }
}
