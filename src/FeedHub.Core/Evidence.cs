namespace FeedHub;

/// <summary>What speaks for a story. All evidence halves with every half-life, so that the order changes with news and not with the clock.</summary>
public sealed record Evidence
{
    /// <summary>What kind it is of.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>The publication that gives it; one of each kind a publication.</summary>
    public required string Publication { get; init; }

    /// <summary>The feed that gives it.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>The article that it stands in, or that it is about.</summary>
    public required string ArticleKey { get; init; }

    /// <summary>What it is worth when it is fresh; above 0.</summary>
    public required double Amount { get; init; }

    /// <summary>From when on it fades.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The same text as another that counts already, so that it counts half.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Comments, as the source counts them; null: of another kind.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>What the feed's articles usually have; null: of another kind.</summary>
    public double? TypicalComments { get; init; }
}

/// <summary>The kinds of evidence.</summary>
public enum EvidenceKind
{
    /// <summary>A publication tells the story.</summary>
    Publication,

    /// <summary>Readers talk about it more than is usual there.</summary>
    Engagement,

    /// <summary>A publication that does not tell it links to an article that does.</summary>
    Link,
}
