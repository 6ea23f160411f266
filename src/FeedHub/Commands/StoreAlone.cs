using FeedHub.Configuration;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Commands;

/// <summary>The store for a command that only reads what is there, while no process holds it: no list is followed for it.</summary>
internal static class StoreAlone
{
    /// <exception cref="HubException">There is none.</exception>
    public static async Task<IFeedStore> OpenAsync(HubSettings settings, CancellationToken cancellationToken) =>
        LiteDbStore.Exists(settings.DataPath)
            ? await LiteDbStore.OpenAsync(settings.DataPath, TimeProvider.System, _ => { }, cancellationToken)
            : throw new HubException(
                ExitCode.OwnFailure, $"{settings.DataPath} holds no store: name the right directory with --data, or start feedhub there first");
}
