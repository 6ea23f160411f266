namespace FeedHub;

/// <summary>What one poll changes about one entry; entries that are as they were cause none.</summary>
public abstract record EntryChange
{
    private EntryChange(Entry entry) => Entry = entry;

    /// <summary>The entry as it is to be stored.</summary>
    public Entry Entry { get; init; }

    /// <summary>An entry that was never seen before in this feed.</summary>
    /// <param name="NewEntry">The entry, its article still undecided.</param>
    /// <param name="InLatest">Whether an article that it founds enters <c>/latest</c>; the past of a feed that joined later does not.</param>
    public sealed record Added(Entry NewEntry, bool InLatest) : EntryChange(NewEntry);

    /// <summary>
    /// An entry whose title or text changed so much that readers are told (CONTRACT, Updated): the new text replaces the old one.
    /// </summary>
    public sealed record Revised(Entry NewEntry) : EntryChange(NewEntry);

    /// <summary>An edit too small to tell: the old text stays, only the hash of what the document says moves on.</summary>
    public sealed record Touched(Entry NewEntry) : EntryChange(NewEntry)
    {
        /// <summary>Comments as the source counts them now: evidence that people talk, though what is shown stays; null: silent.</summary>
        public int? CommentsCount { get; init; }
    }

    /// <summary>A known entry came under a new key, and is to be found under it from now on; readers are told nothing.</summary>
    public sealed record Renamed : EntryChange
    {
        /// <summary>Remembers that the item of this key is the known entry.</summary>
        public Renamed(Entry known, EntryKey key)
            : base(Signpost(known, key))
        {
        }

        private static Entry Signpost(Entry known, EntryKey key)
        {
            ArgumentNullException.ThrowIfNull(known);
            return new Entry
            {
                FeedId = known.FeedId,
                Key = key,
                Title = known.Title,
                FirstSeenAt = known.FirstSeenAt,
                ChangedAt = known.ChangedAt,
                SourceHash = "",
                IsRemoved = true,
                SameAs = known.Key,
            };
        }
    }
}
