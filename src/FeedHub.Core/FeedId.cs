namespace FeedHub;

/// <summary>
/// Names one followed feed for ever: what <c>feeds.json</c> says, else the host as a slug plus 8 hex digits of the SHA-256 of
/// the address without its scheme. Matches <c>[a-z0-9-]{1,64}</c>; two ids are equal only letter by letter.
/// </summary>
public readonly record struct FeedId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
