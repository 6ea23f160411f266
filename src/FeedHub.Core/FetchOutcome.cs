namespace FeedHub;

/// <summary>What came of one visit to a feed's address: the HTTP exchange with all its redirects.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome() // closed: every case stands in this file
    {
    }

    /// <summary>How the visit went on the wire, whatever its end.</summary>
    public required FetchTrace Trace { get; init; }

    /// <summary>How long what is held stays good, by the word of this answer; null: it does not say (RFC 9111, 4.2).</summary>
    public Freshness? Freshness { get; init; }

    /// <summary>When the origin wants to be asked again at the earliest (RFC 9110, 10.2.3); null: it does not say.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Where redirects that are all permanent led (RFC 9110, 15.4.2 and 15.4.9); null: there was none, or one was not.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>200: a new representation, complete and decoded, and the validators to send next time (RFC 9110, 8.8).</summary>
    /// <param name="Body">The decompressed bytes, under the cap.</param>
    /// <param name="EffectiveUrl">The address that answered, after redirects.</param>
    /// <param name="Validators">Of that address; null: it sent none.</param>
    /// <param name="ContentType">As sent; null: none.</param>
    /// <param name="ContentLocation">As sent; null: none.</param>
    /// <param name="ContentLanguage">As sent; null: none.</param>
    public sealed record Modified(
        ReadOnlyMemory<byte> Body, Uri EffectiveUrl, Validators? Validators, string? ContentType, string? ContentLocation,
        string? ContentLanguage) : FetchOutcome
    {
        /// <summary>The Link headers as sent (RFC 8288).</summary>
        public IReadOnlyList<string> Links { get; init; } = [];
    }

    /// <summary>304: what we hold is current; the fields that the answer repeats renew the validators (RFC 9111, 4.3.4).</summary>
    public sealed record NotModified(Validators Validators) : FetchOutcome;

    /// <summary>429 or 503: the origin asks for rest, until <see cref="RetryAt"/> if it said when (RFC 9110, 10.2.3).</summary>
    /// <param name="Status">429 asks for the whole origin, 503 too where it says how long.</param>
    public sealed record Throttled(int Status) : FetchOutcome;

    /// <summary>410: the publisher wants no more visits (RFC 9110, 15.5.11).</summary>
    public sealed record Gone : FetchOutcome;

    /// <summary>Anything else: refused, broken off, too large, too slow, not there.</summary>
    /// <param name="Code">A short stable name, such as <c>http-404</c>, <c>timeout</c>, <c>dns</c>, <c>too-large</c>, <c>address-blocked</c>.</param>
    /// <param name="Message">One sentence for the operator; nothing in it comes raw from outside.</param>
    public sealed record Failed(string Code, string Message) : FetchOutcome;
}

/// <summary>What the origin sent to recognize a representation by, byte for byte (RFC 9110, 8.8). At least one is there.</summary>
/// <param name="Url">The final address that they belong to; they are never sent to another one.</param>
/// <param name="ETag">The ETag header; null: none.</param>
/// <param name="LastModified">The Last-Modified header as text, however odd; null: none.</param>
public sealed record Validators(string Url, string? ETag, string? LastModified);

/// <summary>How long an answer stays fresh, by its own word (RFC 9111, 4.2).</summary>
/// <param name="Lifetime">From its making on.</param>
/// <param name="Age">How old it was when it came, after waiting in caches (RFC 9111, 5.1).</param>
/// <param name="Field">Where it says so: <c>max-age</c> or <c>Expires</c>.</param>
public sealed record Freshness(TimeSpan Lifetime, TimeSpan Age, string Field);

/// <summary>How a visit went on the wire.</summary>
/// <param name="RequestAt">When the first request was sent; null: none was.</param>
/// <param name="RequestCount">Requests sent, redirects included.</param>
/// <param name="UnconditionalCount">Those of them that were sent without validators and brought a document or a failure, not a redirect.</param>
/// <param name="ReceivedBytes">Body bytes as they came, still compressed.</param>
/// <param name="Duration">From the first request to the end.</param>
/// <param name="Status">The last status code; null: no answer came.</param>
public sealed record FetchTrace(
    DateTimeOffset? RequestAt, int RequestCount, int UnconditionalCount, long ReceivedBytes, TimeSpan Duration, int? Status);
