using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace FeedHub.Serving.Pages;

/// <summary>The answers to what cannot be answered: made before, and the same whatever was asked (BAD-82).</summary>
internal sealed class ErrorPages
{
    private volatile FrozenDictionary<int, byte[]> _pages = FrozenDictionary<int, byte[]>.Empty;

    /// <summary>Replaces all of them.</summary>
    public void Replace(IReadOnlyDictionary<int, byte[]> pages) => _pages = pages.ToFrozenDictionary();

    /// <summary>A page for who wants one; programs get a word.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="allow">The methods that a 405 names.</param>
    public Task AnswerAsync(HttpContext context, int status, string allow = "GET, HEAD")
    {
        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = allow;
        }

        return _pages.TryGetValue(status, out var page) && WantsPage(context.Request)
            ? PageAnswer.WriteAsync(context, status, page, PagePolicy.Plain)
            : PageAnswer.WriteTextAsync(context, status, TextOf(status));
    }

    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.Any(value => value is not null
        && MediaTypeHeaderValue.TryParseList([value], out var types)
        && types.Any(type => type.MediaType == "text/html" && type.Quality is not 0));

    private static string TextOf(int status) => status switch
    {
        400 => "Bad request\n",
        404 => "Not found\n",
        405 => "Method not allowed\n",
        429 => "Too many requests\n",
        _ => "Internal error\n",
    };
}
