namespace FeedHub;

/// <summary>
/// An item whose identity, links and dates are settled, while its texts are still as the publisher wrote them. Most drafts turn out to be
/// duplicates; only new and changed ones are worth the cost of making their markup safe.
/// </summary>
public sealed record EntryDraft
{
    /// <summary>The feed that it was read from.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>Its key on the feed's step of the ladder, or further down where an older item of the document has that one.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>
    /// The further keys that it has from the feed's step downward: where items of the feed share keys, it may be stored under one of them. The
    /// last one is never shared.
    /// </summary>
    public IEnumerable<EntryKey> OtherKeys { get; init; } = [];

    /// <summary>Keys of steps that the feed has left: an entry stored under one of them keeps it.</summary>
    public IReadOnlyList<EntryKey> EarlierKeys { get; init; } = [];

    /// <summary>The item as it was read.</summary>
    public required ParsedEntry Parsed { get; init; }

    /// <summary>Absolute http or https; null: none that is safe.</summary>
    public string? Link { get; init; }

    /// <summary>As <see cref="Entry.CanonicalLink"/>.</summary>
    public string? CanonicalLink { get; init; }

    /// <summary>As <see cref="Entry.Title"/>.</summary>
    public required string Title { get; init; }

    /// <summary>As <see cref="Entry.PublishedAt"/>.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>As <see cref="Entry.UpdatedAt"/>.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>As <see cref="Entry.SourceHash"/>.</summary>
    public required string SourceHash { get; init; }

    /// <summary>Of publication, else of change; null: undated.</summary>
    public DateTimeOffset? Date => PublishedAt ?? UpdatedAt;
}

/// <summary>The drafts of one document.</summary>
/// <param name="Drafts">In document order, each key once.</param>
/// <param name="KeyStep">The step on which the feed's entries find their keys from now on.</param>
public sealed record DraftedFeed(IReadOnlyList<EntryDraft> Drafts, EntryKeyStep KeyStep)
{
    /// <summary>Items that are not one share a key, so that some are named further down on their ladder.</summary>
    public bool SharesKeys { get; init; }

    /// <summary>The publisher gives ids, but more than 5 % of them are empty or repeated (BAD-50).</summary>
    public bool HasUnstableGuids { get; init; }
}
