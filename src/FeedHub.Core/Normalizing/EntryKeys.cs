namespace FeedHub.Normalizing;

/// <summary>
/// Which key of its <see cref="KeyLadder"/> an entry has (CONTRACT, Entry): guid; else canonical link; else link and date; else a hash of the
/// content. A feed whose keys on a step prove unusable, more than 5 % of a document's being empty or repeated, steps down and stays there.
/// </summary>
internal static class EntryKeys
{
    private const double MaxUnusableShare = 0.05;

    /// <summary>
    /// Equal for two items of a document that are one: nothing tells them apart but, where guid, link, date and title are the same, a text
    /// that the publisher mended (RFC 4287, 4.1.1, allows both versions in one document).
    /// </summary>
    public static (EntryKey? Guid, EntryKey? Link, EntryKey? Date, string? Text) IdentityOf(ParsedEntry parsed, KeyLadder ladder)
    {
        var (guid, date) = (ladder[EntryKeyStep.Guid], ladder[EntryKeyStep.LinkAndDate]);
        return (guid, ladder[EntryKeyStep.Link], date, guid is not null && date is not null ? parsed.Title?.Value : ladder[EntryKeyStep.Content]?.Value);
    }

    /// <summary>The first step from <paramref name="step"/> downward on which the document's keys are usable.</summary>
    public static EntryKeyStep FindStep(IReadOnlyList<KeyLadder> ladders, EntryKeyStep step)
    {
        while (step < EntryKeyStep.Content && UnusableShare(ladders, step) > MaxUnusableShare)
        {
            step++;
        }

        return step;
    }

    /// <summary>
    /// A key for each item of a document, no key twice: its first one from the step downward that no older item has. So a new item neither
    /// takes nor changes the key of one that stood there before it, whatever their order in the document.
    /// </summary>
    public static IReadOnlyList<EntryKey> Assign(IReadOnlyList<SettledItem> items, EntryKeyStep step)
    {
        var taken = new HashSet<EntryKey>();
        var keys = new EntryKey[items.Count];

        // Feeds list the newest first; equal dates need an order that does not hang on the document's.
        var oldestFirst = Enumerable.Range(0, items.Count)
            .OrderBy(index => items[index].Date is null)
            .ThenBy(index => items[index].Date)
            .ThenByDescending(index => items[index].Date is null ? index : 0)
            .ThenBy(index => items[index].SourceHash, StringComparer.Ordinal)
            .ThenBy(index => items[index].Entry.Id, StringComparer.Ordinal);
        foreach (var index in oldestFirst)
        {
            keys[index] = items[index].Ladder.From(step).First(taken.Add);
        }

        return keys;
    }

    /// <summary>Whether the publisher gives ids, but not such as tell the items apart (BAD-50).</summary>
    public static bool AreGuidsUnstable(IReadOnlyList<KeyLadder> ladders) =>
        ladders.Count(ladder => ladder[EntryKeyStep.Guid] is not null) * 2 > ladders.Count && UnusableShare(ladders, EntryKeyStep.Guid) > MaxUnusableShare;

    private static double UnusableShare(IReadOnlyList<KeyLadder> ladders, EntryKeyStep step)
    {
        var usable = ladders.Select(ladder => ladder[step]).OfType<EntryKey>().Distinct().Count();
        return ladders.Count == 0 ? 0 : (double)(ladders.Count - usable) / ladders.Count;
    }
}
