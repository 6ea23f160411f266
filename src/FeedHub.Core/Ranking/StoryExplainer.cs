using System.Globalization;

namespace FeedHub.Ranking;

/// <summary>Says why a story stands where it does.</summary>
public static class StoryExplainer
{
    /// <summary>The explanation as of a moment.</summary>
    /// <param name="ranked">The story.</param>
    /// <param name="rank">Its place, from 1; null: none.</param>
    /// <param name="options">The constants.</param>
    /// <param name="asOf">The moment.</param>
    public static StoryExplanation Explain(RankedStory ranked, int? rank, RankOptions options, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(options);
        var evidence = ranked.Contender.Evidence;
        ScorePart[] parts = [.. evidence.Select(one => new ScorePart(one, StoryScore.PointsOf(one, asOf, options)))];
        var single = StoryScore.ShareOf(evidence, options);
        var diversity = Math.Pow(options.DiversityShare, ranked.Above);
        return new StoryExplanation
        {
            StoryId = ranked.Contender.StoryId,
            Rank = rank,
            AsOf = asOf,
            HalfLife = options.HalfLife,
            Score = parts.Sum(part => part.Points) * single * diversity,
            Parts = parts,
            SingleSource = single,
            Diversity = diversity,
            Above = ranked.Above,
            IsKept = ranked.IsKept,
            IsPinned = ranked.Contender.Pin is not null,
            Text = Sentence(ranked, evidence),
        };
    }

    private static string Sentence(RankedStory ranked, IReadOnlyList<Evidence> evidence)
    {
        var tellers = evidence.Where(one => one.Kind == EvidenceKind.Publication).ToList();
        List<string> parts = [];
        if (tellers.Count > 0)
        {
            var copies = tellers.Count(one => one.IsCopy);
            var span = tellers.Max(one => one.At) - tellers.Min(one => one.At);
            parts.Add((tellers.Count == 1 ? "told by 1 publication" : $"told by {tellers.Count} publications {Within(span)}")
                + (copies == 0 ? "" : copies == 1 ? " (one of them with the same text)" : $" ({copies} of them with the same text)"));
        }

        foreach (var talk in evidence.Where(one => one.Kind == EvidenceKind.Engagement).Take(1))
        {
            var times = talk.CommentsCount!.Value / talk.TypicalComments!.Value;
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{talk.CommentsCount} {(talk.CommentsCount == 1 ? "comment" : "comments")}{(times >= 1.5 ? $", {times:0.#} times what is usual there" : "")}"));
        }

        if (evidence.Count(one => one.Kind == EvidenceKind.Link) is > 0 and var links)
        {
            parts.Add(links == 1 ? "linked by 1 more blog" : $"linked by {links} more blogs");
        }

        if (ranked.Contender.Pin is not null)
        {
            parts.Insert(0, "pinned by the operator");
        }

        if (ranked.Above > 0)
        {
            parts.Add(ranked.Above == 1 ? "lower, since the same publication leads 1 story above it" : $"lower, since the same publication leads {ranked.Above} stories above it");
        }

        if (ranked.IsKept)
        {
            parts.Add("it keeps its place, since no other story is clearly better");
        }

        var text = string.Join("; ", parts);
        return $"{text[..1].ToUpperInvariant()}{text[1..]}.";
    }

    private static string Within(TimeSpan span) =>
        span < TimeSpan.FromMinutes(90) ? string.Create(CultureInfo.InvariantCulture, $"within {Math.Max(1, Math.Ceiling(span.TotalMinutes)):0} {(span <= TimeSpan.FromMinutes(1) ? "minute" : "minutes")}")
        : span < TimeSpan.FromHours(36) ? string.Create(CultureInfo.InvariantCulture, $"within {span.TotalHours:0} hours")
        : string.Create(CultureInfo.InvariantCulture, $"within {span.TotalDays:0} days");
}
