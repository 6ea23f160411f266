using System.Globalization;

namespace FeedHub.Normalizing;

/// <summary>
/// The keys that an item has on each step of the ladder, and two below for items that share even their content: over content, link and date, and
/// over all that they say. Those of hashes are made when they are asked for, which is seldom.
/// </summary>
/// <param name="parsed">The item.</param>
/// <param name="canonicalLink">Null: it has no link.</param>
/// <param name="fragment">Of its link; empty: none.</param>
/// <param name="publishedAt">Of publication, else of change; null: undated.</param>
/// <param name="sourceHash">Over all that is shown of it.</param>
internal sealed class KeyLadder(ParsedEntry parsed, string? canonicalLink, string fragment, DateTimeOffset? publishedAt, string sourceHash)
{
    private const int MaxKeyLength = 1024;

    private readonly string? _link = canonicalLink is null ? null : canonicalLink + fragment;
    private readonly string? _date = publishedAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    private EntryKey? _guidKey;
    private EntryKey? _linkKey;
    private EntryKey? _contentKey;
    private EntryKey? _placedContentKey;
    private EntryKey? _sourceKey;
    private string? _contentHash;

    private string? Guid { get; } = string.IsNullOrWhiteSpace(parsed.Id) ? null : parsed.Id.Trim();

    private string ContentHash => _contentHash ??= TextHash.Of(parsed.Title?.Value, "\n", parsed.Content?.Value ?? parsed.Summary?.Value);

    /// <summary>The key on a step; null: the item has none there. On the last one it always has.</summary>
    public EntryKey? this[EntryKeyStep step] => step switch
    {
        EntryKeyStep.Guid => Guid is null ? null : _guidKey ??= Make('g', Guid),
        EntryKeyStep.Link => _link is null ? null : _linkKey ??= Make('l', _link),
        EntryKeyStep.LinkAndDate => _link is null || _date is null ? null : Make('d', $"{_link}\n{_date}"),
        _ => _contentKey ??= Make('c', ContentHash),
    };

    /// <summary>The keys from a step downward, those below the last step included; never empty.</summary>
    public IEnumerable<EntryKey> From(EntryKeyStep step)
    {
        for (; step <= EntryKeyStep.Content; step++)
        {
            if (this[step] is { } key)
            {
                yield return key;
            }
        }

        yield return _placedContentKey ??= Make('x', TextHash.Of(ContentHash, "\n", _link, "\n", _date));
        yield return _sourceKey ??= Make('s', TextHash.Of(sourceHash, "\n", Guid));
    }

    private static EntryKey Make(char step, string value) => new(
        value.Length <= MaxKeyLength
            ? $"{step}:{value}"
            : $"{step}#{TextHash.Of(value)}");
}
