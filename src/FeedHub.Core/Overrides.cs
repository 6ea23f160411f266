namespace FeedHub;

/// <summary>What the operator decides against the machine (<c>overrides</c> of the list).</summary>
public sealed record Overrides
{
    /// <summary>None.</summary>
    public static Overrides None { get; } = new();

    /// <summary>Addresses of articles whose stories stand on top, in this order.</summary>
    public IReadOnlyList<Uri> Pin { get; init; } = [];

    /// <summary>Addresses of articles whose stories are on no list.</summary>
    public IReadOnlyList<Uri> Ban { get; init; } = [];

    /// <summary>Addresses of articles that are stories of their own.</summary>
    public IReadOnlyList<Uri> Split { get; init; } = [];

    /// <summary>Pairs of story ids that are one story.</summary>
    public IReadOnlyList<(string One, string Other)> Merge { get; init; } = [];

    /// <summary>Feeds that give no evidence and lead no story for a time.</summary>
    public IReadOnlyList<Mute> Mute { get; init; } = [];

    /// <summary>Feeds that weigh more or less for a time.</summary>
    public IReadOnlyList<Boost> Boost { get; init; } = [];
}

/// <summary>A feed that gives no evidence for a time.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Until">The end of it; null: as long as it stands in the list.</param>
public sealed record Mute(FeedId Feed, DateTimeOffset? Until);

/// <summary>A feed that weighs more or less for a time.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Factor">From 0 to 10, by which its weight is multiplied.</param>
/// <param name="Until">The end of it; null: as long as it stands in the list.</param>
public sealed record Boost(FeedId Feed, double Factor, DateTimeOffset? Until);
