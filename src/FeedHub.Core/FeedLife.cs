namespace FeedHub;

/// <summary>How a feed lives, for the operator: nothing is ever dropped silently.</summary>
public enum FeedLife
{
    /// <summary>Never visited.</summary>
    New,

    /// <summary>It is read.</summary>
    Active,

    /// <summary>Its last visits failed, and it is asked less often.</summary>
    Slow,

    /// <summary>It has failed for 14 days and is asked daily.</summary>
    Failing,

    /// <summary>It has failed for 90 days and is asked weekly.</summary>
    Dead,

    /// <summary>410: not asked any more until the operator resumes it.</summary>
    Gone,

    /// <summary>It is read at another address, to which it has moved for good.</summary>
    Moved,

    /// <summary>What comes is no feed.</summary>
    NotAFeed,

    /// <summary>The origin wants credentials, or refuses those that it gets.</summary>
    Unauthorized,

    /// <summary>Many feeds fail alike: FeedHub's own connection is suspected.</summary>
    EgressSuspect,

    /// <summary>Kept, but not visited, by the list's word or the operator's.</summary>
    Paused,
}
