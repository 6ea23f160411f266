namespace FeedHub;

/// <summary>
/// Names one followed feed for ever: what <c>feeds.json</c> says, else the host as a slug plus 8 hex digits of the SHA-256 of
/// the address without its scheme. Matches <c>[a-z0-9-]{1,64}</c>; two ids are equal only letter by letter.
/// </summary>
public readonly record struct FeedId(string Value)
{
    private const int MaxHostLength = 55; // 64, less a hyphen and the hash

    /// <summary>
    /// The id of a feed whose list gives none. The same for http and https, for both spellings of an international host, and
    /// with or without a fragment.
    /// </summary>
    public static FeedId FromUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost; // IdnHost has no brackets
        var port = url.IsDefaultPort ? "" : $":{url.Port}";
        var hash = Slug.ShortHash(host + port + url.PathAndQuery);
        var name = Slug.Join(host, MaxHostLength);
        return new FeedId(name.Length > 0 ? $"{name}-{hash}" : hash);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
