using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Serving;
using FeedHub.Serving.Admin;

namespace FeedHub.Commands;

/// <summary><c>feedhub run</c>: the service, until it is asked to stop.</summary>
internal static class RunCommand
{
    public static Task<int> RunAsync(HubSettings settings, CancellationToken cancellationToken) => RunAsync(settings, null, cancellationToken);

    /// <param name="settings">The options.</param>
    /// <param name="fixedList">Followed instead of the file; null: the file is.</param>
    /// <param name="cancellationToken">Stops the service.</param>
    public static async Task<int> RunAsync(HubSettings settings, FeedList? fixedList, CancellationToken cancellationToken)
    {
        await using var hub = await HubHost.CreateServiceAsync(settings, fixedList, TimeProvider.System, cancellationToken);
        await hub.StartAsync(cancellationToken);
        CommandSocket.Protect(CommandSocket.PathIn(settings.DataPath));
        SystemdNotice.Tell(hub.Services);
        var followed = hub.Services.GetRequiredService<FollowedFeeds>();
        await StartNotes.TellAsync(hub.Services, cancellationToken);
        await Console.Error.WriteLineAsync(
            $"FeedHub follows {followed.Sources.Count} feeds and serves {hub.Services.GetRequiredService<PublicAddress>().Url} (Ctrl+C stops it)");
        if (AdminListener.AddressIn(hub.Services.GetRequiredService<IConfiguration>(), out _) is { } admin)
        {
            await Console.Error.WriteLineAsync($"Its status page is at http://{admin.PublicHost}:{admin.Port}/");
        }

        await hub.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
