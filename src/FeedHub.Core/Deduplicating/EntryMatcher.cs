namespace FeedHub.Deduplicating;

/// <summary>Tells which items of a document are known: the same entry seen again, whatever became of its text.</summary>
public static class EntryMatcher
{
    /// <summary>All keys under which the drafts might be stored.</summary>
    public static IReadOnlyCollection<EntryKey> KeysOf(IEnumerable<EntryDraft> drafts) =>
        [.. drafts.SelectMany(draft => draft.EarlierKeys.Prepend(draft.Key)).Distinct()];

    /// <summary>Each draft with the entry that it repeats; null: it is new.</summary>
    public static IEnumerable<(EntryDraft Draft, Entry? Known)> Match(
        IEnumerable<EntryDraft> drafts, IReadOnlyDictionary<EntryKey, Entry> known)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentNullException.ThrowIfNull(known);
        foreach (var draft in drafts)
        {
            yield return (draft, known.GetValueOrDefault(draft.Key) ?? FindEarlier(draft, known));
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
            : new EntryChange.Touched(known with { SourceHash = reading.SourceHash });
    }

    private static bool IsMaterial(Entry known, Entry reading) =>
        !Resemblance.SameTitle(known.Title, reading.Title)
        || Resemblance.Of(known.Content ?? known.Summary ?? "", reading.Content ?? reading.Summary ?? "") < Resemblance.MaterialBelow;

    private static Entry? FindEarlier(EntryDraft draft, IReadOnlyDictionary<EntryKey, Entry> known)
    {
        // A key of a step that was left as unusable proves little by itself.
        foreach (var key in draft.EarlierKeys)
        {
            if (known.GetValueOrDefault(key) is { } entry
                && ((entry.CanonicalLink is not null && entry.CanonicalLink == draft.CanonicalLink)
                    || Resemblance.SameTitle(entry.Title, draft.Title)))
            {
                return entry;
            }
        }

        return null;
    }
}
