using System.Collections.Frozen;
using FeedHub.Commands;

namespace FeedHub.Serving.Admin;

/// <summary>The feeds, the edition and the troubles of one moment.</summary>
public sealed record HubSnapshot
{
    private const int MaxListedCount = 50;

    private HubSnapshot()
    {
    }

    /// <summary>Before the first one.</summary>
    public static HubSnapshot Empty { get; } = Of(new StatusView(0, false, [], null, null, ReportView.Of([]), []), [], DateTimeOffset.UnixEpoch);

    public required DateTimeOffset AsOf { get; init; }

    public required StatusView Status { get; init; }

    public required IReadOnlyList<StoryView> Stories { get; init; }

    public required FrozenDictionary<string, FeedView> ById { get; init; }

    /// <summary>All feeds of a state, in the order of the list.</summary>
    public required FrozenDictionary<string, FeedView[]> ByState { get; init; }

    /// <summary>How many feeds are in which state, by name of the state.</summary>
    public required IReadOnlyDictionary<string, int> CountByState { get; init; }

    /// <summary>What fails, the latest first.</summary>
    public required IReadOnlyList<FeedView> Failing { get; init; }

    public required int FailingCount { get; init; }

    /// <summary>The next visits, the first ones first.</summary>
    public required IReadOnlyList<FeedView> Next { get; init; }

    /// <summary>What an operator should know, besides the feeds that fail.</summary>
    public IEnumerable<string> Notices =>
        Status.ListMistakes.Select(mistake => $"The list is not followed as it stands: {mistake}")
            .Concat(new[] { Status.StoreNotice, Status.ClockNotice }.OfType<string>());

    public static HubSnapshot Of(StatusView status, IReadOnlyList<StoryView> stories, DateTimeOffset now)
    {
        var byState = status.Feeds.GroupBy(feed => feed.State, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        var failing = status.Feeds.Where(feed => feed.State != "left" && (feed.LastError is not null || feed.State == "gone")).ToList();
        return new HubSnapshot
        {
            AsOf = now,
            Status = status,
            Stories = stories,
            ById = status.Feeds.ToFrozenDictionary(feed => feed.Id, StringComparer.Ordinal),
            ByState = byState,
            CountByState = new SortedDictionary<string, int>(byState.ToDictionary(state => state.Key, state => state.Value.Length), StringComparer.Ordinal),
            Failing = [.. failing.OrderByDescending(feed => feed.FailingSince ?? feed.LastRequestAt).Take(MaxListedCount)],
            FailingCount = failing.Count,
            Next = [.. status.Feeds.Where(feed => feed is { NextVisitAt: not null, State: not "left" }).OrderBy(feed => feed.NextVisitAt).Take(MaxListedCount)],
        };
    }
}
