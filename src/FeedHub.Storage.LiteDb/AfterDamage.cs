namespace FeedHub.Storage.LiteDb;

/// <summary>What is left of a feed's state when its database was damaged: no feed is asked before its floor has passed, and each is read again.</summary>
internal static class AfterDamage
{
    /// <summary>A feed of the snapshot that took the place of a damaged database.</summary>
    /// <param name="feed">As it stands in the snapshot.</param>
    /// <param name="known">As it was in memory; null: it was not, and may have been asked as late as the database was written.</param>
    /// <param name="lastWriteAt">When the damaged database was last written.</param>
    /// <param name="now">The moment.</param>
    public static FeedState Restored(FeedState feed, FeedState? known, DateTimeOffset lastWriteAt, DateTimeOffset now)
    {
        var lastRequestAt = known is null ? lastWriteAt : known.LastRequestAt;
        var listed = known is null ? feed : feed with { Url = known.Url, IsFollowed = known.IsFollowed, Floor = known.Floor, PausedAt = known.PausedAt };
        var blockedUntil = new[] { feed.BlockedUntil, known?.BlockedUntil }.Max();
        var rests = blockedUntil > now || !listed.IsPollable;
        return listed with
        {
            LastRequestAt = lastRequestAt,
            BlockedUntil = blockedUntil,
            DueAt = rests && feed.DueAt > now ? feed.DueAt : lastRequestAt + listed.Floor ?? now,
            DueReason = "the store was damaged: what came after its snapshot is read again",
            LastOutcome = rests ? feed.LastOutcome : null, // the round does not wait for who rests
            StoreEpoch = Math.Max(feed.StoreEpoch, known?.StoreEpoch ?? 0) + 1,
        };
    }

    /// <summary>A feed of which only what was in memory is left: its requests still count, what it said does not.</summary>
    public static FeedState Forgotten(FeedState feed, DateTimeOffset now) => feed with
    {
        DueAt = feed.LastRequestAt + feed.Floor ?? now,
        DueReason = "the store was damaged: all is read again",
        FirstVisitAt = null,
        LastOutcome = null, // so that the round which brings everything back counts as the first
        Validators = null,
        EarlierValidators = [],
        BodyHash = null,
        EntryCount = 0,
        StoreEpoch = feed.StoreEpoch + 1,
    };
}
