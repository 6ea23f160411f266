namespace FeedHub;

/// <summary>What an event changed about the stories.</summary>
public abstract record StoryChange
{
    private StoryChange(string storyId) => StoryId = storyId;

    /// <summary>The story, an absolute IRI that never changes.</summary>
    public string StoryId { get; }

    /// <summary>An article that is like no live story founded one.</summary>
    public sealed record Founded(string Story, StoryMember Member) : StoryChange(Story);

    /// <summary>An article tells of the story too.</summary>
    public sealed record Joined(string Story, StoryMember Member) : StoryChange(Story);

    /// <summary>The story takes in all members of the lost one, whose id stands for it from now on.</summary>
    public sealed record Merged(string Story, string LostId) : StoryChange(Story);

    /// <summary>An article left the story, which was never listed or is told so by the operator; a story without members is gone.</summary>
    public sealed record Left(string Story, string ArticleKey) : StoryChange(Story);

    /// <summary>The story gathers no more.</summary>
    public sealed record Closed(string Story) : StoryChange(Story);
}

/// <summary>An article of a story, and why it is one.</summary>
public sealed record StoryMember
{
    /// <summary>The article's key.</summary>
    public required string ArticleKey { get; init; }

    /// <summary>When it tells: min(published, first seen), UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How like the story it was when it joined, from 0 to 1; null: it founded it, or the operator put it here.</summary>
    public double? Similarity { get; init; }

    /// <summary>What it needed to be; null with <see cref="Similarity"/>.</summary>
    public double? Threshold { get; init; }

    /// <summary>The words that they share, the heaviest first, at most five.</summary>
    public IReadOnlyList<string> Words { get; init => field = value ?? []; } = [];

    /// <summary>It came when the story was over: the same event, but no evidence that people care now.</summary>
    public bool IsLate { get; init; }
}
