using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary><c>feedhub backup</c>: a copy of the store, by the running service where there is one.</summary>
internal static class BackupCommand
{
    public static async Task<int> RunAsync(HubSettings settings, string file, bool json, CancellationToken cancellationToken)
    {
        var receipt = await WriteAsync(settings, Path.GetFullPath(file), cancellationToken);
        if (json)
        {
            Printing.Json(receipt, ViewJson.Printed.BackupReceipt);
        }
        else
        {
            Printing.Line($"{receipt.File}: all up to commit {receipt.Commit}, {receipt.SizeBytes} bytes, SHA-256 of the database {receipt.Sha256}");
        }

        return ExitCode.Done;
    }

    private static async Task<BackupReceipt> WriteAsync(HubSettings settings, string file, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(file) is { } directory && !Directory.Exists(directory))
        {
            throw new HubException(ExitCode.OwnFailure, $"the backup cannot be written: there is no directory {directory}");
        }

        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.PostAsync($"backup?file={Uri.EscapeDataString(file)}", ViewJson.Default.BackupReceipt, cancellationToken);
        }

        await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
        return await hub.Services.GetRequiredService<BackUp>().RunAsync(file, cancellationToken);
    }
}
