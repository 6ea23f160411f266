namespace FeedHub.Reading.Opml;

/// <summary>What came of reading a list of subscriptions.</summary>
public abstract record OpmlOutcome
{
    private OpmlOutcome() // closed: every case stands in this file
    {
    }

    /// <summary>A list was read, whatever had to be mended for it.</summary>
    /// <param name="Title">Of its head, as plain text; null: none.</param>
    /// <param name="Feeds">In the order of the document; the same address may stand there more than once.</param>
    /// <param name="Rejected">Outlines that are neither feeds nor folders.</param>
    /// <param name="Repairs">What was mended, each once.</param>
    public sealed record Read(
        string? Title, IReadOnlyList<OpmlFeed> Feeds, IReadOnlyList<OpmlRejection> Rejected, IReadOnlyList<string> Repairs) : OpmlOutcome;

    /// <summary>No list, or one beyond all bounds.</summary>
    /// <param name="Message">Why, in one sentence; quotes nothing of the document.</param>
    public sealed record Refused(string Message) : OpmlOutcome;
}

/// <summary>A subscription.</summary>
/// <param name="Line">Where its outline begins, from 1.</param>
/// <param name="Folders">The names of the outlines around it, outermost first; those without a name are left out.</param>
/// <param name="Title">Its <c>title</c>, else <c>text</c>, on one line; null: neither.</param>
/// <param name="Address">Its <c>xmlUrl</c> as written, references decoded, trimmed; not checked.</param>
public sealed record OpmlFeed(int Line, IReadOnlyList<string> Folders, string? Title, string Address);

/// <summary>An outline that is not taken.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Title">Its name, on one line; null: none.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OpmlRejection(int Line, string? Title, string Reason);
