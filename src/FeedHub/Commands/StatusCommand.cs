using System.Globalization;
using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary><c>feedhub status</c>: every feed, what fails and why, and when each is visited next.</summary>
internal static class StatusCommand
{
    public static async Task<int> RunAsync(HubSettings settings, bool json, CancellationToken cancellationToken)
    {
        var status = await ReadAsync(settings, cancellationToken);
        if (json)
        {
            Printing.Json(status, ViewJson.Printed.StatusView);
        }
        else
        {
            Print(settings, status);
        }

        return status.IsWell ? ExitCode.Done : ExitCode.NotWell;
    }

    private static void Print(HubSettings settings, StatusView status)
    {
        foreach (var mistake in status.ListMistakes)
        {
            Printing.Line($"the list is not followed as it stands: {settings.FeedsPath}:{mistake}");
        }

        if (status.StoreNotice is not null)
        {
            Printing.Line(status.StoreNotice);
        }

        var counts = status.Feeds.CountBy(feed => feed.State).OrderBy(count => count.Key, StringComparer.Ordinal);
        Printing.Line($"{status.Feeds.Count} feeds: " + string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Printing.Table(
            ["feed", "state", "entries", "last visit", "came to", "next visit", "because"],
            status.Feeds.Select(feed => new[]
            {
                feed.Id,
                feed.State,
                feed.EntryCount.ToString(CultureInfo.InvariantCulture),
                Printing.Moment(feed.LastRequestAt),
                feed.LastError is null ? feed.LastOutcome ?? "" : $"{feed.LastOutcome}: {feed.LastError}",
                Printing.Moment(feed.NextVisitAt),
                feed.NextVisitReason ?? "",
            }));
    }

    private static async Task<StatusView> ReadAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.GetAsync("status", ViewJson.Default.StatusView, cancellationToken);
        }

        await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
        return await StatusView.OfAsync(
            hub.Services.GetRequiredService<IFeedStore>(),
            hub.Services.GetRequiredService<FollowedFeeds>().List,
            [],
            hub.Services.GetRequiredService<StoreOrigin>().Replacement,
            cancellationToken);
    }
}
