using FeedHub.Commands;

namespace FeedHub.Serving.Admin;

/// <summary>An entry as operators are shown it.</summary>
/// <param name="Feed">The id of its feed.</param>
/// <param name="Title">Its title, plain text.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
/// <param name="PublishedAt">By its publisher's word; null: undated.</param>
/// <param name="FirstSeenAt">When it was first read; null: not told of older ones.</param>
public sealed record EntryView(string Feed, string Title, string? Link, DateTimeOffset? PublishedAt, DateTimeOffset? FirstSeenAt)
{
    public static EntryView Of(Entry entry) => new(entry.FeedId.Value, entry.Title, entry.Link, entry.PublishedAt ?? entry.UpdatedAt, entry.FirstSeenAt);

    public static EntryView Of(FeedId feed, EntryOutline outline) => new(feed.Value, outline.Title, outline.Link, outline.Date, null);
}

/// <summary>The last visits of a feed and its newest entries, the newest first.</summary>
public sealed record FeedDetail(IReadOnlyList<FeedVisit> Journal, IReadOnlyList<EntryView> Entries)
{
    /// <summary>Entries that are told of one feed.</summary>
    public const int MaxEntryCount = 20;
}

/// <summary>Entries first seen on a day, UTC.</summary>
public sealed record DayView(DateOnly Day, int Entries);

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Offset">How many stand before.</param>
/// <param name="Items">These.</param>
public sealed record PageView<T>(int Total, int Offset, IReadOnlyList<T> Items)
{
    public static PageView<T> Of(IReadOnlyList<T> all, int? offset, int? limit)
    {
        var from = Math.Clamp(offset ?? 0, 0, all.Count);
        var count = Math.Min(Math.Clamp(limit ?? AdminEndpoints.DefaultLimit, 1, AdminEndpoints.MaxLimit), all.Count - from);
        var items = new T[count];
        for (var index = 0; index < count; index++)
        {
            items[index] = all[from + index];
        }

        return new PageView<T>(all.Count, from, items);
    }
}

/// <summary>One feed with its last visits and newest entries.</summary>
internal sealed record OneFeedView(FeedView Feed, IReadOnlyList<FeedVisit> Journal, IReadOnlyList<EntryView> Entries);

/// <summary>The whole in numbers.</summary>
public sealed record HubReportView
{
    public required DateTimeOffset AsOf { get; init; }

    public required int Edition { get; init; }

    public required bool FirstRoundDone { get; init; }

    /// <summary>What an operator should know.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    public required IReadOnlyDictionary<string, int> FeedsByState { get; init; }

    /// <summary>Requests, and the share of visits that were answered 304.</summary>
    public required ReportView Requests { get; init; }

    public required IReadOnlyList<DayView> EntriesByDay { get; init; }

    public required FreshnessView Freshness { get; init; }

    internal static HubReportView Of(HubBoard board, Telemetry telemetry) => new()
    {
        AsOf = board.Now.AsOf,
        Edition = board.Now.Status.Edition,
        FirstRoundDone = board.Now.Status.FirstRoundDone,
        Notices = [.. board.Now.Notices],
        FeedsByState = board.Now.CountByState,
        Requests = board.Now.Status.Report,
        EntriesByDay = board.EntriesByDay(),
        Freshness = FreshnessView.Of(telemetry.FreshnessSamples()),
    };
}

/// <summary>From the publisher's date of new entries to the moment they were served, of the last thousand since the start.</summary>
public sealed record FreshnessView(int Count, double? MedianSeconds, double? NinetyFifthSeconds)
{
    public static FreshnessView Of(IReadOnlyList<double> sorted) => sorted.Count == 0
        ? new(0, null, null)
        : new(sorted.Count, Math.Round(sorted[sorted.Count / 2], 1), Math.Round(sorted[Math.Min(sorted.Count - 1, sorted.Count * 95 / 100)], 1));
}

/// <summary>Whether the service does its work, and what speaks against it.</summary>
internal sealed record ReadyView(bool IsReady, IReadOnlyList<string> Reasons, IReadOnlyList<string> Notices);

/// <summary>What came of the wish to visit a feed now.</summary>
/// <param name="IsStarted">It is visited as soon as its origin is free.</param>
/// <param name="Reason">Why it is not visited; null: it is.</param>
internal sealed record PollAnswer(bool IsStarted, string? Reason);

/// <summary>How many feeds are due again.</summary>
internal sealed record UnblockAnswer(int Feeds);

/// <summary>A key as it is listed.</summary>
internal sealed record KeyView(string Id, string Scope, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    public static KeyView Of(ApiKey key) => new(key.Id, key.Scope == ApiKeyScope.Write ? "write" : "read", key.CreatedAt, key.LastUsedAt);
}

/// <summary>A new key, the only time that it is shown.</summary>
internal sealed record NewKeyView(string Id, string Scope, string Key);

/// <summary>A body without members: any is refused.</summary>
internal sealed record NoMembers;

/// <summary>Names an origin.</summary>
/// <param name="Origin">Such as <c>https://example.org</c>.</param>
internal sealed record OriginBody(string Origin);

/// <summary>Asks for a key.</summary>
/// <param name="Scope"><c>read</c> or <c>write</c>.</param>
internal sealed record KeyBody(string Scope);
