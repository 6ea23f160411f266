namespace FeedHub.Deduplicating;

/// <summary>
/// Recognizes a feed all of whose items have come under new keys (F-47): guids turned from http to https, another CMS, another host, guids
/// made anew for every visit. Item and entry are paired by what they have in common and share with no other; only here are guids and
/// links compared without scheme and host.
/// </summary>
public static class Renaming
{
    private const double MinShare = 0.8;
    private const int MinWeakPairCount = 3;
    private const int MinLookBack = 50;
    private const int MaxLookBack = 4_000;

    private delegate object? Trait(string title, string? guid, string? link, string? canonicalLink, DateTimeOffset? date);

    /// <summary>What is enough for one item, surest first. A title under another link proves nothing against the date.</summary>
    private static readonly Trait[] _strong =
    [
        (title, _, link, canonical, date) => canonical is null || date is null ? null : (title, canonical, Fragment(link), date),
        (_, guid, _, _, date) => PathOf(guid) is { } path && date is not null ? (path, date) : null,
        (title, guid, _, _, _) => PathOf(guid) is { } path ? (path, title) : null,
        (title, _, link, canonical, _) => canonical is null ? null : (title, canonical, Fragment(link)),
        (title, _, _, _, date) => date is null ? null : (title, date),
        (title, _, link, _, _) => PathOf(link) is { } path ? (title, path) : null,
    ];

    /// <summary>What is enough only where several have it.</summary>
    private static readonly Trait[] _weak =
    [
        (_, _, link, canonical, date) => canonical is null ? null : (canonical, Fragment(link), date),
        (title, _, _, _, date) => date is null ? title : null,
    ];

    /// <summary>How many of the feed's newest entries to compare with: what a document holds was mostly seen last.</summary>
    public static int LookBack(int documentCount) => Math.Clamp(2 * documentCount, MinLookBack, MaxLookBack);

    /// <summary>Whether so many of a document's items are unknown that a look at the feed's newest entries is worth its cost.</summary>
    public static bool IsSuspected(IReadOnlyList<(EntryDraft Draft, Entry? Known)> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return matches.Count > 0 && matches.Count(match => match.Known is null) >= MinShare * matches.Count;
    }

    /// <summary>
    /// The items that are known entries under new keys, each with the key that it had. Empty where they are less than 80 % of the document,
    /// not counting what is dated after all that is known.
    /// </summary>
    /// <param name="matches">The document's items, and what they are known as.</param>
    /// <param name="newest">The feed's newest entries, <see cref="LookBack"/> of them.</param>
    public static IReadOnlyDictionary<ParsedEntry, EntryKey> Find(
        IReadOnlyList<(EntryDraft Draft, Entry? Known)> matches, IReadOnlyList<EntryOutline> newest)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var found = new Dictionary<ParsedEntry, EntryKey>(ReferenceEqualityComparer.Instance);
        if (!IsSuspected(matches))
        {
            return found;
        }

        var open = matches.Where(match => match.Known is null).Select(match => match.Draft).ToList();
        var known = matches.Select(match => match.Known?.Key).OfType<EntryKey>().ToHashSet();
        var left = newest.Where(entry => !known.Contains(entry.Key)).ToList();

        // Dates that one side does not give are none to compare.
        var isDated = open.Exists(draft => draft.Date is not null) && left.Exists(entry => entry.Date is not null);
        Pair(_strong);
        Pair(_weak, minCount: MinWeakPairCount);
        var lastDate = newest.Max(entry => entry.Date);
        var oldCount = matches.Count(match => match.Known is not null || found.ContainsKey(match.Draft.Parsed) || !(match.Draft.Date > lastDate));
        return found.Count >= MinShare * oldCount ? found : new Dictionary<ParsedEntry, EntryKey>(ReferenceEqualityComparer.Instance);

        void Pair(Trait[] traits, int minCount = 0)
        {
            var pairs = new Dictionary<ParsedEntry, EntryKey>(ReferenceEqualityComparer.Instance);
            foreach (var trait in traits)
            {
                var entries = Alone(left, entry => trait(Resemblance.TitleKey(entry.Title), entry.Guid, entry.Link, entry.CanonicalLink, isDated ? entry.Date : null));
                foreach (var (value, draft) in Alone(
                    open, draft => trait(Resemblance.TitleKey(draft.Title), draft.Parsed.Id, draft.Link, draft.CanonicalLink, isDated ? draft.Date : null)))
                {
                    if (entries.GetValueOrDefault(value) is { } entry)
                    {
                        pairs.Add(draft.Parsed, entry.Key);
                        known.Add(entry.Key);
                    }
                }

                open.RemoveAll(draft => pairs.ContainsKey(draft.Parsed));
                left.RemoveAll(entry => known.Contains(entry.Key));
            }

            if (found.Count + pairs.Count >= minCount)
            {
                foreach (var (item, key) in pairs)
                {
                    found.Add(item, key);
                }
            }
        }
    }

    /// <summary>Those that share the trait with no other.</summary>
    private static Dictionary<object, T> Alone<T>(IEnumerable<T> all, Func<T, object?> trait) => all
        .Select(one => (One: one, Value: trait(one)))
        .Where(one => one.Value is not null)
        .GroupBy(one => one.Value!, one => one.One)
        .Where(group => group.Skip(1).FirstOrDefault() is null)
        .ToDictionary(group => group.Key, group => group.First());

    /// <summary>Without scheme and host; null where nothing is left that could name an item.</summary>
    private static string? PathOf(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && (url.AbsolutePath.TrimEnd('/') + url.Query + url.Fragment) is { Length: > 1 } path
            ? path
            : null;

    private static string Fragment(string? link)
    {
        var hash = link?.IndexOf('#', StringComparison.Ordinal) ?? -1;
        return hash < 0 ? "" : link![hash..];
    }
}
