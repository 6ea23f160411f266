namespace FeedHub.Serving;

/// <summary>One item of one published document, as a parser of that document sees it.</summary>
/// <param name="Output">The document.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
/// <param name="Title">Its title: plain text.</param>
/// <param name="Markup">Its texts that readers take for HTML.</param>
/// <param name="Words">Its texts that are shown as they are.</param>
internal sealed record ShownItem(string Output, string? Link, string Title, IReadOnlyList<string> Markup, IReadOnlyList<string> Words)
{
    /// <summary>Names of people and categories.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
