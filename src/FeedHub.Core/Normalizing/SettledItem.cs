namespace FeedHub.Normalizing;

/// <summary>An item of a document with its links, dates and possible keys.</summary>
/// <param name="Entry">The item as it was read.</param>
/// <param name="Link">Absolute http or https; null: none that is safe.</param>
/// <param name="CanonicalLink">The same for comparing.</param>
/// <param name="PublishedAt">Null: none that is plausible.</param>
/// <param name="Date">Of publication, else of change; null: none that is plausible.</param>
/// <param name="SourceHash">Over all that is shown of it.</param>
/// <param name="Ladder">Its keys.</param>
internal sealed record SettledItem(
    ParsedEntry Entry, string? Link, string? CanonicalLink, DateTimeOffset? PublishedAt, DateTimeOffset? Date, string SourceHash, KeyLadder Ladder)
{
    /// <summary>
    /// Equal for two versions of one item (RFC 4287, 4.1.1, allows both in one document), of which the later one counts; null: nothing says
    /// that it is a version of another.
    /// </summary>
    public (EntryKey Guid, EntryKey? Link, DateTimeOffset PublishedAt, string? Title)? Versioned =>
        Ladder[EntryKeyStep.Guid] is { } guid && PublishedAt is { } publishedAt ? (guid, Ladder[EntryKeyStep.Link], publishedAt, Entry.Title?.Value) : null;
}
