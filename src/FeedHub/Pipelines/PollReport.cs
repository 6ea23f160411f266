namespace FeedHub.Pipelines;

/// <summary>What one visit came to, for the log, the progress bar and the summary.</summary>
/// <param name="FeedId">The feed.</param>
/// <param name="Outcome"><c>ok</c>, <c>not-modified</c>, or the code of a failure.</param>
/// <param name="Error">One sentence; null: it did not fail.</param>
/// <param name="EntriesRead">Entries in the document.</param>
/// <param name="Added">New entries.</param>
/// <param name="Revised">Materially changed entries.</param>
/// <param name="Duration">From the claim to the commit.</param>
internal sealed record PollReport(
    FeedId FeedId, string Outcome, string? Error, int EntriesRead, int Added, int Revised, TimeSpan Duration);
