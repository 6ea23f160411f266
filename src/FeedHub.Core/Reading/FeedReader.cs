namespace FeedHub.Reading;

/// <summary>What came of reading a document: the feed, or why nothing usable could be read.</summary>
public abstract record ReadOutcome
{
    private ReadOutcome()
    {
    }

    /// <summary>A feed was read, whatever had to be mended for it.</summary>
    public sealed record Read(ParsedFeed Feed) : ReadOutcome;

    /// <summary>No feed: a page, an image, nothing at all.</summary>
    /// <param name="Code">A short name: <c>empty</c>, <c>html</c>, <c>not-a-feed</c>, <c>invalid-json</c>.</param>
    /// <param name="Message">One sentence for the operator; quotes nothing of the document.</param>
    /// <param name="Encoding">The encoding found, where the document got that far.</param>
    public sealed record NotAFeed(string Code, string Message, string? Encoding) : ReadOutcome;
}

/// <summary>What an HTTP client knows about a document beside its bytes.</summary>
/// <param name="Url">The final address, base of relative references; null: unknown.</param>
/// <param name="ContentType">The Content-Type header as sent; null: none.</param>
/// <param name="ContentLocation">The Content-Location header as sent (RFC 9110, 8.7); null: none.</param>
/// <param name="ContentLanguage">The Content-Language header as sent; null: none.</param>
public sealed record DocumentContext(Uri? Url, string? ContentType, string? ContentLocation = null, string? ContentLanguage = null);
