using FeedHub.Polling;
using FeedHub.Rendering;

namespace FeedHub.Serving.Pages;

/// <summary>A feed as pages show it.</summary>
public sealed record PageFeed
{
    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Its blog; null: not said, or never read.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>The feed itself.</summary>
    public required string FeedUrl { get; init; }

    /// <summary>How it lives.</summary>
    public required FeedLife Life { get; init; }

    /// <summary>The first failure since the last success; null: it is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The last visit; null: never.</summary>
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>Entries ever read.</summary>
    public int EntryCount { get; init; }

    /// <summary>Whether it is read as it should be.</summary>
    public bool IsWell => Life is FeedLife.Active or FeedLife.Moved;

    /// <summary>Whether something is wrong with it.</summary>
    public bool IsUnwell => !IsWell && Life is not (FeedLife.New or FeedLife.Paused);

    /// <summary>How it lives, in words for people who have no use for codes.</summary>
    public string Health => Life switch
    {
        FeedLife.New => "Not visited yet",
        FeedLife.Active => "Well",
        FeedLife.Moved => "Well, at a new address",
        FeedLife.Slow => "Does not answer as it should; we ask again less often",
        FeedLife.Failing => "Has not answered for two weeks; asked once a day",
        FeedLife.Dead => "Has not answered for three months; asked once a week",
        FeedLife.Gone => "Gone: its server says that it is no more",
        FeedLife.NotAFeed => "What comes is no feed",
        FeedLife.Unauthorized => "Its server does not let us in",
        FeedLife.EgressSuspect => "Could not be reached; the trouble seems to be ours",
        _ => "Paused",
    };

    /// <summary>A feed of the list.</summary>
    /// <param name="source">What the list says.</param>
    /// <param name="title">The name under which it is shown.</param>
    /// <param name="state">What is known; null: nothing yet.</param>
    /// <param name="now">The moment of the page.</param>
    internal static PageFeed Of(FeedSource source, string title, FeedState? state, DateTimeOffset now) => new()
    {
        Title = title,
        SiteUrl = state?.Profile?.SiteUrl,
        FeedUrl = ShownAddress.Of(source.Url).AbsoluteUri,
        Life = source.Paused ? FeedLife.Paused : state is null ? FeedLife.New : FeedLifeRule.Of(state, now),
        FailingSince = state?.FailingSince,
        VisitedAt = state?.LastOutcome is null ? null : state.LastRequestAt,
        EntryCount = state?.EntryCount ?? 0,
    };
}
