namespace FeedHub;

/// <summary>A key to the admin API, as far as it is kept: whoever reads the store learns none.</summary>
public sealed record ApiKey
{
    /// <summary>Names it in lists and logs.</summary>
    public required string Id { get; init; }

    /// <summary>What it opens.</summary>
    public required ApiKeyScope Scope { get; init; }

    /// <summary>SHA-256 of the key, in hex; a key of 256 random bits needs no slower hash.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last opened something, to some minutes; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>What a key opens.</summary>
public enum ApiKeyScope
{
    /// <summary>Reading, from anywhere.</summary>
    Read,

    /// <summary>Reading and every change.</summary>
    Write,
}
