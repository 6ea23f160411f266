namespace FeedHub;

/// <summary>The votes for one story, and who has voted.</summary>
public sealed record StoryBallot
{
    /// <summary>Marks that are remembered; a story that is full counts no more votes.</summary>
    public const int MaxMarkCount = 10_000;

    /// <summary>The story.</summary>
    public required string StoryId { get; init; }

    /// <summary>Votes that count.</summary>
    public int Count { get; init; }

    /// <summary>Their sum.</summary>
    public int Sum { get; init; }

    /// <summary>The marks of those votes.</summary>
    public IReadOnlyList<string> Marks { get; init => field = value ?? []; } = [];

    /// <summary>What pages show of it; null: nobody has voted.</summary>
    public StoryRating? Rating => Count == 0 ? null : new StoryRating(StoryId, Count, Sum);

    /// <summary>The ballot with one more vote; the same one where it does not count.</summary>
    public StoryBallot With(StoryVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return vote.Stars is < StoryRating.Min or > StoryRating.Max
            || Marks.Count + vote.Marks.Count > MaxMarkCount
            || vote.Marks.Any(mark => Marks.Contains(mark, StringComparer.Ordinal))
            ? this
            : this with { Count = Count + 1, Sum = Sum + vote.Stars, Marks = [.. Marks, .. vote.Marks] };
    }

    /// <summary>The ballot with all votes for a story that this one took in. Their marks tell of that story only, and are not needed any more.</summary>
    public StoryBallot WithAll(StoryBallot lost)
    {
        ArgumentNullException.ThrowIfNull(lost);
        return this with { Count = Count + lost.Count, Sum = Sum + lost.Sum };
    }
}
