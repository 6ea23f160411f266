namespace FeedHub.Commands;

/// <summary>How a command that edits the list ends.</summary>
/// <param name="IsConfirmed">It writes; else it shows what it would write.</param>
/// <param name="IsJson">It tells that as JSON.</param>
internal sealed record EditMode(bool IsConfirmed, bool IsJson);
