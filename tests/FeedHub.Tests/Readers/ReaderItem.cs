using System.Text.Json.Serialization;

namespace FeedHub.Readers;

/// <summary>What a reader program shows of an item.</summary>
internal sealed record ReaderItem
{
    /// <summary>The feed that it is of, as the reader names it.</summary>
    [JsonPropertyName("feed")]
    public required string Feed { get; init; }

    /// <summary>Its id as the reader keeps it.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("author")]
    public string? Author { get; init; }

    /// <summary>Its date in seconds since 1970.</summary>
    [JsonPropertyName("at")]
    public long? At { get; init; }
}
