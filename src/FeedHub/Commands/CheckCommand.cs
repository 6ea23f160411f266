using FeedHub.Configuration;
using FeedHub.Scheduling;

namespace FeedHub.Commands;

/// <summary><c>feedhub check</c>: is the list valid, and if not, where and why.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(string path, bool json, CancellationToken cancellationToken)
    {
        var result = await new FeedListFile(path, CronSchedule.MistakeIn).LoadAsync(cancellationToken);
        var mistakes = result is FeedListResult.Invalid invalid ? invalid.Mistakes : [];
        var list = (result as FeedListResult.Valid)?.List;
        if (json)
        {
            Printing.Json(
                new CheckView(
                    path, list is not null, list?.Feeds.Count() ?? 0,
                    [.. mistakes.Select(mistake => new CheckMistake(mistake.Line, mistake.Column, mistake.Path, mistake.Message))]),
                ViewJson.Printed.CheckView);
        }
        else if (list is not null)
        {
            Printing.Line($"{path} is valid: {list.Feeds.Count()} feeds in {list.Channels.Count} channels");
        }
        else
        {
            foreach (var mistake in mistakes)
            {
                Printing.Line(mistake.In(path));
            }
        }

        return list is null ? ExitCode.NotWell : ExitCode.Done;
    }
}
