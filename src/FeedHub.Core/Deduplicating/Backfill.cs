namespace FeedHub.Deduplicating;

/// <summary>What of a feed's past enters <c>/latest</c> (CONTRACT, Backfill).</summary>
public static class Backfill
{
    private const int MaxCount = 10;

    /// <summary>
    /// The keys of the new entries that enter <c>/latest</c>: all of them, but the ten newest where a feed joins a hub that has been round
    /// once, so that no reader is flooded with a past.
    /// </summary>
    public static IReadOnlySet<EntryKey> Choose(IReadOnlyList<Entry> added, bool isFirstVisit, bool firstRoundDone)
    {
        ArgumentNullException.ThrowIfNull(added);
        var chosen = isFirstVisit && firstRoundDone
            ? added.OrderByDescending(entry => entry.PublishedAt ?? entry.UpdatedAt ?? DateTimeOffset.MinValue).Take(MaxCount)
            : added;
        return chosen.Select(entry => entry.Key).ToHashSet();
    }
}
