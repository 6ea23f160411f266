namespace FeedHub.Commands;

/// <summary>What a check looks at, and how it tells.</summary>
/// <param name="Path">The list.</param>
/// <param name="Format">For whom the mistakes are written.</param>
/// <param name="IsJson">As JSON.</param>
/// <param name="IsProbe">Each feed is visited too.</param>
/// <param name="Against">The list to hold it against; null: none.</param>
internal sealed record CheckOptions(string Path, CheckFormat Format, bool IsJson, bool IsProbe, string? Against);

/// <summary>For whom mistakes are written.</summary>
internal enum CheckFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>GitHub Actions, which shows them beside the lines of a pull request.</summary>
    GitHub,
}
