namespace FeedHub;

/// <summary>
/// What several articles tell of. A story of one article that was never listed is implied by the article and not stored; all others are kept
/// for good, so that every id that was ever seen leads somewhere.
/// </summary>
public sealed record Story
{
    /// <summary><c>urn:uuid:</c> of version 5 over its founding article's id; it never changes (CONTRACT, Identity).</summary>
    public required string Id { get; init; }

    /// <summary>Its articles in the order in which they came, the founding one first; empty once it was taken into another.</summary>
    public required IReadOnlyList<StoryMember> Members { get; init => field = value ?? []; } = [];

    /// <summary>The story that took it in; null: it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>How many stories it took in.</summary>
    public int MergeCount { get; init; }

    /// <summary>First listing on any list, a moment that never moves; null: never.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>The article that represents it; null: not decided yet, so the founding one.</summary>
    public string? LeadKey { get; init; }

    /// <summary>Why that one, in words, the weightiest reason first.</summary>
    public IReadOnlyList<string> LeadReasons { get; init => field = value ?? []; } = [];

    /// <summary>What its item shows, frozen until it is updated (CONTRACT, Updated); null: it was never listed.</summary>
    public FrozenItem? Shown { get; init; }

    /// <summary>The last moment at which one of its articles told.</summary>
    public DateTimeOffset LastAt => Members.Count == 0 ? DateTimeOffset.UnixEpoch : Members.Max(member => member.At);
}

/// <summary>An item as it is published until its next update.</summary>
public sealed record FrozenItem
{
    /// <summary>The item.</summary>
    public required PublishedItem Item { get; init; }

    /// <summary>The article that led when it was frozen.</summary>
    public required string LeadKey { get; init; }

    /// <summary>The last material change of the lead's text that is in it.</summary>
    public required DateTimeOffset TextAt { get; init; }

    /// <summary>Publications that told the story then.</summary>
    public required int Coverage { get; init; }

    /// <summary>Stories taken in by then.</summary>
    public required int MergeCount { get; init; }
}
