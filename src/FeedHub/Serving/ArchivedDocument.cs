using System.Text.Json.Serialization;

namespace FeedHub.Serving;

/// <summary>A document that is served from files: an archive document, plain and compressed.</summary>
internal sealed record ArchivedDocument
{
    private DocumentHeaders? _headers;

    /// <summary>Where it is served.</summary>
    public required string Path { get; init; }

    /// <summary>The slug of the channel that it is of; empty: of the whole.</summary>
    public required string List { get; init; }

    /// <summary>The month, as in its address.</summary>
    public required string Month { get; init; }

    /// <summary>The name of its plain file in its folder; <c>.gz</c> and <c>.br</c> follow for the others.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the plain bytes in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>In whole seconds; never goes back.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>It is never written again.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>The sizes of the three files: plain, gzip, br.</summary>
    public required IReadOnlyList<long> Bytes { get; init; }

    /// <summary>Articles in it.</summary>
    public required int Count { get; init; }

    /// <summary>The latest first sight of an article in it; null: it holds none.</summary>
    public DateTimeOffset? NewestSeenAt { get; init; }

    /// <summary>The latest change of one.</summary>
    public DateTimeOffset? NewestChangeAt { get; init; }

    /// <summary>Its Link header.</summary>
    public required string Links { get; init; }

    /// <summary>Its headers.</summary>
    [JsonIgnore]
    public DocumentHeaders Headers => _headers ??= new DocumentHeaders(
        "application/atom+xml; charset=utf-8",
        IsClosed ? "public, max-age=31536000, immutable" : "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400",
        Hash, LastModified, Links, pagePolicy: null);

    /// <summary>The name of the file of a coding.</summary>
    public string FileOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => File + ".gz",
        ContentCoding.Brotli => File + ".br",
        _ => File,
    };
}

/// <summary>How they are written beside their files.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ArchivedDocument))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
