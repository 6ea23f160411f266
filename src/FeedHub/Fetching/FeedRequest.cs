using System.Net;

namespace FeedHub.Fetching;

/// <summary>The headers of a visit, in both directions, byte for byte.</summary>
internal static class FeedRequest
{
    private const int MaxValidatorLength = 8 * 1024;
    private const string ProjectUrl = "https://github.com/feedhub/feedhub";

    private const string Accept =
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, "
        + "text/xml;q=0.7, application/json;q=0.5, */*;q=0.1";

    private static readonly string Version = typeof(FeedRequest).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Who we are, and where publishers read about us.</summary>
    /// <param name="contactUrl">Null: the project's own page.</param>
    public static string UserAgentOf(string? contactUrl) => $"FeedHub/{Version} (+{contactUrl ?? ProjectUrl}; feed aggregator)";

    /// <summary>A GET of the feed, conditional where there are validators. No cookie, no Referer, nothing added to the address.</summary>
    public static HttpRequestMessage Create(Uri url, Validators? validators, string? authorization, string userAgent)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        Add("User-Agent", userAgent);
        Add("Accept", Accept);
        Add("Accept-Encoding", "gzip, br");
        Add("Authorization", authorization);
        Add("If-None-Match", Usable(validators?.ETag));
        Add("If-Modified-Since", Usable(validators?.LastModified));
        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>Whether the request can be answered by 304.</summary>
    public static bool IsConditional(HttpRequestMessage request) =>
        request.Headers.NonValidated.Contains("If-None-Match") || request.Headers.NonValidated.Contains("If-Modified-Since");

    /// <summary>
    /// What an answer says of its own sameness; fields that it does not carry come from <paramref name="known"/>, which is returned where nothing else
    /// was said.
    /// </summary>
    public static Validators? ValidatorsOf(HttpResponseMessage answer, Uri url, Validators? known)
    {
        var etag = Usable(Read(answer, "ETag")) ?? known?.ETag;
        var lastModified = Usable(Read(answer, "Last-Modified")) ?? known?.LastModified;
        return etag is null && lastModified is null ? null
            : known is not null && known.ETag == etag && known.LastModified == lastModified && known.Url == url.AbsoluteUri ? known
            : new Validators(url.AbsoluteUri, etag, lastModified);
    }

    /// <summary>A header of the answer as it was sent, the first where there are several; null: none, or empty.</summary>
    public static string? Read(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values)
        || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.FirstOrDefault(value => value.Length > 0)
            : null;

    /// <summary>All values of a header of the answer as they were sent.</summary>
    public static IReadOnlyList<string> ReadAll(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];

    // A control character could not be sent back, and whoever sends 8 KiB wants something else than to be recognized.
    private static string? Usable(string? validator) =>
        validator is { Length: > 0 and <= MaxValidatorLength } && !validator.Any(character => character is < ' ' or '\x7f' or > '\xff')
            ? validator
            : null;
}
