namespace FeedHub.Ranking;

/// <summary>The constants of ranking; where they come from stands in <c>docs/stories.md</c>.</summary>
/// <param name="Count">How many stories make a front page.</param>
public sealed record RankOptions(int Count)
{
    /// <summary>Evidence loses half its weight in this time.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(8);

    /// <summary>What a copy of an article that counts already is worth.</summary>
    public double CopyShare { get; init; } = 0.5;

    /// <summary>What a link from a publication that does not tell the story itself is worth.</summary>
    public double LinkAmount { get; init; } = 0.7;

    /// <summary>The most that the comments on one article are worth.</summary>
    public double MaxEngagement { get; init; } = 1.5;

    /// <summary>The most that the comments on all articles of a story are worth.</summary>
    public double MaxStoryEngagement { get; init; } = 3;

    /// <summary>What is left of the score of a story that one publication tells alone, unless others talk of it or link to it.</summary>
    public double SingleShare { get; init; } = 0.35;

    /// <summary>What is left of the score of a story for each one above it that the same publication leads.</summary>
    public double DiversityShare { get; init; } = 0.7;

    /// <summary>How much better a challenger must be to take the seat of a story.</summary>
    public double Hysteresis { get; init; } = 2;

    /// <summary>How much better still one must be that a publication tells alone: most of what comes and goes is of that kind.</summary>
    public double SingleHysteresis { get; init; } = 1.5;

    /// <summary>
    /// Each of both is worth no more than being so much fresher. Where a score fades slowly, twice the score is days, and a list of blogs would
    /// not show what they write today.
    /// </summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromHours(8);

    /// <summary>
    /// A story below this score leaves, whoever wants its seat. So low that a quiet list shows what its blogs wrote in the last two or three days
    /// rather than an empty page.
    /// </summary>
    public double Floor { get; init; } = 0.002;

    /// <summary>How much a lead must be outdone to be replaced.</summary>
    public double LeadHysteresis { get; init; } = 1.25;
}
