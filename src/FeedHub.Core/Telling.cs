namespace FeedHub;

/// <summary>An article of a live story, as ranking sees it.</summary>
public sealed record Telling
{
    /// <summary>The article's key.</summary>
    public required string ArticleKey { get; init; }

    /// <summary>When it tells: min(published, first seen), UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The feeds that carry it and when each gave evidence; the first carried it first. Without those that give none.</summary>
    public required IReadOnlyList<(FeedId Feed, DateTimeOffset At)> Sources { get; init; }

    /// <summary>The feed that represents it.</summary>
    public required FeedId LeadFeed { get; init; }

    /// <summary>How like its story it was when it joined; null: it founded it.</summary>
    public double? Similarity { get; init; }

    /// <summary>It came when the story was over and is no evidence.</summary>
    public bool IsLate { get; init; }

    /// <summary>The most comments that a source claims; null: none says.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>Feeds of which an entry links to it, and when.</summary>
    public IReadOnlyList<(FeedId Feed, DateTimeOffset At)> LinkedBy { get; init; } = [];

    /// <summary>The publication that its link leads to; null: it has no link.</summary>
    public string? LinkPublication { get; init; }

    /// <summary>Characters of its short text, as plain text.</summary>
    public int SummaryLength { get; init; }

    /// <summary>It names an author or shows a picture.</summary>
    public bool HasFace { get; init; }

    /// <summary>Words of its title.</summary>
    public int TitleWordCount { get; init; }
}
