namespace FeedHub.Deduplicating;

/// <summary>Tells which items of a document are known: the same entry seen again, whatever became of its text.</summary>
public static class EntryMatcher
{
    /// <summary>All keys under which the drafts might be stored.</summary>
    /// <param name="drafts">The drafts of one document.</param>
    /// <param name="sharesKeys">Items of the feed share keys, or once did: then any of an item's keys may be its own.</param>
    public static IReadOnlyCollection<EntryKey> KeysOf(IEnumerable<EntryDraft> drafts, bool sharesKeys = false) =>
    [
        .. drafts.SelectMany(draft => draft.EarlierKeys.Prepend(draft.Key).Concat(sharesKeys ? draft.OtherKeys : [])).Distinct(),
    ];

    /// <summary>
    /// Each draft with the entry that it repeats; null: it is new, and its key is one under which nothing is stored. No entry is given to two
    /// drafts; a draft that only says again what another one says of a known entry is left out.
    /// </summary>
    /// <param name="drafts">The drafts of one document.</param>
    /// <param name="known">What is stored under their <see cref="KeysOf"/>.</param>
    /// <param name="sharesKeys">As for <see cref="KeysOf"/>.</param>
    public static IReadOnlyList<(EntryDraft Draft, Entry? Known)> Match(
        IEnumerable<EntryDraft> drafts, IReadOnlyDictionary<EntryKey, Entry> known, bool sharesKeys = false)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentNullException.ThrowIfNull(known);
        EntryDraft[] all = [.. drafts];
        var found = new Entry?[all.Length];
        var taken = new HashSet<EntryKey>();

        // What is surest goes first, so that no draft takes the entry of another.
        Take((draft, entry, key) => key == draft.Key && entry.SourceHash == draft.SourceHash, draft => [draft.Key]);
        if (sharesKeys)
        {
            Take((draft, entry, _) => entry.SourceHash == draft.SourceHash, OwnKeys);
            Take((draft, entry, _) => IsSame(draft, entry), OwnKeys);
        }

        Take((draft, entry, _) => !sharesKeys || Agreements(draft, entry) > 1, draft => [draft.Key]);

        // A key of a step that was left as unusable proves little by itself.
        Take((draft, entry, _) => IsAlike(draft, entry), draft => draft.EarlierKeys);

        var free = all.Where((_, index) => found[index] is null).Select(draft => draft.Key).ToHashSet();
        return
        [
            .. all
                .Select((draft, index) => (Draft: draft, Known: found[index]))
                .Where(match => match.Known is not null || !IsSaidAgain(match.Draft))
                .Select(match => match.Known is null ? (FreelyKeyed(match.Draft), null) : match),
        ];

        void Take(Func<EntryDraft, Entry, EntryKey, bool> isIts, Func<EntryDraft, IEnumerable<EntryKey>> keysOf)
        {
            for (var index = 0; index < all.Length; index++)
            {
                foreach (var key in found[index] is null ? keysOf(all[index]) : [])
                {
                    if (known.GetValueOrDefault(key) is { } entry && !taken.Contains(entry.Key) && isIts(all[index], entry, key))
                    {
                        found[index] = entry;
                        taken.Add(entry.Key);
                        break;
                    }
                }
            }
        }

        // Both the old and the new name of an entry stand in the document.
        bool IsSaidAgain(EntryDraft draft) => draft.EarlierKeys
            .Prepend(draft.Key)
            .Any(key => known.GetValueOrDefault(key) is { } entry && entry.Key != draft.Key && taken.Contains(entry.Key) && IsSame(draft, entry));

        EntryDraft FreelyKeyed(EntryDraft draft)
        {
            if (!known.ContainsKey(draft.Key))
            {
                return draft;
            }

            var key = draft.OtherKeys.FirstOrDefault(key => !known.ContainsKey(key) && !free.Contains(key), draft.Key);
            free.Add(key);
            return draft with { Key = key };
        }
    }

    /// <summary>
    /// What a new reading of a known entry changes. Null: nothing that is stored. <paramref name="reading"/> has the known entry's identity.
    /// </summary>
    public static EntryChange? Compare(Entry known, Entry reading)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(reading);
        if (known.SourceHash == reading.SourceHash)
        {
            return null;
        }

        // What retention took stays taken: the entry is remembered, not revived.
        return !known.IsRemoved && IsMaterial(known, reading)
            ? new EntryChange.Revised(reading)
            : new EntryChange.Touched(known with { SourceHash = reading.SourceHash }) { CommentsCount = reading.CommentsCount };
    }

    private static bool IsMaterial(Entry known, Entry reading) =>
        !Resemblance.SameTitle(known.Title, reading.Title)
        || Resemblance.Of(known.Content ?? known.Summary ?? "", reading.Content ?? reading.Summary ?? "") < Resemblance.MaterialBelow;

    private static IEnumerable<EntryKey> OwnKeys(EntryDraft draft) => draft.OtherKeys.Prepend(draft.Key);

    private static bool IsAlike(EntryDraft draft, Entry entry) =>
        (entry.CanonicalLink is not null && entry.CanonicalLink == draft.CanonicalLink) || Resemblance.SameTitle(entry.Title, draft.Title);

    /// <summary>Where items share keys, the one thing that a key stands for proves nothing: a second one must agree.</summary>
    private static int Agreements(EntryDraft draft, Entry entry) =>
        (entry.Guid is not null && entry.Guid == draft.Parsed.Id?.Trim() ? 1 : 0)
        + (entry.CanonicalLink == draft.CanonicalLink ? 1 : 0)
        + (draft.Date is { } date && date == (entry.PublishedAt ?? entry.UpdatedAt) ? 1 : 0)
        + (Resemblance.SameTitle(entry.Title, draft.Title) ? 1 : 0);

    private static bool IsSame(EntryDraft draft, Entry entry) =>
        entry.CanonicalLink == draft.CanonicalLink
        && (entry.PublishedAt ?? entry.UpdatedAt) == draft.Date
        && Resemblance.SameTitle(entry.Title, draft.Title);
}
