using System.Globalization;
using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Scheduling;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary><c>feedhub status</c>: every feed, what fails and why, and when each is visited next.</summary>
internal static class StatusCommand
{
    /// <param name="settings">Where the store is.</param>
    /// <param name="feedId">The one feed to show; null: all.</param>
    /// <param name="json">As JSON, with every journal.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<int> RunAsync(HubSettings settings, string? feedId, bool json, CancellationToken cancellationToken)
    {
        var status = await ReadAsync(settings, withJournal: json || feedId is not null, cancellationToken);
        if (feedId is not null)
        {
            status = status with { Feeds = [.. status.Feeds.Where(feed => feed.Id == feedId)] };
            if (status.Feeds.Count == 0)
            {
                throw new HubException(ExitCode.NotWell, $"no feed has the id {feedId}: `feedhub status` lists them");
            }
        }

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

    /// <summary>The entries of a feed that its rules withhold.</summary>
    public static async Task<int> RunWithheldAsync(HubSettings settings, string feedId, bool json, CancellationToken cancellationToken)
    {
        var withheld = await ReadWithheldAsync(settings, feedId, cancellationToken);
        if (json)
        {
            Printing.Json(withheld, ViewJson.Printed.WithheldView);
            return ExitCode.Done;
        }

        Printing.Line($"{withheld.Feed}: of its {withheld.EntryCount} newest entries, {withheld.Withheld.Count} are withheld by its rules");
        Printing.Table(
            ["first seen", "title", "rule", "because"],
            withheld.Withheld.Select(entry => new[] { Printing.Moment(entry.FirstSeenAt), entry.Title, entry.Rule, entry.Reason }));
        return ExitCode.Done;
    }

    private static async Task<WithheldView> ReadWithheldAsync(HubSettings settings, string feedId, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.GetAsync($"withheld?feed={Uri.EscapeDataString(feedId)}", ViewJson.Default.WithheldView, cancellationToken);
        }

        var list = await EditableList.OpenAsync(settings.FeedsPath, cancellationToken);
        await using var store = await StoreAlone.OpenAsync(settings, cancellationToken);
        return await WithheldView.OfAsync(store, list.List!, feedId, cancellationToken)
            ?? throw new HubException(ExitCode.NotWell, $"no feed has the id {feedId}: `feedhub status` lists them");
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

        if (status.ClockNotice is not null)
        {
            Printing.Line(status.ClockNotice);
        }

        var counts = status.Feeds.CountBy(feed => feed.State).OrderBy(count => count.Key, StringComparer.Ordinal);
        Printing.Line($"{status.Feeds.Count} feeds: " + string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Printing.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"requests so far: {status.Report.Requests}, of them unconditional: {status.Report.Unconditional}; {status.Report.NotModifiedShare:0.0 %} of visits answered 304; {status.Report.ReceivedBytes} bytes"));
        Printing.Table(
            ["feed", "state", "entries", "last visit", "came to", "next visit", "because"],
            status.Feeds.Select(feed => new[]
            {
                feed.Id,
                feed.State,
                feed.EntryCount.ToString(CultureInfo.InvariantCulture),
                Printing.Moment(feed.LastRequestAt),
                feed.LastError is null ? feed.Notice ?? feed.LastOutcome ?? "" : $"{feed.LastOutcome}: {feed.LastError}",
                Printing.Moment(feed.NextVisitAt),
                feed.NextVisitReason ?? "",
            }));
        Printing.Table(
            ["visit", "came to", "status", "bytes", "new", "next visit", "because"],
            status.Feeds.SelectMany(feed => feed.Journal ?? []).Select(visit => new[]
            {
                Printing.Moment(visit.At),
                visit.Outcome,
                visit.Status?.ToString(CultureInfo.InvariantCulture) ?? "",
                visit.ReceivedBytes.ToString(CultureInfo.InvariantCulture),
                visit.Added.ToString(CultureInfo.InvariantCulture),
                Printing.Moment(visit.DueAt),
                visit.Reason,
            }));
    }

    private static async Task<StatusView> ReadAsync(HubSettings settings, bool withJournal, CancellationToken cancellationToken)
    {
        using var client = await SocketClient.TryConnectAsync(settings, cancellationToken);
        if (client is not null)
        {
            return await client.GetAsync(withJournal ? "status?journal=true" : "status", ViewJson.Default.StatusView, cancellationToken);
        }

        await using var hub = await HubHost.CreateForAskingAsync(settings, cancellationToken);
        return await StatusView.OfAsync(
            hub.Services.GetRequiredService<IFeedStore>(),
            hub.Services.GetRequiredService<FollowedFeeds>().List,
            [],
            hub.Services.GetRequiredService<StoreOrigin>().Replacement,
            hub.Services.GetRequiredService<ClockDoubt>().Notice,
            hub.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
            withJournal,
            cancellationToken);
    }
}
