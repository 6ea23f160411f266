using FeedHub.Commands;
using FeedHub.Pipelines;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FeedHub.Serving.Admin;

/// <summary>The JSON API under <c>/api/v1</c>. Reading reads memory; a change goes through the store.</summary>
internal static class AdminEndpoints
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        var feeds = api.MapGroup("/feeds").WithTags("Feeds");
        feeds.MapGet("", ListFeeds).WithSummary("Feeds with state, next visit and why then, entries and failures; by state, in pages.");
        feeds.MapGet("/{id}", FindFeedAsync).WithSummary("One feed with its last visits and newest entries.");
        feeds.MapGet("/{id}/journal", FindJournalAsync).WithSummary("The last 50 visits of a feed, the newest first.");
        feeds.MapPost("/{id}/poll", PollAsync).WithSummary("Visits a feed now, within the bounds of politeness.");
        feeds.MapPost("/{id}/pause", PauseAsync).WithSummary("Visits a feed no more until it is resumed; kept over restarts, and not in the list.");
        feeds.MapPost("/{id}/resume", ResumeAsync).WithSummary("Ends a pause, or the rest of a feed that was gone.");
        api.MapPost("/origins/unblock", UnblockAsync).WithTags("Feeds").WithSummary("Ends the rest that an origin asked for.");
        api.MapGet("/entries", ListEntriesAsync).WithTags("Entries").WithSummary("The newest entries, of all feeds or of one.");
        api.MapGet("/stories", ListStories).WithTags("Stories").WithSummary("The top stories of the current edition, with reasons.");
        api.MapGet("/report", (HubBoard board, Telemetry telemetry) => TypedResults.Ok(HubReportView.Of(board, telemetry)))
            .WithTags("Report")
            .WithSummary("Feeds by state, requests and their 304 share, entries a day, freshness.");
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", (ApiKeys all) => TypedResults.Ok(KeyCommand.Views(all))).WithSummary("The keys, without what they are.");
        keys.MapPost("", CreateKeyAsync).WithSummary("Makes a key, which is shown once.");
        keys.MapDelete("/{id}", RevokeKeyAsync).WithSummary("Revokes a key at once.");
    }

    private static Ok<PageView<FeedView>> ListFeeds(HubBoard board, string? state, int? offset, int? limit)
    {
        var now = board.Now;
        return TypedResults.Ok(PageView<FeedView>.Of(state is null ? now.Status.Feeds : now.ByState.GetValueOrDefault(state, []), offset, limit));
    }

    private static async Task<Results<Ok<OneFeedView>, NotFound, ProblemHttpResult>> FindFeedAsync(
        string id, HubBoard board, FeedDetails details, CancellationToken cancellationToken) =>
        board.Now.ById.GetValueOrDefault(id) is not { } feed ? TypedResults.NotFound()
        : await details.FindAsync(new FeedId(id), cancellationToken) is not { } detail ? Busy()
        : TypedResults.Ok(new OneFeedView(feed, detail.Journal, detail.Entries));

    private static async Task<Results<Ok<IReadOnlyList<FeedVisit>>, NotFound, ProblemHttpResult>> FindJournalAsync(
        string id, HubBoard board, FeedDetails details, CancellationToken cancellationToken) =>
        !board.Now.ById.ContainsKey(id) ? TypedResults.NotFound()
        : await details.FindAsync(new FeedId(id), cancellationToken) is not { } detail ? Busy()
        : TypedResults.Ok(detail.Journal);

    private static async Task<Results<Ok<PageView<EntryView>>, NotFound, ProblemHttpResult>> ListEntriesAsync(
        string? feed, int? offset, int? limit, HubBoard board, FeedDetails details, CancellationToken cancellationToken) =>
        feed is null ? TypedResults.Ok(PageView<EntryView>.Of(board.Newest, offset, limit))
        : !board.Now.ById.ContainsKey(feed) ? TypedResults.NotFound()
        : await details.FindAsync(new FeedId(feed), cancellationToken) is not { } detail ? Busy()
        : TypedResults.Ok(PageView<EntryView>.Of(detail.Entries, offset, limit));

    private static Ok<PageView<StoryView>> ListStories(HubBoard board, int? offset, int? limit) =>
        TypedResults.Ok(PageView<StoryView>.Of(board.Now.Stories, offset, limit));

    private static async Task<Results<Ok<PollAnswer>, NotFound>> PollAsync(
        string id, NoMembers? body, HttpContext context, HubBoard board, OperateFeeds operate, CancellationToken cancellationToken)
    {
        if (!board.Now.ById.ContainsKey(id))
        {
            return TypedResults.NotFound();
        }

        var reason = await operate.PollAsync(new FeedId(id), AdminGate.KeyIdOf(context), cancellationToken);
        return TypedResults.Ok(new PollAnswer(reason is null, reason));
    }

    private static Task<Results<NoContent, NotFound>> PauseAsync(
        string id, NoMembers? body, HttpContext context, HubBoard board, OperateFeeds operate, CancellationToken cancellationToken) =>
        ChangeAsync(id, board, feed => operate.PauseAsync(feed, AdminGate.KeyIdOf(context), cancellationToken));

    private static Task<Results<NoContent, NotFound>> ResumeAsync(
        string id, NoMembers? body, HttpContext context, HubBoard board, OperateFeeds operate, CancellationToken cancellationToken) =>
        ChangeAsync(id, board, feed => operate.ResumeAsync(feed, AdminGate.KeyIdOf(context), cancellationToken));

    private static async Task<Results<NoContent, NotFound>> ChangeAsync(string id, HubBoard board, Func<FeedId, Task> change)
    {
        if (!board.Now.ById.ContainsKey(id))
        {
            return TypedResults.NotFound();
        }

        await change(new FeedId(id));
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<UnblockAnswer>, ProblemHttpResult>> UnblockAsync(
        OriginBody body, HttpContext context, OperateFeeds operate, CancellationToken cancellationToken) =>
        Uri.TryCreate(body.Origin, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? TypedResults.Ok(new UnblockAnswer(await operate.UnblockAsync(url, AdminGate.KeyIdOf(context), cancellationToken)))
            : Bad("origin must be an http or https address, such as https://example.org");

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> CreateKeyAsync(
        KeyBody body, ApiKeys keys, CancellationToken cancellationToken)
    {
        if (body.Scope is not ("read" or "write"))
        {
            return Bad("scope must be read or write");
        }

        return TypedResults.Created((string?)null, await KeyCommand.CreateAsync(keys, body.Scope, cancellationToken));
    }

    private static async Task<Results<NoContent, NotFound>> RevokeKeyAsync(string id, ApiKeys keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult Busy() =>
        TypedResults.Problem("The store is busy; ask again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
}
