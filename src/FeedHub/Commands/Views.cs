using System.Text.Json;
using System.Text.Json.Serialization;
using FeedHub.Pipelines;
using FeedHub.Polling;
using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Scheduling;
using FeedHub.Serving;
using FeedHub.Serving.Admin;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Commands;

/// <summary>What <c>status</c> shows.</summary>
/// <param name="Edition">The number of the edition.</param>
/// <param name="FirstRoundDone">Every feed has been visited at least once.</param>
/// <param name="ListMistakes">Why the list as it stands in its file is not followed; empty: it is.</param>
/// <param name="StoreNotice">A damaged store was moved aside; null: none was.</param>
/// <param name="ClockNotice">Why the clock is doubted; null: it is not.</param>
/// <param name="Feeds">All feeds, in the order of the list, then those that left it.</param>
/// <param name="Report">What all origins together were asked.</param>
public sealed record StatusView(
    int Edition, bool FirstRoundDone, IReadOnlyList<string> ListMistakes, string? StoreNotice, string? ClockNotice, ReportView Report,
    IReadOnlyList<FeedView> Feeds)
{
    public static async Task<StatusView> OfAsync(
        IFeedStore store, FeedList list, IReadOnlyList<string> mistakes, StoreReplacement? replacement, string? clockNotice, DateTimeOffset now,
        bool withJournal, CancellationToken cancellationToken)
    {
        var hub = await store.ReadHubAsync(cancellationToken);
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        var listed = list.Feeds.Where(source => states.ContainsKey(source.Id)).Select(source => FeedView.Of(source, states[source.Id], now));
        var ids = list.Feeds.Select(source => source.Id).ToHashSet();
        var left = states.Values.Where(state => !ids.Contains(state.Id)).Select(state => FeedView.Of(null, state, now));
        var notice = replacement is null ? null : $"the store was damaged ({replacement.Reason}) and moved to {replacement.MovedTo}; "
            + (replacement.SnapshotAt is { } at ? $"the snapshot of {Printing.Moment(at)} took its place" : "there was no snapshot, so an empty one is being filled");
        var feeds = listed.Concat(left).ToList();
        for (var index = 0; withJournal && index < feeds.Count; index++)
        {
            feeds[index] = feeds[index] with { Journal = await store.ReadJournalAsync(new FeedId(feeds[index].Id), cancellationToken) };
        }

        return new StatusView(hub.Edition.Number, hub.FirstRoundDone, mistakes, notice, clockNotice, ReportView.Of(states.Values), feeds);
    }

    public bool IsWell => ListMistakes.Count == 0 && ClockNotice is null && Feeds.All(feed => feed.State is "new" or "active" or "moved" or "paused" or "left");
}

