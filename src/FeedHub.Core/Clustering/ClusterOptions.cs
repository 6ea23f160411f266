namespace FeedHub.Clustering;

/// <summary>The constants of clustering. How they were found, and what did not help, stands in <c>docs/stories.md</c>.</summary>
public sealed record ClusterOptions
{
    /// <summary>How long a story waits for another article.</summary>
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long a story gathers articles as evidence.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(4);

    /// <summary>
    /// How much longer it is known again: what tells of it so late is no evidence any more, and no new story either, for readers have seen it.
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromDays(4);

    /// <summary>A story that no article joined for so long is over.</summary>
    public TimeSpan OverAfter => MaxGap + MaxDelay;

    /// <summary>No story lasts longer.</summary>
    public TimeSpan MaxLife => MaxAge + MaxDelay;

    /// <summary>Characters of a summary that count.</summary>
    public int SummaryLength { get; init; } = 400;

    /// <summary>How many stories the table of common words stands for.</summary>
    public double BackgroundStories { get; init; } = 1_000;

    /// <summary>The similarity at which an article of eight words joins.</summary>
    public double JoinAt { get; init; } = 0.23;

    /// <summary>What one that is e times as long needs more.</summary>
    public double JoinSlope { get; init; } = 0.05;

    /// <summary>What a title alone needs more, where there is a summary that says otherwise or nothing.</summary>
    public double TitleMargin { get; init; } = 0.15;

    /// <summary>What an article needs more to join where only its own publication tells so far: series and columns look alike.</summary>
    public double OwnMargin { get; init; } = 0.1;

    /// <summary>The share of a similarity that one word may give; what is beyond it does not count.</summary>
    public double MaxWordShare { get; init; } = 0.7;

    /// <summary>A story of so many articles can have a word of its own, which may give all of it.</summary>
    public int NamedCount { get; init; } = 5;

    /// <summary>The share of all articles with a word that must stand in one story, for the word to be its own.</summary>
    public double NamingShare { get; init; } = 0.55;

    /// <summary>The longest text that a word alone may bring into a story, in words.</summary>
    public double MaxNamedLength { get; init; } = 10.8;

    /// <summary>The similarity at which two stories of eight words an article are one.</summary>
    public double MergeAt { get; init; } = 0.20;

    /// <summary>What stories whose articles are e times as long need more.</summary>
    public double MergeSlope { get; init; } = 0.25;

    /// <summary>What stories of e times as many articles need more: a wrong join costs one article, a wrong merge all of them.</summary>
    public double MergeSizeSlope { get; init; } = 0.01;

    /// <summary>As <see cref="MaxWordShare"/>, between stories.</summary>
    public double MaxMergeWordShare { get; init; } = 0.45;

    /// <summary>Stories that one which has just grown is compared with.</summary>
    public int MergeCandidates { get; init; } = 8;

    /// <summary>A story of at most so many articles is taken in by a bigger one that each of them would join now.</summary>
    public int AbsorbCount { get; init; } = 4;

    /// <summary>How much less like its story a revised article may be before it leaves it.</summary>
    public double StayMargin { get; init; } = 0.08;

    /// <summary>Words that a story keeps of itself.</summary>
    public int StoryWords { get; init; } = 64;

    /// <summary>The heaviest words of an article, by which candidates are found.</summary>
    public int ProbeWords { get; init; } = 10;

    /// <summary>A word that stands in more stories than this finds none.</summary>
    public int MaxStoriesOfProbe { get; init; } = 500;

    /// <summary>Candidates that are compared in full.</summary>
    public int MaxCandidates { get; init; } = 32;
}
