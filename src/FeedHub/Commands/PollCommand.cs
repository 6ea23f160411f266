using System.Text.Json;
using FeedHub.Configuration;
using FeedHub.Pipelines;
using Spectre.Console;

namespace FeedHub.Commands;

/// <summary><c>feedhub poll</c>: one round, by the running service where there is one, else by this process.</summary>
internal static class PollCommand
{
    public static async Task<int> RunAsync(HubSettings settings, bool all, bool json, CancellationToken cancellationToken)
    {
        PollSummaryView summary;
        try
        {
            summary = await PollAsync(settings, all, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new HubException(ExitCode.NotWell, "stopped before the poll was over; what was read is kept");
        }

        if (json)
        {
            Printing.Json(new PollLine { Summary = summary }, ViewJson.Printed.PollLine);
        }
        else
        {
            Print(summary);
        }

        return summary.Failed > 0 ? ExitCode.NotWell : ExitCode.Done;
    }

    private static Task<PollSummaryView> PollAsync(HubSettings settings, bool all, CancellationToken cancellationToken) =>
        Printing.WithProgressAsync(
            async tell =>
            {
                using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
                return client is null
                    ? await PollHereAsync(settings, all, tell, cancellationToken)
                    : await PollThereAsync(client, all, tell, cancellationToken);
            });

    private static async Task<PollSummaryView> PollHereAsync(
        HubSettings settings, bool all, Action<PollLine> tell, CancellationToken cancellationToken)
    {
        await using var hub = await HubHost.CreateForCommandAsync(settings, cancellationToken);
        await hub.StartAsync(cancellationToken);
        return PollSummaryView.Of(await PollAndPublish.RunAsync(
            hub.Services.GetRequiredService<PollDueFeeds>(),
            hub.Services.GetRequiredService<PublishTopStories>(),
            all,
            tell,
            cancellationToken));
    }

    private static async Task<PollSummaryView> PollThereAsync(
        SocketClient client, bool all, Action<PollLine> tell, CancellationToken cancellationToken)
    {
        var path = $"poll?all={JsonSerializer.Serialize(all)}";
        await foreach (var line in client.PostForLinesAsync(path, ViewJson.Default.PollLine, cancellationToken))
        {
            if (line.Failure is not null)
            {
                throw new HubException(ExitCode.OwnFailure, line.Failure);
            }

            if (line.Summary is not null)
            {
                return line.Summary;
            }

            tell(line);
        }

        throw new HubException(ExitCode.OwnFailure, "the running feedhub ended before the poll was over");
    }

    private static void Print(PollSummaryView summary)
    {
        if (summary.Visited == 0 && summary.Skipped.Count == 0)
        {
            Printing.Line("Nothing is due (feedhub status says when it is; feedhub poll --all does not wait)");
            return;
        }

        Printing.Line(
            $"{summary.Visited} visited: {summary.Read} read, {summary.NotModified} unchanged, {summary.Failed} failed; "
            + $"{summary.Added} new entries, {summary.Revised} revised; {summary.Skipped.Count} skipped");
        Printing.Table(
            ["feed", "failed because"],
            summary.Failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).Select(failure => new[] { failure.Key, failure.Value }));
        Printing.Table(
            ["feed", "skipped because"],
            summary.Skipped.OrderBy(skip => skip.Key, StringComparer.Ordinal).Select(skip => new[] { skip.Key, skip.Value }));
    }
}
