using FeedHub.Serving.Pages;

namespace FeedHub.Serving.Searching;

/// <summary>Answers <c>/search?q=</c> from memory. Other parameters are not looked at.</summary>
internal sealed class SearchPages(PageRenderer renderer, ErrorPages errors)
{
    private volatile Searched? _searched;

    /// <summary>What is searched from now on.</summary>
    public void Replace(Site site, SearchIndex index) => _searched = new Searched(site, index);

    /// <summary>Makes the answer, which is still to be sent.</summary>
    public async Task<Func<Task>> MakeAsync(HttpContext context)
    {
        if (_searched is not { } searched)
        {
            return () => errors.AnswerAsync(context, StatusCodes.Status404NotFound);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return () => errors.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
        }

        var query = QueryOf(context.Request);
        var (hits, count) = searched.Index.Find(query);
        var page = await renderer.RenderSearchPageAsync(new SearchPageModel(searched.Site, query, hits, count));
        return () => PageAnswer.WriteAsync(context, StatusCodes.Status200OK, page, PagePolicy.WithForm);
    }

    private static string QueryOf(HttpRequest request)
    {
        var query = request.Query["q"].FirstOrDefault() ?? "";
        var capped = query.Length > SearchIndex.MaxQueryLength ? query[..SearchIndex.MaxQueryLength] : query;
        return string.Join(' ', XmlText.Clean(capped).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed record Searched(Site Site, SearchIndex Index);
}
