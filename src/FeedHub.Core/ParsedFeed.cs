namespace FeedHub;

/// <summary>
/// What one feed document says, with nothing invented: what the document lacks is null or empty. Markup is as the publisher wrote it and
/// not safe to show; links are resolved against xml:base and the document's address.
/// </summary>
public sealed record ParsedFeed
{
    /// <summary>The format, by the root element and its version.</summary>
    public required FeedFormat Format { get; init; }

    /// <summary>The effective encoding as a WHATWG label in lower case, such as <c>utf-8</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>What had to be mended to read the document, each once; empty for a well-formed one.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    /// <summary>The document broke off where an entry may have stood: nothing may be inferred from a missing one.</summary>
    public bool IsPartial { get; init; }

    /// <summary>RSS title, Atom title, JSON Feed title.</summary>
    public ParsedText? Title { get; init; }

    /// <summary>RSS description, Atom subtitle (0.3: tagline), JSON Feed description.</summary>
    public ParsedText? Description { get; init; }

    /// <summary>The address of the site: RSS link, Atom's alternate link, JSON Feed home_page_url.</summary>
    public string? Link { get; init; }

    /// <summary>Atom id; RSS 1.0 rdf:about; JSON Feed feed_url.</summary>
    public string? Id { get; init; }

    /// <summary>RSS language, dc:language, xml:lang, JSON Feed language.</summary>
    public string? Language { get; init; }

    /// <summary>RSS lastBuildDate, Atom updated, dc:date.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>RSS pubDate.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Authors of the whole: Atom author, RSS managingEditor, dc:creator, JSON Feed authors.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>Atom contributor, dc:contributor.</summary>
    public IReadOnlyList<Person> Contributors { get; init; } = [];

    /// <summary>dc:publisher, RSS webMaster.</summary>
    public string? Publisher { get; init; }

    /// <summary>RSS copyright, Atom rights, dc:rights; markup turned into plain text.</summary>
    public string? Rights { get; init; }

    /// <summary>The program that made the document.</summary>
    public string? Generator { get; init; }

    /// <summary>RSS image, itunes:image.</summary>
    public string? Image { get; init; }

    /// <summary>Atom icon, JSON Feed favicon.</summary>
    public string? Icon { get; init; }

    /// <summary>Atom logo, JSON Feed icon.</summary>
    public string? Logo { get; init; }

    /// <summary>Categories of the whole.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>Every link of the whole with its relation.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>RSS ttl: how long the publisher asks to keep the document; null: silent.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>RSS skipHours: the hours of the day in UTC, 0 to 23 ascending, in which the publisher asks not to be visited; empty: silent.</summary>
    public IReadOnlyList<int> SkipHours { get; init; } = [];

    /// <summary>RSS skipDays: the days of the week in UTC, from Sunday, on which the publisher asks not to be visited; empty: silent.</summary>
    public IReadOnlyList<DayOfWeek> SkipDays { get; init; } = [];

    /// <summary>itunes:block said yes: the publisher asks directories not to list the whole.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>The entries in document order.</summary>
    public IReadOnlyList<ParsedEntry> Entries { get; init; } = [];
}

/// <summary>One item of a feed document, as it says.</summary>
public sealed record ParsedEntry
{
    /// <summary>RSS guid, Atom id, rdf:about, JSON Feed id; never derived.</summary>
    public string? Id { get; init; }

    /// <summary>The article's own address: RSS link or permalink guid, Atom's alternate link, JSON Feed url or external_url; resolved.</summary>
    public string? Link { get; init; }

    /// <summary>RSS and Atom title, JSON Feed title.</summary>
    public ParsedText? Title { get; init; }

    /// <summary>The short text: RSS description, Atom summary, JSON Feed summary; null where the document has only the full one.</summary>
    public ParsedText? Summary { get; init; }

    /// <summary>The full text: content:encoded, Atom content, JSON Feed content_html or content_text.</summary>
    public ParsedText? Content { get; init; }

    /// <summary>Atom content's <c>src</c>, where the text itself is elsewhere.</summary>
    public string? ContentSource { get; init; }

