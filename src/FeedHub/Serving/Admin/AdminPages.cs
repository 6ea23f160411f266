using FeedHub.Commands;
using FeedHub.Pipelines;
using FeedHub.Serving.Pages;

namespace FeedHub.Serving.Admin;

/// <summary>The pages for operators, made of what is in memory; the front one is made once for each state of it.</summary>
internal sealed class AdminPages(PageRenderer renderer, HubBoard board, Telemetry telemetry)
{
    /// <summary>Feeds on one page of the list.</summary>
    private const int PageCount = 50;

    private volatile Rendered? _status;

    public async Task<IResult> StatusAsync()
    {
        var now = board.Now;
        if (_status is not { } status || status.Of != now)
        {
            var html = await renderer.RenderAsync<StatusPage>(new Dictionary<string, object?>
            {
                [nameof(StatusPage.Now)] = now,
                [nameof(StatusPage.Report)] = HubReportView.Of(board, telemetry),
            });
            _status = status = new Rendered(now, html);
        }

        return Html(status.Html);
    }

    public async Task<IResult> FeedsAsync(string? state, int? page)
    {
        var all = state is null ? board.Now.Status.Feeds : board.Now.ByState.GetValueOrDefault(state, []);
        var number = Math.Clamp(page ?? 1, 1, Math.Max(1, (all.Count + PageCount - 1) / PageCount));
        return Html(await renderer.RenderAsync<FeedsPage>(new Dictionary<string, object?>
        {
            [nameof(FeedsPage.Now)] = board.Now,
            [nameof(FeedsPage.State)] = board.Now.ByState.ContainsKey(state ?? "") ? state : null,
            [nameof(FeedsPage.Page)] = PageView<FeedView>.Of(all, (number - 1) * PageCount, PageCount),
            [nameof(FeedsPage.Number)] = number,
        }));
    }

    public async Task<IResult> FeedAsync(string id, FeedDetails details, CancellationToken cancellationToken)
    {
        if (board.Now.ById.GetValueOrDefault(id) is not { } feed)
        {
            return Results.NotFound();
        }

        return Html(await renderer.RenderAsync<FeedPage>(new Dictionary<string, object?>
        {
            [nameof(FeedPage.Feed)] = feed,
            [nameof(FeedPage.Detail)] = await details.FindAsync(new FeedId(id), cancellationToken),
            [nameof(FeedPage.AsOf)] = board.Now.AsOf,
        }));
    }

    private static IResult Html(byte[] html) => Results.Bytes(html, "text/html; charset=utf-8");

    private sealed record Rendered(HubSnapshot Of, byte[] Html);
}

/// <summary>The pages' paths.</summary>
internal static class AdminPageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (AdminPages pages) => pages.StatusAsync());
        routes.MapGet("/feeds", (AdminPages pages, string? state, int? page) => pages.FeedsAsync(state, page));
        routes.MapGet("/feeds/{id}", (string id, AdminPages pages, FeedDetails details, CancellationToken cancellationToken) => pages.FeedAsync(id, details, cancellationToken));
        routes.MapGet("/admin.css", () => Results.Bytes(PageFiles.AdminStyle, "text/css; charset=utf-8"));
        routes.MapGet("/favicon.svg", () => Results.Bytes(PageFiles.Icon, "image/svg+xml"));
    }
}
