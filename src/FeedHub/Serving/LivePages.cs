using System.Threading.RateLimiting;
using FeedHub.Serving.Pages;
using FeedHub.Serving.Rating;
using FeedHub.Serving.Searching;

namespace FeedHub.Serving;

/// <summary>The pages that are made for each request: archive, sources, search, rating and errors. What they know is swapped with each publishing.</summary>
internal sealed class LivePages(
    ArchivePages archive, SourcesPages sources, SearchPages search, RatePages rate, ErrorPages errors, PageRenderer renderer) : IDisposable
{
    private const int MaxAtOnce = 4;
    private const int MaxWaiting = 64;

    // However many ask: the feeds have the machine to themselves.
    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = MaxAtOnce, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    private Site? _site;

    /// <summary>What they know from now on.</summary>
    /// <param name="site">What is around them.</param>
    /// <param name="channels">All channels with their feeds.</param>
    /// <param name="stories">All stories that have pages.</param>
    /// <param name="articles">All articles that are in memory.</param>
    public async Task ReplaceAsync(
        Site site, IReadOnlyList<PageChannel> channels, IReadOnlyList<PageStory> stories, IEnumerable<PageStory> articles)
    {
        archive.Replace(site);
        sources.Replace(site, channels);
        search.Replace(site, SearchIndex.Of(stories.Concat(articles)));
        rate.Replace(site, stories);
        if (_site is not { } known || !known.IsSame(site))
        {
            Dictionary<int, byte[]> pages = [];
            foreach (var status in ErrorPageModel.Known)
            {
                pages[status] = await renderer.RenderErrorPageAsync(new ErrorPageModel(site, status));
            }

            errors.Replace(pages);
            _site = site;
        }
    }

    /// <summary>Answers what is no published document; with a constant page or word where it is nothing at all.</summary>
    public Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/health/live" => PageAnswer.WriteTextAsync(context, StatusCodes.Status200OK, "live\n"),
        "/search" => InTurnAsync(context, search.MakeAsync),
        { } path when ArchivePages.Owns(path) => InTurnAsync(context, archive.MakeAsync),
        { } path when SourcesPages.Owns(path) => InTurnAsync(context, sources.MakeAsync),
        { } path when RatePages.StoryOf(path) is { } story => rate.AnswerAsync(context, story),
        _ => errors.AnswerAsync(context, StatusCodes.Status404NotFound),
    };

    /// <summary>Answers after a failure of ours.</summary>
    public Task FailAsync(HttpContext context)
    {
        PublishedDocumentsMiddleware.EndBehindBody(context); // what was said of it is gone with the other headers
        return errors.AnswerAsync(context, StatusCodes.Status500InternalServerError);
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>Few pages are made at once; who reads his slowly holds nobody up.</summary>
    private async Task InTurnAsync(HttpContext context, Func<HttpContext, Task<Func<Task>>> make)
    {
        Func<Task> answer;
        using (var lease = await _limiter.AcquireAsync(1, context.RequestAborted))
        {
            answer = lease.IsAcquired ? await make(context) : () => errors.AnswerAsync(context, StatusCodes.Status429TooManyRequests);
        }

        await answer();
    }
}
