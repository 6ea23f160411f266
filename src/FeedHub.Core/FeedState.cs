namespace FeedHub;

/// <summary>A feed and all that is known of it between two visits. Kept for good, also after the feed has left the list.</summary>
public sealed record FeedState
{
    private const int MaxEarlierCount = 3;

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

    /// <summary>A permanent redirect that is being watched, or was confirmed; null: there is none.</summary>
    public PermanentMove? Move { get; init; }

    /// <summary>Something about the feed that the operator should look at although visits succeed, one sentence; null: nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>410 was answered: no more visits until the operator resumes them.</summary>
    public bool IsGone { get; init; }

    /// <summary>When the operator paused it by a command of the running service, whatever the list says; null: he did not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>What to send with the next conditional GET; null: the next one is unconditional.</summary>
    public Validators? Validators { get; init; }

    /// <summary>Those of other addresses that redirects led to before, the latest first: they are not forgotten when a redirect ends (PP-1, PP-5).</summary>
    public IReadOnlyList<Validators> EarlierValidators { get; init => field = value ?? []; } = [];

    /// <summary>SHA-256 of the last body that was read and stored, in hex; null: none.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The <c>FeedReader.Version</c> that read that body: a newer reader asks once without validators (PP-4).</summary>
    public int ReaderVersion { get; init; }

    /// <summary>When a whole document last came instead of a 304 (PP-23); null: never.</summary>
    public DateTimeOffset? LastDocumentAt { get; init; }

    /// <summary>When it publishes; null: never read.</summary>
    public PostingRhythm? Rhythm { get; init; }

    /// <summary>How this feed's entries find their keys; only ever steps down.</summary>
    public EntryKeyStep KeyStep { get; init; }

    /// <summary>Items of it have shared a key, so that some entries are stored under keys of further steps.</summary>
    public bool SharesKeys { get; init; }

    /// <summary>When nearly all its items last came under new keys (F-47); null: never.</summary>
    public DateTimeOffset? RenamedAt { get; init; }

    /// <summary>What the feed says of itself; null: never read.</summary>
    public FeedProfile? Profile { get; init; }

    /// <summary>Entries ever stored.</summary>
    public int EntryCount { get; init; }

    /// <summary>Visits ever made.</summary>
    public int VisitCount { get; init; }

    /// <summary>Visits answered 304.</summary>
    public int NotModifiedCount { get; init; }

    /// <summary>What its origin was asked so far (PP-24).</summary>
    public PoliteReport Report { get; init => field = value ?? new(); } = new();

    /// <summary>
    /// How often the store was begun again after damage since this process knows the feed. A visit that began before must not be committed:
    /// it took entries for known that are gone.
    /// </summary>
    public int StoreEpoch { get; init; }

    /// <summary>Whether it is kept without visits, by the list's word or the operator's.</summary>
    public bool IsPaused => !IsFollowed || PausedAt is not null;

    /// <summary>Whether the schedule may visit it at all.</summary>
    public bool IsPollable => !IsPaused && !IsGone;

    /// <summary>
    /// The state with the validators of the last answer, and those of other addresses kept. What a visit leaves as it was stays the same object, here and
    /// wherever a state changes: of thousands of visits what is made anew outlives collections, which then take a third of their time.
    /// </summary>
    /// <param name="validators">Of the last answer; null: it had none.</param>
    /// <param name="url">The address that answered.</param>
    public FeedState WithValidators(Validators? validators, string url) => this with
    {
        Validators = validators,
        EarlierValidators = EarlierValidators.Count == 0 && (Validators is null || Validators.Url == url)
            ? EarlierValidators
            : [.. new[] { Validators }.OfType<Validators>().Concat(EarlierValidators).Where(known => known.Url != url).Take(MaxEarlierCount)],
    };

    /// <summary>The address that is visited: that of the list, or where the feed has moved for good.</summary>
    public Uri VisitUrl => Move is { IsConfirmed: true } move ? move.To : Url;

    /// <summary>The origin that is visited.</summary>
    public string Origin => FeedSource.OriginOf(VisitUrl);
}

/// <summary>A permanent redirect of a feed (RFC 9110, 15.4.2): an overlay over the list, which is never rewritten.</summary>
/// <param name="To">Where it leads.</param>
/// <param name="FirstSeenAt">When it was first met.</param>
/// <param name="Count">Visits in a row that met it and found a feed there.</param>
/// <param name="IsConfirmed">The feed is visited there now.</param>
public sealed record PermanentMove(Uri To, DateTimeOffset FirstSeenAt, int Count, bool IsConfirmed);

/// <summary>What an origin was asked for one feed, in the terms in which publishers judge readers (PP-24).</summary>
public sealed record PoliteReport
{
    /// <summary>When the last request was sent; null: never.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>Requests sent, redirects included.</summary>
    public long RequestCount { get; init; }

    /// <summary>Requests for the document that carried no validators.</summary>
    public long UnconditionalCount { get; init; }

    /// <summary>Bytes of bodies as they came, still compressed.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>The shortest time between the beginnings of two visits; null: there were not two.</summary>
    public TimeSpan? ShortestGap { get; init; }

    /// <summary>Until when the origin last asked for rest; null: it never did.</summary>
    public DateTimeOffset? LastRetryAt { get; init; }

    /// <summary>The report with one more visit.</summary>
    public PoliteReport With(FetchTrace trace, DateTimeOffset? retryAt)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var gap = trace.RequestAt - LastSentAt;
        return this with
        {
            LastSentAt = trace.RequestAt ?? LastSentAt,
            RequestCount = RequestCount + trace.RequestCount,
            UnconditionalCount = UnconditionalCount + trace.UnconditionalCount,
            ReceivedBytes = ReceivedBytes + trace.ReceivedBytes,
            ShortestGap = gap < (ShortestGap ?? TimeSpan.MaxValue) ? gap : ShortestGap,
            LastRetryAt = retryAt ?? LastRetryAt,
        };
    }
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

    /// <summary>How long the publisher wants the document kept: <c>ttl</c> of RSS 2.0, or mod_syndication; null: not said.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Hours of the day, UTC, in which the publisher wants no visits: <c>skipHours</c> of RSS 2.0.</summary>
    public IReadOnlyList<int> SkipHours { get; init => field = value ?? []; } = [];

    /// <summary>Days of the week, UTC, in which the publisher wants no visits: <c>skipDays</c> of RSS 2.0.</summary>
    public IReadOnlyList<DayOfWeek> SkipDays { get; init => field = value ?? []; } = [];
}
