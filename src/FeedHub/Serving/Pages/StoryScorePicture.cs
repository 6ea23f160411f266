using System.Globalization;

namespace FeedHub.Serving.Pages;

/// <summary>Why a story stands where it does, as bars that people can read.</summary>
public sealed record StoryScorePicture
{
    /// <summary>Its place, from 1; null: on no list.</summary>
    public int? Rank { get; init; }

    /// <summary>One plain sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The parts, the greatest first.</summary>
    public required IReadOnlyList<StoryScoreBar> Bars { get; init; }

    /// <summary>What multiplies their sum, with the reason in words; empty: nothing does.</summary>
    public required IReadOnlyList<(double Factor, string Reason)> Factors { get; init; }

    /// <summary>The sum of the bars.</summary>
    public required double Sum { get; init; }

    /// <summary>The score.</summary>
    public required double Score { get; init; }

    /// <summary>The moment to which it belongs.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The time in which a part loses half its points, in words.</summary>
    public required string HalfLife { get; init; }

    internal static StoryScorePicture Of(StoryExplanation why, Func<FeedId, string> titleOf)
    {
        var scale = why.Parts.Select(part => part.Evidence.Amount).DefaultIfEmpty(1).Max();
        List<(double, string)> factors = [];
        if (why.SingleSource < 1)
        {
            factors.Add((why.SingleSource, "one publication tells it alone"));
        }

        if (why.Diversity < 1)
        {
            factors.Add((why.Diversity, why.Above == 1 ? "the same publication leads one story above it" : $"the same publication leads {why.Above} stories above it"));
        }

        return new StoryScorePicture
        {
            Rank = why.Rank,
            Text = why.Text,
            Bars = [.. why.Parts.OrderByDescending(part => part.Points).Select(part => StoryScoreBar.Of(part, scale, titleOf))],
            Factors = factors,
            Sum = why.Parts.Sum(part => part.Points),
            Score = why.Score,
            AsOf = why.AsOf,
            HalfLife = why.HalfLife.TotalHours == 1 ? "hour" : string.Create(CultureInfo.InvariantCulture, $"{why.HalfLife.TotalHours:0.#} hours"),
        };
    }
}

/// <summary>One part of a score.</summary>
/// <param name="Source">The feed that gives it.</param>
/// <param name="Text">What it did, after its name.</param>
/// <param name="At">When.</param>
/// <param name="Amount">What it was worth when it was fresh.</param>
/// <param name="Points">What is left of that.</param>
/// <param name="FreshWidth">The amount, in percent of the greatest one of the story.</param>
/// <param name="Width">The points, on the same scale.</param>
public sealed record StoryScoreBar(string Source, string Text, DateTimeOffset At, double Amount, double Points, double FreshWidth, double Width)
{
    internal static StoryScoreBar Of(ScorePart part, double scale, Func<FeedId, string> titleOf)
    {
        var evidence = part.Evidence;
        return new StoryScoreBar(
            titleOf(evidence.FeedId), TextOf(evidence), evidence.At, evidence.Amount, part.Points, 100 * evidence.Amount / scale, 100 * part.Points / scale);
    }

    private static string TextOf(Evidence evidence) => evidence.Kind switch
    {
        EvidenceKind.Publication => evidence.IsCopy ? "carries the same text, which counts half" : "tells it",
        EvidenceKind.Link => "links to it",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"counts {evidence.CommentsCount:N0} {(evidence.CommentsCount == 1 ? "comment" : "comments")}, where {evidence.TypicalComments:0.#} are usual"),
    };
}
