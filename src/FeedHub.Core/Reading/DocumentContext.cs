namespace FeedHub.Reading;

/// <summary>What an HTTP client knows about a document beside its bytes.</summary>
/// <param name="Url">The final address, base of relative references; null: unknown.</param>
/// <param name="ContentType">The Content-Type header as sent; null: none.</param>
/// <param name="ContentLocation">The Content-Location header as sent (RFC 9110, 8.7); null: none.</param>
/// <param name="ContentLanguage">The Content-Language header as sent; null: none.</param>
public sealed record DocumentContext(Uri? Url, string? ContentType, string? ContentLocation = null, string? ContentLanguage = null)
{
    /// <summary>The first of the languages in Content-Language (RFC 9110, 8.5); null: none.</summary>
    internal string? Language => ContentLanguage?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
