namespace FeedHub.Serving;

/// <summary>Markup of a stranger, and what people may see of it. What must not survive in an attribute is spelled <c>evil</c>.</summary>
/// <param name="Html">The markup.</param>
/// <param name="Text">The text that is left of it as markup.</param>
internal sealed record HostileCase(string Html, string Text)
{
    /// <summary>The text that is left where only text can be shown, as in titles; null: the same.</summary>
    public string? Words { get; init; }

    /// <summary>What XHTML makes of it, where that differs from HTML; null: the same, or it is no XHTML.</summary>
    public string? InXhtml { get; init; }

    /// <summary>No element that HTML knows, so that RSS means it literally.</summary>
    public bool LooksPlain { get; init; }
}
