namespace FeedHub;

/// <summary>
/// When a feed publishes, as far as its visits tell: how often, at which hours, and how soon an entry follows another. Small, and kept with
/// the feed's state. <see cref="Polling.AdaptiveInterval"/> makes it and reads it; nobody else looks inside.
/// </summary>
public sealed record PostingRhythm
{
    /// <summary>The last visit that it knows of.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>How many entries the document held then: if more appear between two visits, some are lost.</summary>
    public required int WindowCount { get; init; }

    /// <summary>How many entries were published, each counting half as much for every 14 days of its age.</summary>
    public double EntryWeight { get; init; }

    /// <summary>Hours watched, fading in the same way.</summary>
    public double WatchedHours { get; init; }

    /// <summary>The entries of each hour of the day, then of each day from Monday on, in UTC: 31 bytes in Base64; empty: none yet.</summary>
    public string Week { get; init => field = value ?? ""; } = "";

    /// <summary>What an entry of this moment adds to <see cref="Week"/>. It grows, instead of all that was added before fading.</summary>
    public double WeekUnit { get; init; }

    /// <summary>How many gaps between two entries ended in each class of length; older gaps count less. Empty: none yet.</summary>
    public IReadOnlyList<double> GapCounts { get; init => field = value ?? []; } = [];

    /// <summary>The hours that all gaps together spent in each class of length before they ended.</summary>
    public IReadOnlyList<double> GapHours { get; init => field = value ?? []; } = [];

    /// <summary>When the newest entries were published, oldest first; those that came together count once.</summary>
    public IReadOnlyList<DateTimeOffset> Newest { get; init => field = value ?? []; } = [];

    /// <summary>How many entries the last burst has had so far.</summary>
    public int Run { get; init; }

    /// <summary>The most that a burst ever had.</summary>
    public int LongestRun { get; init; }

    /// <summary>Half the time between the last two visits, where nearly all that the last one found was new; null: it was not.</summary>
    public TimeSpan? Hurry { get; init; }

    /// <summary>Visits in a row that found nearly everything new, with no date to prove it.</summary>
    public int UnprovenCount { get; init; }
}
