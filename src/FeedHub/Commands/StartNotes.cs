using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Serving.Admin;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Commands;

/// <summary>What an operator should know at the start of the service.</summary>
internal static partial class StartNotes
{
    public static async Task TellAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("FeedHub");
        var settings = services.GetRequiredService<HubSettings>();
        foreach (var name in KnownSettings.UnknownIn(services.GetRequiredService<IConfiguration>()))
        {
            Log.UnknownSetting(logger, name);
        }

        if (services.GetRequiredService<FeedListFile>().Notice is { } notice)
        {
            Log.ListIsOpen(logger, notice);
        }

        if (services.GetRequiredService<StoreOrigin>().Replacement is { } replacement)
        {
            if (replacement.SnapshotAt is { } snapshotAt)
            {
                Log.Restored(logger, replacement.MovedTo, replacement.Reason, snapshotAt);
            }
            else
            {
                Log.Replaced(logger, replacement.MovedTo, replacement.Reason);
            }
        }

        if (services.GetRequiredService<ClockDoubt>().Notice is { } doubt)
        {
            Log.ClockDoubted(logger, doubt);
        }

        if (services.GetRequiredService<FollowedFeeds>().List.Id is null)
        {
            var hub = await services.GetRequiredService<IFeedStore>().ReadHubAsync(cancellationToken);
            Log.MintedId(logger, settings.FeedsPath, hub.Id);
        }

        if (services.GetRequiredService<PublicAddress>().Url.IsLoopback
            && string.IsNullOrEmpty(services.GetRequiredService<IOptions<Fetching.FetchOptions>>().Value.ContactUrl))
        {
            Log.NoContact(logger);
        }

        if (AdminListener.AddressIn(services.GetRequiredService<IConfiguration>(), out _) is { IsLoopback: false } admin)
        {
            Log.AdminIsOpen(logger, admin.Host, admin.Port);
        }

        if (!CommandSocket.IsPossible(CommandSocket.PathIn(settings.DataPath)))
        {
            Log.NoSocket(logger, settings.DataPath);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The setting FeedHub:{Name} is unknown and has no effect")]
        public static partial void UnknownSetting(ILogger logger, string name);

        [LoggerMessage(LogLevel.Warning, "{Notice}")]
        public static partial void ListIsOpen(ILogger logger, string notice);

        [LoggerMessage(LogLevel.Error, "The store was damaged ({Reason}). It was moved to {MovedTo}, and a new one is filled by polling")]
        public static partial void Replaced(ILogger logger, string movedTo, string reason);

        [LoggerMessage(LogLevel.Error, "The store was damaged ({Reason}). It was moved to {MovedTo}, and the snapshot of {SnapshotAt:u} took its place; what came later is read again, and keys of the API that were revoked later are back")]
        public static partial void Restored(ILogger logger, string movedTo, string reason, DateTimeOffset snapshotAt);

        [LoggerMessage(LogLevel.Error, "Is the clock right? {Notice}")]
        public static partial void ClockDoubted(ILogger logger, string notice);

        [LoggerMessage(LogLevel.Warning, "{FeedsPath} has no id, so one was minted: put \"id\": \"{Id}\" into it, and the feeds keep their identity whatever becomes of the store")]
        public static partial void MintedId(ILogger logger, string feedsPath, string id);

        [LoggerMessage(LogLevel.Warning, "Publishers see the project's page as contact: set FeedHub:PublicUrl or FeedHub:Fetching:ContactUrl to your own")]
        public static partial void NoContact(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The admin listener at {Host}:{Port} can be reached from other machines: there it wants a key for everything, but encrypts nothing")]
        public static partial void AdminIsOpen(ILogger logger, string host, int port);

        [LoggerMessage(LogLevel.Warning, "The path of {DataPath} is too long for a socket, so other commands cannot reach this service")]
        public static partial void NoSocket(ILogger logger, string dataPath);
    }
}
