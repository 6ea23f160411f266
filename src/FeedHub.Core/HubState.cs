namespace FeedHub;

/// <summary>What the store keeps of the hub as a whole.</summary>
public sealed record HubState
{
    /// <summary>The identity of the list where the list itself has none: minted once, <c>urn:uuid:</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the store was made; the <c>updated</c> of feeds that hold nothing yet.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a snapshot took the place of a damaged store; null: never.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>Since when the store goes on without a break: what was served before is of another one.</summary>
    public DateTimeOffset BegunAt => RestoredAt ?? CreatedAt;

    /// <summary>Every feed of the first list has been visited once: a feed that joins from now on brings its past as backfill.</summary>
    public bool FirstRoundDone { get; init; }

    /// <summary>The newest edition of the front page.</summary>
    public Edition Edition { get; init; } = Edition.Empty;

    /// <summary>The documents last published, by path.</summary>
    public IReadOnlyList<DocumentStamp> Documents { get; init => field = value ?? []; } = [];

    /// <summary>What <c>/latest</c> of the whole and of each channel was made of, so that a start need not look for it.</summary>
    public LatestKeys Latest { get; init => field = value ?? LatestKeys.None; } = LatestKeys.None;
}

/// <summary>One state of the ranked lists; each change of one is a new number.</summary>
public sealed record Edition
{
    /// <summary>0 before the first.</summary>
    public required int Number { get; init; }

    /// <summary>When it was made; scores are told as of then.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The list of the whole, then that of each channel, by slug.</summary>
    public required IReadOnlyList<RankedList> Lists { get; init => field = value ?? []; } = [];

    /// <summary>The list of the whole.</summary>
    public RankedList Whole => Of(RankedList.WholeName);

    /// <summary>The edition before the first.</summary>
    public static Edition Empty { get; } = new() { Number = 0, MadeAt = DateTimeOffset.UnixEpoch, Lists = [] };

    /// <summary>The list of a channel; empty where there is none yet.</summary>
    public RankedList Of(string name) => Lists.FirstOrDefault(list => list.Name == name) ?? new RankedList(name, [], []);
}

/// <summary>A front page, and the feed of all that stood on it.</summary>
/// <param name="Name">The slug of a channel; empty: the whole.</param>
/// <param name="FrontPage">The stories on the front page, best first.</param>
/// <param name="Listed">All stories that the merged feed holds, newest listing first.</param>
public sealed record RankedList(string Name, IReadOnlyList<string> FrontPage, IReadOnlyList<Listing> Listed)
{
    /// <summary>The name of the list of the whole.</summary>
    public const string WholeName = "";
}

/// <summary>A story that was listed.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="ListedAt">First listing on this list; never moves.</param>
/// <param name="LeftAt">When it left the front page; null: it stands there.</param>
public sealed record Listing(string StoryId, DateTimeOffset ListedAt, DateTimeOffset? LeftAt);

/// <summary>What was last published at a path; equal bytes keep the moment across restarts.</summary>
/// <param name="Path">The path, such as <c>/latest.atom</c>.</param>
/// <param name="Hash">SHA-256 of the uncompressed bytes in hex.</param>
/// <param name="LastModified">In whole seconds; never goes back.</param>
public sealed record DocumentStamp(string Path, string Hash, DateTimeOffset LastModified);

/// <summary>The newest articles that the list admits.</summary>
/// <param name="ListHash">Of what the list says about which articles these are, in hex; with another list they are others.</param>
/// <param name="Windows">Those of the whole, then of each channel.</param>
public sealed record LatestKeys(string ListHash, IReadOnlyList<LatestWindow> Windows)
{
    /// <summary>Nothing is known.</summary>
    public static LatestKeys None { get; } = new("", []);

    /// <summary>Whether both name the same articles in the same order.</summary>
    public bool AreSame(LatestKeys other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ListHash == other.ListHash && Windows.Count == other.Windows.Count
            && Windows.Zip(other.Windows).All(pair =>
                pair.First.Name == pair.Second.Name && pair.First.IsAll == pair.Second.IsAll && pair.First.Keys.SequenceEqual(pair.Second.Keys, StringComparer.Ordinal));
    }
}

/// <summary>The newest articles of one list.</summary>
/// <param name="Name">The slug of a channel; empty: the whole.</param>
/// <param name="Keys">The keys of the articles in the order of <see cref="LatestOrder"/>.</param>
/// <param name="IsAll">There are no older ones.</param>
public sealed record LatestWindow(string Name, IReadOnlyList<string> Keys, bool IsAll);
