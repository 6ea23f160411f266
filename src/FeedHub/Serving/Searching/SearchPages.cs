using FeedHub.Serving.Pages;

namespace FeedHub.Serving.Searching;

/// <summary>Answers <c>/search?q=</c> from memory. Other parameters are not looked at.</summary>
internal sealed class SearchPages(PageRenderer renderer, ErrorPages errors)
{
    private volatile Searched? _searched;

    /// <summary>What is searched from now on.</summary>
    public void Replace(Site site, SearchIndex index) => _searched = new Searched(site, index);

    public async Task AnswerAsync(HttpContext context)
    {
        if (_searched is not { } searched)
        {
            await errors.AnswerAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await errors.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var query = QueryOf(context.Request);
        var (hits, count) = searched.Index.Find(query);
        var page = await renderer.RenderSearchPageAsync(new SearchPageModel(searched.Site, query, hits, count));
        await PageAnswer.WriteAsync(context, StatusCodes.Status200OK, page, PagePolicy.WithForm);
    }

    private static string QueryOf(HttpRequest request)
    {
        var query = request.Query["q"].FirstOrDefault() ?? "";
        var capped = query.Length > SearchIndex.MaxQueryLength ? query[..SearchIndex.MaxQueryLength] : query;
        return string.Join(' ', XmlText.Clean(capped).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed record Searched(Site Site, SearchIndex Index);
}
