using FeedHub.Configuration;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Commands;

/// <summary><c>feedhub restore</c>: puts a backup into a data directory that no process holds.</summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(HubSettings settings, string file, bool json, CancellationToken cancellationToken)
    {
        var (receipt, movedAside) = await BackupArchive.RestoreAsync(
            file, settings.DataPath, TimeProvider.System.GetUtcNow(), cancellationToken);
        if (json)
        {
            Printing.Json(new RestoreView(receipt, Path.GetFullPath(settings.DataPath), movedAside), ViewJson.Printed.RestoreView);
            return ExitCode.Done;
        }

        Printing.Line($"{settings.DataPath} holds all up to commit {receipt.Commit} of {receipt.File}");
        if (movedAside is not null)
        {
            Printing.Line($"what was there before is now {movedAside}");
        }

        return ExitCode.Done;
    }
}
