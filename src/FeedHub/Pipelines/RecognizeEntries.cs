using FeedHub.Deduplicating;
using FeedHub.Normalizing;
using FeedHub.Storage;

namespace FeedHub.Pipelines;

/// <summary>Tells which items of a document are entries that are stored already, under whatever key (CONTRACT, Entry).</summary>
internal sealed class RecognizeEntries(IFeedStore store)
{
    /// <summary>Keys that are all replaced a second time within this are made anew for every visit: the feed takes the next ones.</summary>
    private static readonly TimeSpan Habit = TimeSpan.FromDays(30);

    public async Task<RecognizedFeed> RunAsync(ParsedFeed parsed, FeedState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var drafted = EntryNormalizer.Draft(parsed, state.Id, state.KeyStep);
        if (state.EntryCount == 0)
        {
            return new RecognizedFeed(drafted, [.. drafted.Drafts.Select(draft => (draft, (Entry?)null))], []);
        }

        var matches = await MatchAsync(drafted, state, cancellationToken);
        if (!Renaming.IsSuspected(matches))
        {
            return new RecognizedFeed(drafted, matches, []);
        }

        var newest = await store.ReadNewestEntriesAsync(state.Id, Renaming.LookBack(matches.Count), cancellationToken);
        var renamed = Renaming.Find(matches, newest);
        if (renamed.Count == 0)
        {
            return new RecognizedFeed(drafted, matches, []);
        }

        var isHabit = now - state.RenamedAt < Habit;
        var isLastStep = drafted.KeyStep == EntryKeyStep.Content;
        if (isHabit && !isLastStep)
        {
            drafted = EntryNormalizer.Draft(parsed, state.Id, drafted.KeyStep + 1);
            matches = await MatchAsync(drafted, state, cancellationToken);
        }

        var stored = await store.FindEntriesAsync(state.Id, [.. renamed.Values], cancellationToken);
        var taken = matches.Select(match => match.Known?.Key).OfType<EntryKey>().ToHashSet();
        var names = new List<EntryChange.Renamed>();
        matches = [.. matches.Select(match =>
        {
            if (match.Known is not null
                || !renamed.TryGetValue(match.Draft.Parsed, out var key)
                || !stored.TryGetValue(key, out var entry)
                || !taken.Add(key))
            {
                return match;
            }

            // Where even the content changes with every visit, names would pile up that never come again.
            if (!isHabit || !isLastStep)
            {
                names.Add(new EntryChange.Renamed(entry, match.Draft.Key));
            }

            return (match.Draft, entry);
        })];
        return new RecognizedFeed(drafted, matches, names) { IsRenamed = true };
    }

    private async Task<IReadOnlyList<(EntryDraft Draft, Entry? Known)>> MatchAsync(
        DraftedFeed drafted, FeedState state, CancellationToken cancellationToken)
    {
        var sharesKeys = state.SharesKeys || drafted.SharesKeys;
        var found = await store.FindEntriesAsync(state.Id, EntryMatcher.KeysOf(drafted.Drafts, sharesKeys), cancellationToken);
        EntryKey[] others = [.. found.Values.Select(entry => entry.SameAs).OfType<EntryKey>().Distinct()];
        if (others.Length == 0)
        {
            return EntryMatcher.Match(drafted.Drafts, found, sharesKeys);
        }

        var meant = await store.FindEntriesAsync(state.Id, others, cancellationToken);
        var known = found
            .Select(pair => (pair.Key, Entry: pair.Value.SameAs is { } key ? meant.GetValueOrDefault(key) : pair.Value))
            .Where(pair => pair.Entry is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Entry!);
        return EntryMatcher.Match(drafted.Drafts, known, sharesKeys);
    }
}

/// <summary>A document's items with the entries that they are.</summary>
/// <param name="Drafted">The items on the step of the ladder that the feed is on from now on.</param>
/// <param name="Matches">Each item, and the entry that it repeats; null: it is new.</param>
/// <param name="Names">Further keys under which known entries are to be found.</param>
internal sealed record RecognizedFeed(
    DraftedFeed Drafted, IReadOnlyList<(EntryDraft Draft, Entry? Known)> Matches, IReadOnlyList<EntryChange.Renamed> Names)
{
    /// <summary>Nearly all of the document came under new keys.</summary>
    public bool IsRenamed { get; init; }
}
