namespace FeedHub;

/// <summary>A feed and all that is known of it between two visits. Kept for good, also after the feed has left the list.</summary>
public sealed record FeedState
{
    /// <summary>The feed's identity.</summary>
    public required FeedId Id { get; init; }

    /// <summary>The address that the list names.</summary>
    public required Uri Url { get; init; }

    /// <summary>The feed stands in the list and is not paused there.</summary>
    public required bool IsFollowed { get; init; }

    /// <summary>The next visit is at or after this moment.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Why then, in words for the operator.</summary>
    public required string DueReason { get; init; }

    /// <summary>The shortest time between two visits by schedule (CONTRACT, Intervals).</summary>
    public required TimeSpan Floor { get; init; }

    /// <summary>When the last visit ended, its request being sent before; where a claim is out, when it will have been sent; null: never.</summary>
    public DateTimeOffset? LastRequestAt { get; init; }

    /// <summary>When a visit was first committed; null: never, so all its entries are new together.</summary>
    public DateTimeOffset? FirstVisitAt { get; init; }

    /// <summary>When a document was last read or found unchanged; null: never.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>How the last visit ended: <c>ok</c>, <c>not-modified</c>, or the code of a failure; null: never visited.</summary>
    public string? LastOutcome { get; init; }

    /// <summary>One sentence on the last failure; null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int FailureCount { get; init; }

    /// <summary>The first failure since the last success; null: it is well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The origin asked for rest until then (Retry-After); null: it did not.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>410 was answered: no more visits until the operator resumes them.</summary>
    public bool IsGone { get; init; }

    /// <summary>What to send with the next conditional GET; null: the next one is unconditional.</summary>
    public Validators? Validators { get; init; }

    /// <summary>SHA-256 of the last body that was read and stored, in hex; null: none.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The <c>FeedReader.Version</c> that read that body: a newer reader asks once without validators (PP-4).</summary>
    public int ReaderVersion { get; init; }

    /// <summary>How this feed's entries find their keys; only ever steps down.</summary>
    public EntryKeyStep KeyStep { get; init; }

    /// <summary>What the feed says of itself; null: never read.</summary>
    public FeedProfile? Profile { get; init; }

    /// <summary>Entries ever stored.</summary>
    public int EntryCount { get; init; }

    /// <summary>Visits ever made, and how many of them were answered 304.</summary>
    public int VisitCount { get; init; }

    /// <summary>Visits answered 304.</summary>
    public int NotModifiedCount { get; init; }

    /// <summary>Whether the schedule may visit it at all.</summary>
    public bool IsPollable => IsFollowed && !IsGone;

    /// <summary>The origin that answers for it.</summary>
    public string Origin => FeedSource.OriginOf(Url);
}

/// <summary>What a feed document last said of the feed itself, as plain text and safe addresses.</summary>
public sealed record FeedProfile
{
    /// <summary>The format of the document.</summary>
    public required FeedFormat Format { get; init; }

    /// <summary>Its title; null: none.</summary>
    public string? Title { get; init; }

    /// <summary>Its site; null: none.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>Its Atom id, where that is an absolute IRI; null: none.</summary>
    public string? AtomId { get; init; }

    /// <summary>Its language; null: not said.</summary>
    public string? Language { get; init; }

    /// <summary>Its authors, who stand for entries that name none.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>Its rights; null: not said.</summary>
    public string? Rights { get; init; }

    /// <summary>What the reader had to mend, each once.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];
}
