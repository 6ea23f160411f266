namespace FeedHub.Commands;

/// <summary>What <c>check</c> found.</summary>
internal sealed record CheckView(string File, bool IsValid, int FeedCount, IReadOnlyList<CheckMistake> Mistakes)
{
    /// <summary>What is usable but may not be meant; null: nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>What is at the addresses; null: nobody looked.</summary>
    public IReadOnlyList<ProbeView>? Probes { get; init; }

    /// <summary>What would change; null: nobody asked.</summary>
    public ComparisonView? Against { get; init; }
}

/// <summary>One mistake of the list.</summary>
internal sealed record CheckMistake(int Line, int Column, string Path, string Message);

/// <summary>What a visit of a feed showed.</summary>
internal sealed record ProbeView(string Feed, int Line, string Result, string Detail);
