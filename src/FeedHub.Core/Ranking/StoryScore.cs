namespace FeedHub.Ranking;

/// <summary>
/// What the evidence for a story is worth. Kept as a logarithm that no time changes: comparing it is comparing the scores at any moment, since
/// all of them fade alike.
/// </summary>
public static class StoryScore
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The binary logarithm of the sum of the evidence, as of a fixed moment in the past; null: there is none.</summary>
    public static double? LogOf(IReadOnlyList<Evidence> evidence, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        if (evidence.Count == 0)
        {
            return null;
        }

        // The sum of powers around the greatest, which neither overflows nor vanishes.
        var logs = evidence.Select(one => Math.Log2(one.Amount) + ((one.At - Epoch) / options.HalfLife)).ToList();
        var greatest = logs.Max();
        return greatest + Math.Log2(logs.Sum(log => Math.Pow(2, log - greatest))) + Math.Log2(ShareOf(evidence, options));
    }

    /// <summary>The logarithm of a story that has this score at a moment.</summary>
    public static double LogAt(double score, DateTimeOffset now, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Math.Log2(score) + ((now - Epoch) / options.HalfLife);
    }

    /// <summary>The score at a moment.</summary>
    public static double At(double log, DateTimeOffset now, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Math.Pow(2, log - ((now - Epoch) / options.HalfLife));
    }

    /// <summary>What one piece of evidence gives of the score at a moment.</summary>
    public static double PointsOf(Evidence evidence, DateTimeOffset now, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        var halfLives = Math.Max(0, (now - evidence.At) / options.HalfLife); // after the clock went back, what is ahead has not faded
        return evidence.Amount * Math.Pow(2, -halfLives);
    }

    /// <summary>What is left of the score: 1, or less where one publication tells the story alone and nobody answers.</summary>
    public static double ShareOf(IReadOnlyList<Evidence> evidence, RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        return IsSingle(evidence) && evidence.Where(one => one.Kind != EvidenceKind.Publication).Sum(one => one.Amount) < 1 ? options.SingleShare : 1;
    }

    /// <summary>Whether one publication tells the story alone.</summary>
    public static bool IsSingle(IReadOnlyList<Evidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Count(one => one.Kind == EvidenceKind.Publication) <= 1;
    }
}
