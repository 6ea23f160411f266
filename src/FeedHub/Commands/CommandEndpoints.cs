using System.Text.Json;
using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Serving;
using FeedHub.Storage;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Commands;

/// <summary>What the process that holds the data directory answers other commands on its socket.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this WebApplication app)
    {
        app.MapGet("/status", StatusAsync);
        app.MapGet("/top", TopAsync);
        app.MapPost("/poll", PollAsync);
        app.MapPost("/backup", BackupAsync);
    }

    private static async Task<IResult> StatusAsync(
        IFeedStore store, FollowedFeeds followed, ListTrouble trouble, StoreOrigin origin, CancellationToken cancellationToken) =>
        Results.Json(
            await StatusView.OfAsync(store, followed.List, trouble.Lines, origin.Replacement, cancellationToken), ViewJson.Default.StatusView);

    private static async Task<IResult> TopAsync(
        int count, IFeedStore store, FollowedFeeds followed, PublicAddress address, CancellationToken cancellationToken) =>
        Results.Json(
            await StoryView.OfAsync(store, followed.List, address.Url, count, cancellationToken), ViewJson.Default.IReadOnlyListStoryView);

    private static async Task<IResult> BackupAsync(string file, BackUp backUp, CancellationToken cancellationToken)
    {
        try
        {
            return Results.Json(await backUp.RunAsync(file, cancellationToken), ViewJson.Default.BackupReceipt);
        }
        catch (StorageException exception)
        {
            return Results.Json(new FailureView(exception.Message, ExitCode.OwnFailure), ViewJson.Default.FailureView, statusCode: 500);
        }
    }

    /// <summary>One JSON object a line as the visits end, so that the asking command can show how far it is.</summary>
    private static async Task PollAsync(
        bool all, HttpContext context, PollDueFeeds polls, PublishTopStories publish, CancellationToken cancellationToken)
    {
        var lines = Queue.CreateUnbounded<PollLine>();
        var run = RunAsync();
        await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, line, ViewJson.Default.PollLine, cancellationToken);
            await context.Response.WriteAsync("\n", cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
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
            finally
            {
                lines.Writer.Complete();
            }
        }
    }
}