/// <summary>One feed of <c>status</c>.</summary>
public sealed record FeedView
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Channel { get; init; }

    public required string Url { get; init; }

    /// <summary>A <see cref="FeedLife"/> in lower case with hyphens, or <c>left</c>: no longer in the list.</summary>
    public required string State { get; init; }

    /// <summary>Something to look at although visits succeed; null: nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>When the operator paused it by the API; null: he did not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Where it has moved for good, or seems to; null: nowhere.</summary>
    public MoveView? Move { get; init; }

    public string? LastOutcome { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastRequestAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? NextVisitAt { get; init; }

    public string? NextVisitReason { get; init; }

    public int FailureCount { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public int EntryCount { get; init; }

    public int VisitCount { get; init; }

    public int NotModifiedCount { get; init; }

    /// <summary>What its origin was asked.</summary>
    public required ReportView Report { get; init; }

    public string? Format { get; init; }

    public IReadOnlyList<string> Repairs { get; init; } = [];

    /// <summary>The last 50 visits, newest first; null: not asked for.</summary>
    public IReadOnlyList<FeedVisit>? Journal { get; init; }

    public static FeedView Of(FeedSource? source, FeedState state, DateTimeOffset now) => new()
    {
        Id = state.Id.Value,
        Title = source?.Title ?? state.Profile?.Title ?? state.Url.Host,
        Channel = source?.Channel,
        Url = SafeUrl(state.Url),
        State = source is null ? "left" : Words(FeedLifeRule.Of(state, now)),
        Notice = state.Notice,
        PausedAt = state.PausedAt,
        Move = state.Move is { } move ? new MoveView(SafeUrl(move.To), move.FirstSeenAt, move.Count, move.IsConfirmed) : null,
        LastOutcome = state.LastOutcome,
        LastError = state.LastError,
        LastRequestAt = state.LastRequestAt,
        LastSuccessAt = state.LastSuccessAt,
        NextVisitAt = state.IsPollable ? state.DueAt : null,
        NextVisitReason = state.IsPollable ? state.DueReason : null,
        FailureCount = state.FailureCount,
        FailingSince = state.FailingSince,
        EntryCount = state.EntryCount,
        VisitCount = state.VisitCount,
        NotModifiedCount = state.NotModifiedCount,
        Report = ReportView.Of([state]),
        Format = state.Profile?.Format.ToString().ToLowerInvariant(),
        Repairs = state.Profile?.Repairs ?? [],
    };

    private static string Words(FeedLife life) => life switch
    {
        FeedLife.NotAFeed => "not-a-feed",
        FeedLife.EgressSuspect => "egress-suspect",
        _ => life.ToString().ToLowerInvariant(),
    };

    /// <summary>Without the query, which may hold a token (BAD-70).</summary>
    private static string SafeUrl(Uri url) => url.GetLeftPart(UriPartial.Path) + (url.Query.Length > 0 ? "?…" : "");
}

/// <summary>A permanent redirect: watched, or confirmed.</summary>
public sealed record MoveView(string To, DateTimeOffset FirstSeenAt, int VisitCount, bool IsConfirmed);

/// <summary>What origins were asked, in the terms in which publishers judge readers (PP-24).</summary>
public sealed record ReportView
{
    public required long Requests { get; init; }

    /// <summary>Requests for a document that carried no validators.</summary>
    public required long Unconditional { get; init; }

    /// <summary>Of all visits.</summary>
    public required double NotModifiedShare { get; init; }

    public required long ReceivedBytes { get; init; }

    /// <summary>The shortest time between the beginnings of two visits of one feed, in seconds; null: there were not two.</summary>
    public double? ShortestGapSeconds { get; init; }

    /// <summary>Until when an origin last asked for rest; null: none did.</summary>
    public DateTimeOffset? LastRetryAt { get; init; }

    public static ReportView Of(IReadOnlyCollection<FeedState> states) => new()
    {
        Requests = states.Sum(state => state.Report.RequestCount),
        Unconditional = states.Sum(state => state.Report.UnconditionalCount),
        NotModifiedShare = Math.Round(states.Sum(state => state.NotModifiedCount) / Math.Max(1d, states.Sum(state => state.VisitCount)), 3),
        ReceivedBytes = states.Sum(state => state.Report.ReceivedBytes),
        ShortestGapSeconds = states.Min(state => state.Report.ShortestGap)?.TotalSeconds,
        LastRetryAt = states.Max(state => state.Report.LastRetryAt),
    };
}

/// <summary>One story of <c>top</c>.</summary>
public sealed record StoryView
{
    public required int Rank { get; init; }

    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Link { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>As of the edition.</summary>
    public required double Score { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Why it stands there, in one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>The parts, which sum to the score once multiplied.</summary>
    public required IReadOnlyList<PartView> Parts { get; init; }

    /// <summary>What the sum is multiplied by: less than 1 where one publication tells it alone, and below others of the same publication.</summary>
    public required double Multiplier { get; init; }

    /// <summary>The articles that tell it, and the words that brought each here.</summary>
    public required IReadOnlyList<GroupedView> Grouped { get; init; }

    /// <summary>Why this one leads it.</summary>
    public required IReadOnlyList<string> LeadBecause { get; init; }

    /// <summary>The front page as of the newest edition, with what speaks for each story. Nothing is saved.</summary>
    public static async Task<IReadOnlyList<StoryView>> OfAsync(IServiceProvider services, int count, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IFeedStore>();
        var list = services.GetRequiredService<FollowedFeeds>().List;
        var ranking = services.GetRequiredService<RankStories>();
        var hub = await store.ReadHubAsync(cancellationToken);
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        var maker = new PublicationMaker(list, states, hub, services.GetRequiredService<PublicAddress>().Url);
        var ranked = services.GetRequiredService<PublishTopStories>().Ranked is { FrontPages.Count: > 0 } last
            ? last
            : await RankAsync(services, list, maker, hub.Edition, cancellationToken);
        var seats = ranked.FrontPages.GetValueOrDefault(RankedList.WholeName, [])
            .Where(seat => ranked.Stories.GetValueOrDefault(seat.Contender.StoryId)?.LeadKey is not null)
            .Take(count)
            .ToList();
        var leads = (await store.ReadArticlesAsync([.. seats.Select(seat => ranked.Stories[seat.Contender.StoryId].LeadKey!)], cancellationToken))
            .ToDictionary(led => led.Article.Key, StringComparer.Ordinal);
        return
        [
            .. seats
                .Select((seat, place) => (Story: ranked.Stories[seat.Contender.StoryId], Why: StoryExplainer.Explain(seat, place + 1, ranking.Settings, ranked.Edition.MadeAt)))
                .Where(one => leads.ContainsKey(one.Story.LeadKey!))
                .Select(one => Of(maker, one.Story, leads[one.Story.LeadKey!], one.Why)),
        ];
    }

    private static StoryView Of(PublicationMaker maker, Story story, LedArticle led, StoryExplanation why) => new()
    {
        Rank = why.Rank ?? 0,
        Id = story.Id,
        Title = led.Lead.Title,
        Link = led.Lead.Link,
        Source = maker.TitleOf(led.Lead.FeedId),
        PublishedAt = PublicationMaker.PublishedAt(led),
        ListedAt = story.ListedAt,
        Score = Math.Round(why.Score, 4),
        AsOf = why.AsOf,
        Why = why.Text,
        Parts = [.. why.Parts.Select(part => new PartView(
            part.Evidence.Kind.ToString().ToLowerInvariant(),
            maker.TitleOf(part.Evidence.FeedId),
            Math.Round(part.Evidence.Amount, 3),
            part.Evidence.At,
            Math.Round(part.Points, 4)))],
        Multiplier = Math.Round(why.SingleSource * why.Diversity, 4),
        Grouped = [.. story.Members.Select(member => new GroupedView(member.ArticleKey, member.Similarity, member.Threshold, member.Words))],
        LeadBecause = story.LeadReasons,
    };

    private static async Task<RankedStories> RankAsync(
        IServiceProvider services, FeedList list, PublicationMaker maker, Edition last, CancellationToken cancellationToken)
    {
        using var pause = await services.GetRequiredService<CommitPolls>().PauseAsync(cancellationToken);
        await services.GetRequiredService<StoryBook>().LoadAsync(cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetStoredNow();
        return await services.GetRequiredService<RankStories>().RunAsync(list, maker, last, [], now, cancellationToken);
    }
}

/// <summary>One part of a story's score.</summary>
public sealed record PartView(string Kind, string Source, double Amount, DateTimeOffset At, double Points);

/// <summary>One article of a story.</summary>
public sealed record GroupedView(string Article, double? Similarity, double? Threshold, IReadOnlyList<string> Words);

/// <summary>One line of a poll's progress: the first says how many visits there will be, then one a visit, then the summary.</summary>
internal sealed record PollLine
{
    public int? Wanted { get; init; }

    public PollReportView? Report { get; init; }

    public PollSummaryView? Summary { get; init; }

    public string? Failure { get; init; }
}

/// <summary>A finished visit.</summary>
internal sealed record PollReportView(
    string Feed, string Outcome, string? Error, int EntriesRead, int Added, int Revised, long Milliseconds)
{
    public static PollReportView Of(PollReport report) => new(
        report.FeedId.Value, report.Outcome, report.Error, report.EntriesRead, report.Added, report.Revised, (long)report.Duration.TotalMilliseconds);
}

/// <summary>What a poll came to.</summary>
internal sealed record PollSummaryView
{
    public required int Visited { get; init; }

    public required int Read { get; init; }

    public required int NotModified { get; init; }

    public required int Failed { get; init; }

    public required int Added { get; init; }

    public required int Revised { get; init; }

    /// <summary>Feeds that were not visited, and why.</summary>
    public required IReadOnlyDictionary<string, string> Skipped { get; init; }

    /// <summary>Feeds that failed, and why.</summary>
    public required IReadOnlyDictionary<string, string> Failures { get; init; }

    public static PollSummaryView Of(PollSummary summary) => new()
    {
        Visited = summary.Reports.Count,
        Read = summary.Reports.Count(report => report.Outcome == "ok"),
        NotModified = summary.Reports.Count(report => report.Outcome == "not-modified"),
        Failed = summary.Reports.Count(report => report.Error is not null),
        Added = summary.Reports.Sum(report => report.Added),
        Revised = summary.Reports.Sum(report => report.Revised),
        Skipped = summary.Skipped.ToDictionary(skip => skip.Key.Value, skip => skip.Value),
        Failures = summary.Reports
            .Where(report => report.Error is not null)
            .ToDictionary(report => report.FeedId.Value, report => $"{report.Outcome}: {report.Error}"),
    };
}

/// <summary>What went wrong, over the socket.</summary>
internal sealed record FailureView(string Message, int ExitCode);

/// <summary>How views become JSON: on the socket, and with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(IReadOnlyList<StoryView>))]
[JsonSerializable(typeof(PollLine))]
[JsonSerializable(typeof(BackupReceipt))]
[JsonSerializable(typeof(RestoreView))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(EditView))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(ComparisonView))]
[JsonSerializable(typeof(WithheldView))]
[JsonSerializable(typeof(IReadOnlyList<ProposalView>))]
[JsonSerializable(typeof(IReadOnlyList<KeyView>))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(RevokedKeyView))]
[JsonSerializable(typeof(FailureView))]
internal sealed partial class ViewJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page
    };

    /// <summary>For people and scripts: indented, letters as letters.</summary>
    public static ViewJson Printed { get; } = new(new JsonSerializerOptions(Readable));
}

/// <summary>What <c>restore</c> did.</summary>
internal sealed record RestoreView(BackupReceipt Backup, string DataPath, string? MovedAside);
