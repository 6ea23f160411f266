using FeedHub.Storage;

namespace FeedHub.Commands;

/// <summary>The entries of a feed that its rules withhold: stored, and not published.</summary>
/// <param name="Feed">The id of the feed.</param>
/// <param name="EntryCount">Entries looked at: the newest by first sight.</param>
/// <param name="Withheld">Those withheld, newest first, with the rule and the reason.</param>
internal sealed record WithheldView(string Feed, int EntryCount, IReadOnlyList<WithheldEntry> Withheld)
{
    private const int MaxCount = 500;

    /// <summary>Null: the list has no such feed.</summary>
    public static async Task<WithheldView?> OfAsync(IFeedStore store, FeedList list, string feed, CancellationToken cancellationToken)
    {
        if (list.Feeds.FirstOrDefault(source => source.Id.Value == feed) is not { } source)
        {
            return null;
        }

        var outlines = await store.ReadNewestEntriesAsync(source.Id, MaxCount, cancellationToken);
        var entries = await store.FindEntriesAsync(source.Id, [.. outlines.Select(outline => outline.Key)], cancellationToken);
        var stored = entries.Values.Where(entry => !entry.IsRemoved && entry.SameAs is null).ToList();
        return new WithheldView(
            feed,
            stored.Count,
            [
                .. from entry in stored
                   let rule = EntryRule.Withholding(source, entry)
                   where rule is not null
                   orderby entry.FirstSeenAt descending, entry.Title
                   select new WithheldEntry(entry.FirstSeenAt, entry.Title, entry.Link, rule.Rule, rule.Reason),
            ]);
    }
}

/// <summary>An entry that is stored and not published.</summary>
internal sealed record WithheldEntry(DateTimeOffset FirstSeenAt, string Title, string? Link, string Rule, string Reason);
