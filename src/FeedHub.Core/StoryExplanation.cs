namespace FeedHub;

/// <summary>Why a story stands where it does, as of an edition: parts that sum to a score, and one plain sentence.</summary>
public sealed record StoryExplanation
{
    /// <summary>The story.</summary>
    public required string StoryId { get; init; }

    /// <summary>Its place on the front page, from 1; null: it does not stand there.</summary>
    public int? Rank { get; init; }

    /// <summary>The moment to which ages and points belong.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>In this time evidence loses half its points.</summary>
    public required TimeSpan HalfLife { get; init; }

    /// <summary>The sum of the points of all parts, times all multipliers.</summary>
    public required double Score { get; init; }

    /// <summary>The evidence with its points.</summary>
    public required IReadOnlyList<ScorePart> Parts { get; init; }

    /// <summary>What is left of the sum where one publication tells the story alone; else 1.</summary>
    public required double SingleSource { get; init; }

    /// <summary>What is left of it for the stories above it that the same publication leads; else 1.</summary>
    public required double Diversity { get; init; }

    /// <summary>How many those are.</summary>
    public required int Above { get; init; }

    /// <summary>It keeps its seat only because it had it.</summary>
    public required bool IsKept { get; init; }

    /// <summary>The operator put it there.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Text { get; init; }
}

/// <summary>A piece of evidence with what it gives.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Points">Its amount, faded to the moment.</param>
public sealed record ScorePart(Evidence Evidence, double Points);
