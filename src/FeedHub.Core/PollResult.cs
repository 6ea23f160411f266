namespace FeedHub;

/// <summary>One finished visit: the feed's new state and what it changes about entries. Committed all or nothing.</summary>
/// <param name="Before">The state that the visit started from.</param>
/// <param name="State">The state after it: due time, validators, failures.</param>
/// <param name="Changes">New and changed entries in document order; empty where nothing changed.</param>
/// <param name="EntriesRead">Entries in the document; 0 where none was read.</param>
public sealed record PollResult(FeedState Before, FeedState State, IReadOnlyList<EntryChange> Changes, int EntriesRead);
