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
