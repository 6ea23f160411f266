using System.Text.Json;
using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Storage;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Commands;

/// <summary>What the process that holds the data directory answers other commands on its socket.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this WebApplication app)
    {
        var commands = app.MapGroup("").WithMetadata(new OnListener(Listener.Command));
        commands.AddEndpointFilter(TellFailureAsync);
        commands.MapGet("/status", StatusAsync);
        commands.MapGet("/top", TopAsync);
        commands.MapGet("/tidy", TidyAsync);
        commands.MapGet("/compare", CompareAsync);
        commands.MapGet("/withheld", WithheldAsync);
        commands.MapPost("/poll", PollAsync);
        commands.MapPost("/backup", BackupAsync);
        commands.MapGet("/keys", (ApiKeys keys) => Results.Json(KeyCommand.Views(keys), ViewJson.Default.IReadOnlyListKeyView));
        commands.MapPost("/keys/create", async (string scope, ApiKeys keys, CancellationToken cancellationToken) =>
            Results.Json(await KeyCommand.CreateAsync(keys, scope, cancellationToken), ViewJson.Default.NewKeyView));
        commands.MapPost("/keys/revoke", async (string id, ApiKeys keys, CancellationToken cancellationToken) =>
            Results.Json(await KeyCommand.RevokeAsync(keys, id, cancellationToken), ViewJson.Default.RevokedKeyView));
    }

    /// <summary>A store that cannot answer, as on a full disk, is told to the command, which ends with that line.</summary>
    private static async ValueTask<object?> TellFailureAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StorageException exception)
        {
            return Results.Json(new FailureView(exception.Message, ExitCode.OwnFailure), ViewJson.Default.FailureView, statusCode: 500);
        }
        catch (HubException exception)
        {
            return Results.Json(new FailureView(exception.Message, exception.ExitCode), ViewJson.Default.FailureView, statusCode: 422);
        }
    }

    private static async Task<IResult> StatusAsync(
        bool? journal, IFeedStore store, FollowedFeeds followed, ListTrouble trouble, StoreOrigin origin, ClockDoubt doubt, TimeProvider clock,
        CancellationToken cancellationToken) =>
        Results.Json(
            await StatusView.OfAsync(store, followed.List, trouble.Lines, origin.Replacement, doubt.Notice, clock.GetUtcNow(), journal is true, cancellationToken),
            ViewJson.Default.StatusView);

    private static async Task<IResult> TopAsync(int count, IServiceProvider services, CancellationToken cancellationToken) =>
        Results.Json(await StoryView.OfAsync(services, count, cancellationToken), ViewJson.Default.IReadOnlyListStoryView);

    private static async Task<IResult> TidyAsync(IFeedStore store, FollowedFeeds followed, CancellationToken cancellationToken) =>
        Results.Json(await ProposalView.OfAsync(store, followed.List, cancellationToken), ViewJson.Default.IReadOnlyListProposalView);

    private static async Task<IResult> CompareAsync(
        string file, string other, IFeedStore store, TimeProvider clock, CancellationToken cancellationToken) =>
        Results.Json(await ComparisonView.OfAsync(store, file, other, clock.GetUtcNow(), cancellationToken), ViewJson.Default.ComparisonView);

    private static async Task<IResult> WithheldAsync(string feed, IFeedStore store, FollowedFeeds followed, CancellationToken cancellationToken) =>
        await WithheldView.OfAsync(store, followed.List, feed, cancellationToken) is { } withheld
            ? Results.Json(withheld, ViewJson.Default.WithheldView)
            : Results.Json(new FailureView($"no feed has the id {feed}: `feedhub status` lists them", ExitCode.NotWell), ViewJson.Default.FailureView, statusCode: 404);

    private static async Task<IResult> BackupAsync(string file, BackUp backUp, CancellationToken cancellationToken) =>
        Results.Json(await backUp.RunAsync(file, cancellationToken), ViewJson.Default.BackupReceipt);

    /// <summary>One JSON object a line as the visits end, so that the asking command can show how far it is.</summary>
    private static async Task PollAsync(
        bool all, HttpContext context, PollDueFeeds polls, PublishTopStories publish, IHostApplicationLifetime lifetime,
        CancellationToken requestAborted)
    {
        // A command that waits does not hold up the stop of the service.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(requestAborted, lifetime.ApplicationStopping);
        var cancellationToken = either.Token;
        var lines = Queue.CreateUnbounded<PollLine>();
        var run = RunAsync();
        await foreach (var line in lines.Reader.ReadAllAsync(requestAborted))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, line, ViewJson.Default.PollLine, requestAborted);
            await context.Response.WriteAsync("\n", requestAborted);
            await context.Response.Body.FlushAsync(requestAborted);
        }

        await run;

        async Task RunAsync()
        {
            try
            {
                lines.Writer.TryWrite(new PollLine
                {
                    Summary = PollSummaryView.Of(await PollAndPublish.RunAsync(polls, publish, all, line => lines.Writer.TryWrite(line), cancellationToken)),
                });
            }
            catch (StorageException exception)
            {
                lines.Writer.TryWrite(new PollLine { Failure = exception.Message });
            }
            catch (OperationCanceledException)
            {
                lines.Writer.TryWrite(new PollLine { Failure = "the service was stopped before the poll was over" });
            }
            finally
            {
                lines.Writer.Complete();
            }
        }
    }
}
