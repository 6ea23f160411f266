using FeedHub.Configuration;
using FeedHub.Pipelines;
using FeedHub.Scheduling;
using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary>What the merged feed would gain and lose by another list.</summary>
internal sealed record ComparisonView
{
    private static readonly TimeSpan Days = TimeSpan.FromDays(7);

    /// <summary>Articles of the last seven days that either list could publish.</summary>
    public required int ArticleCount { get; init; }

    /// <summary>Feeds that only the list at hand has.</summary>
    public required IReadOnlyList<string> FeedsGained { get; init; }

    /// <summary>Those of them of which nothing was read yet: what they bring is not known.</summary>
    public required IReadOnlyList<string> FeedsUnknown { get; init; }

    /// <summary>Feeds that only the other list has.</summary>
    public required IReadOnlyList<string> FeedsLost { get; init; }

    public required IReadOnlyList<ArticleView> Gained { get; init; }

    public required IReadOnlyList<ArticleView> Lost { get; init; }

    public static async Task<ComparisonView> OfAsync(
        IFeedStore store, string path, string otherPath, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var list = await LoadAsync(path, cancellationToken);
        var other = await LoadAsync(otherPath, cancellationToken);
        var (count, differences) = await CompareLists.RunAsync(store, list, other, now - Days, cancellationToken);
        var read = (await store.ReadFeedsAsync(cancellationToken)).Where(state => state.FirstVisitAt is not null).Select(state => state.Id).ToHashSet();
        var (ours, theirs) = (list.Feeds.Select(feed => feed.Id).ToHashSet(), other.Feeds.Select(feed => feed.Id).ToHashSet());
        return new ComparisonView
        {
            ArticleCount = count,
            FeedsGained = [.. ours.Except(theirs).Select(feed => feed.Value)],
            FeedsUnknown = [.. ours.Except(theirs).Except(read).Select(feed => feed.Value)],
            FeedsLost = [.. theirs.Except(ours).Select(feed => feed.Value)],
            Gained = [.. differences.Where(one => one.IsGained).Select(View)],
            Lost = [.. differences.Where(one => !one.IsGained).Select(View)],
        };
    }

    private static ArticleView View(ListDifference one) =>
        new(one.Led.Lead.FeedId.Value, one.Led.Lead.Title, one.Led.Lead.Link, one.Led.Article.FirstSeenAt, one.Because);

    private static async Task<FeedList> LoadAsync(string path, CancellationToken cancellationToken) =>
        await new FeedListFile(path, CronSchedule.MistakeIn).LoadAsync(cancellationToken) switch
        {
            FeedListResult.Valid valid => valid.List,
            FeedListResult.Invalid invalid => throw new HubException(ExitCode.NotWell, [.. invalid.Mistakes.Select(mistake => mistake.In(path))]),
            _ => throw new InvalidOperationException(),
        };
}

/// <summary>An article that is published, or withheld, and why.</summary>
internal sealed record ArticleView(string Feed, string Title, string? Link, DateTimeOffset FirstSeenAt, string Because);
