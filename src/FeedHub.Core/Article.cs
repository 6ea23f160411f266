namespace FeedHub;

/// <summary>One text wherever it appears: the entries of one or more feeds that carry it. <c>/latest</c> lists articles.</summary>
public sealed record Article
{
    /// <summary>
    /// The id in every output, an absolute IRI that never changes: the publisher's where it is one that no other article holds, else
    /// <c>urn:uuid:</c> of version 5 over feed id and entry key (CONTRACT, Identity).
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What further entries are matched by: the canonical link, with a suffix where several articles share one.</summary>
    public required string Key { get; init; }

    /// <summary>The entries that carry it, the one that represents it first; never empty.</summary>
    public required IReadOnlyList<ArticleSource> Sources { get; init; }

    /// <summary>First sight of the founding entry.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>min(published, else updated; first seen) of the founding entry: its place among those first seen together.</summary>
    public required DateTimeOffset DatedAt { get; init; }

    /// <summary>False: it came as backfill of a feed that joined later, and <c>/latest</c> leaves it out.</summary>
    public bool InLatest { get; init; } = true;

    /// <summary>When another source became its representative, which readers are told as a change; null: the first still is.</summary>
    public DateTimeOffset? LedSince { get; init; }

    /// <summary>The most comments that a source has ever claimed, which is evidence and not shown; null: none said.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>Whether the entry represents it.</summary>
    public bool IsLedBy(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Sources[0].FeedId == entry.FeedId && Sources[0].Key == entry.Key;
    }
}

/// <summary>One entry that carries an article.</summary>
public sealed record ArticleSource
{
    /// <summary>The feed.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>The entry's key in it.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>The entry's link, fragment included; null: none.</summary>
    public string? Link { get; init; }

    /// <summary>The entry's title when it came.</summary>
    public required string Title { get; init; }

    /// <summary>By what it was found to be the same text: <c>link</c>, <c>title</c>; null: it founded the article.</summary>
    public string? MatchedBy { get; init; }

    /// <summary>
    /// When it gave evidence that the article matters: min(published, first seen). Null: it gives none, being older than 72 hours at first
    /// sight, or undated in a feed's first document.
    /// </summary>
    public DateTimeOffset? EvidenceAt { get; init; }
}

/// <summary>An article with the entry that represents it.</summary>
public sealed record LedArticle(Article Article, Entry Lead);
