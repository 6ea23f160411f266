namespace FeedHub.Editing;

/// <summary>A list after its edits.</summary>
/// <param name="File">The content of the file.</param>
/// <param name="Diff">How it differs from the file before: lines of a unified diff without its header; empty: it does not.</param>
internal sealed record EditedList(byte[] File, IReadOnlyList<string> Diff);
