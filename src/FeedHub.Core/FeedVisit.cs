namespace FeedHub;

/// <summary>One line of a feed's journal: what a visit came to, and what was decided after it.</summary>
/// <param name="At">The end of the visit.</param>
/// <param name="Outcome"><c>ok</c>, <c>not-modified</c>, or the code of a failure.</param>
/// <param name="Status">The last HTTP status; null: no answer came.</param>
/// <param name="ReceivedBytes">Body bytes as they came.</param>
/// <param name="Added">New entries.</param>
/// <param name="DueAt">The next visit.</param>
/// <param name="Reason">Why then, in words.</param>
public sealed record FeedVisit(
    DateTimeOffset At, string Outcome, int? Status, long ReceivedBytes, int Added, DateTimeOffset DueAt, string Reason);
