namespace FeedHub.Commands;

/// <summary>What a command that edits the list did, or would do.</summary>
/// <param name="File">The list.</param>
/// <param name="IsApplied">It is written; false: it was only shown, or there was nothing to do.</param>
/// <param name="Lines">What became of each feed that the command was about.</param>
/// <param name="Diff">How the file changes, as a unified diff; empty: it does not.</param>
internal sealed record EditView(string File, bool IsApplied, IReadOnlyList<EditLine> Lines, string Diff);

/// <summary>What becomes of one feed.</summary>
/// <param name="What"><c>added</c>, <c>removed</c>, <c>moved</c>, <c>duplicate</c>, <c>rejected</c>.</param>
/// <param name="Feed">Its id or address; null where that may not be shown.</param>
/// <param name="Title">Its title; null: none is known.</param>
/// <param name="Channel">The channel that it comes to, or stands in; null: none.</param>
/// <param name="Because">Why; null: it was asked for.</param>
internal sealed record EditLine(string What, string? Feed, string? Title, string? Channel, string? Because);