    /// <summary>RSS author, dc:creator, Atom author, itunes:author, JSON Feed authors.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>Atom contributor, dc:contributor.</summary>
    public IReadOnlyList<Person> Contributors { get; init; } = [];

    /// <summary>dc:publisher.</summary>
    public string? Publisher { get; init; }

    /// <summary>Atom rights, dc:rights; markup turned into plain text.</summary>
    public string? Rights { get; init; }

    /// <summary>xml:lang, dc:language, JSON Feed language.</summary>
    public string? Language { get; init; }

    /// <summary>RSS pubDate, Atom published (0.3: issued), dcterms:issued, JSON Feed date_published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Atom updated (0.3: modified), dc:date, dcterms:modified, JSON Feed date_modified.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Atom 0.3 created, dcterms:created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>RSS 0.93 expirationDate, dcterms:valid.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>RSS category, dc:subject, Atom category, JSON Feed tags.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>RSS enclosure, Atom link rel=enclosure, media:content, JSON Feed attachments.</summary>
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>RSS comments, Atom link rel=replies of a page.</summary>
    public string? CommentsUrl { get; init; }

    /// <summary>slash:comments, thr:total; as the publisher claims; null: silent.</summary>
    public int? CommentsCount { get; init; }

    /// <summary>wfw:commentRss, Atom link rel=replies of a feed.</summary>
    public string? CommentsFeed { get; init; }

    /// <summary>Every link of the item with its relation.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>media:thumbnail, itunes:image, JSON Feed image or banner_image.</summary>
    public string? Image { get; init; }

    /// <summary>creativeCommons:license, cc:license, dcterms:license, Atom link rel=license.</summary>
    public string? License { get; init; }

    /// <summary>app:draft said yes: the publisher does not want it out (RFC 5023, 13.1.1).</summary>
    public bool IsDraft { get; init; }

    /// <summary>itunes:block said yes: the publisher asks directories not to list the item.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Atom source, RSS source: the feed that the item was taken from; null: this feed's own.</summary>
    public ParsedSource? Source { get; init; }
}

/// <summary>The feed that an aggregated item was taken from.</summary>
public sealed record ParsedSource
{
    /// <summary>Its title as plain text or markup.</summary>
    public ParsedText? Title { get; init; }

    /// <summary>Its alternate link; RSS source's <c>url</c>.</summary>
    public string? Link { get; init; }

    /// <summary>Its Atom id.</summary>
    public string? Id { get; init; }

    /// <summary>Its moment of change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Its authors.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>Its rights, as plain text.</summary>
    public string? Rights { get; init; }

    /// <summary>Its subtitle.</summary>
    public ParsedText? Subtitle { get; init; }

    /// <summary>Its links.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Its categories.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];
}

/// <summary>A text and how it is to be understood, decided once by the reader.</summary>
/// <param name="Value">The characters, decoded exactly once; markup where <paramref name="IsHtml"/>.</param>
/// <param name="IsHtml">True: HTML (or serialized XHTML); false: plain text, to be shown literally.</param>
/// <param name="BaseUrl">What relative references in markup resolve against: xml:base, Content-Location or the document's address; http or
/// https; null: unknown, or plain text.</param>
public sealed record ParsedText(string Value, bool IsHtml, string? BaseUrl = null);

/// <summary>A person as feeds name one; every part may be null, not all.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Email">The mail address.</param>
/// <param name="Uri">An absolute address.</param>
public sealed record Person(string? Name, string? Email, string? Uri);

/// <summary>A category or tag.</summary>
/// <param name="Term">The term itself.</param>
/// <param name="Scheme">The vocabulary it belongs to: Atom scheme, RSS domain; null: none.</param>
/// <param name="Label">The text for people, where it differs; null: the term.</param>
public sealed record Category(string Term, string? Scheme, string? Label);

/// <summary>Media attached to an entry.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="Type">The media type; null: not said.</param>
/// <param name="LengthBytes">The size; null: not said or not a number.</param>
public sealed record Enclosure(string Url, string? Type, long? LengthBytes);

/// <summary>A link with its relation (RFC 8288).</summary>
public sealed record Link(string? Rel, string? Type, string Href, string? Title, string? HrefLang, string? Length);
