namespace FeedHub;

/// <summary>
/// One item of one feed, normalized and safe to show. Instants are UTC in whole milliseconds; markup has passed the sanitizer; text
/// holds no character that XML 1.0 forbids.
/// </summary>
public sealed record Entry
{
    /// <summary>The feed that it was read from.</summary>
    public required FeedId FeedId { get; init; }

    /// <summary>Its name within that feed.</summary>
    public required EntryKey Key { get; init; }

    /// <summary>RSS guid, Atom id, JSON Feed id, as the publisher wrote it; null: none, or one over 1 KiB.</summary>
    public string? Guid { get; init; }

    /// <summary>RSS link, Atom's alternate link, JSON Feed url: absolute http or https; null: none that is safe.</summary>
    public string? Link { get; init; }

    /// <summary>The same for comparing: without scheme, tracking parameters, trailing slash and fragment; null with <see cref="Link"/>.</summary>
    public string? CanonicalLink { get; init; }

    /// <summary>RSS and Atom title, JSON Feed title, as plain text of at most 500 characters; never empty.</summary>
    public required string Title { get; init; }

    /// <summary>RSS description, Atom summary, JSON Feed summary, as safe HTML; null: none.</summary>
    public string? Summary { get; init; }

    /// <summary>content:encoded, Atom content, JSON Feed content, as safe HTML of at most 256 KiB; null: none.</summary>
    public string? Content { get; init; }

    /// <summary>RSS author and dc:creator, Atom author, JSON Feed authors.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>RSS pubDate, Atom published, JSON Feed date_published; null: none that is plausible.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>dc:date, Atom updated, JSON Feed date_modified; null: none that is plausible.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>RSS category, dc:subject, Atom category, JSON Feed tags; at most 50.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>RSS enclosure, Atom link rel=enclosure, JSON Feed attachments; at most 20.</summary>
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>RSS comments, Atom link rel=replies: absolute http or https; null: none.</summary>
    public string? CommentsUrl { get; init; }

    /// <summary>slash:comments, thr:total, from 0 to 1,000,000, as the publisher claims; null: silent.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>xml:lang, dc:language, JSON Feed language, as a BCP 47 tag; null: not said.</summary>
    public string? Language { get; init; }

    /// <summary>media:thumbnail, itunes:image, JSON Feed image: absolute http or https; null: none.</summary>
    public string? Image { get; init; }

    /// <summary>Atom rights, dc:rights, as plain text; null: none.</summary>
    public string? Rights { get; init; }

    /// <summary>Atom source, RSS source: the feed that its own feed took it from; null: none is named.</summary>
    public EntryOrigin? Origin { get; init; }

    /// <summary>When FeedHub first met it; never moves.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>The last material change, else <see cref="FirstSeenAt"/>.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>SHA-256 over all that the document said of it, in hex: equal hash, equal entry.</summary>
    public required string SourceHash { get; init; }

    /// <summary>The <see cref="Article.Id"/> of the article that it is a text of; null only before that is decided.</summary>
    public string? ArticleId { get; init; }

    /// <summary>The key of that article; null only before that is decided.</summary>
    public string? ArticleKey { get; init; }

    /// <summary>Retention took its texts; identity, first sight and article are remembered for good.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>
    /// Not an entry of its own: the entry of that key came under this one too, when all items of its feed came under new keys (F-47). Null: an
    /// entry.
    /// </summary>
    public EntryKey? SameAs { get; init; }
}

/// <summary>The feed that an aggregated item was taken from, as its publisher names it (RFC 4287, 4.2.11; RSS 2.0, source).</summary>
/// <param name="Id">Its Atom id, an absolute IRI; null: none.</param>
/// <param name="Title">Plain text; null: none.</param>
/// <param name="FeedUrl">The feed itself: absolute http or https; null: none.</param>
/// <param name="SiteUrl">Its site: absolute http or https; null: none.</param>
/// <param name="UpdatedAt">Its moment of change; null: not said.</param>
/// <param name="Author">Its first author; null: none.</param>
/// <param name="Rights">Plain text; null: none.</param>
public sealed record EntryOrigin(
    string? Id, string? Title, string? FeedUrl, string? SiteUrl, DateTimeOffset? UpdatedAt, string? Author, string? Rights);
