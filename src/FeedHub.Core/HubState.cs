namespace FeedHub;

/// <summary>What the store keeps of the hub as a whole.</summary>
public sealed record HubState
{
    /// <summary>The identity of the list where the list itself has none: minted once, <c>urn:uuid:</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the store was made; the <c>updated</c> of feeds that hold nothing yet.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Every feed of the first list has been visited once: a feed that joins from now on brings its past as backfill.</summary>
    public bool FirstRoundDone { get; init; }

    /// <summary>The newest edition of the front page.</summary>
    public Edition Edition { get; init; } = Edition.Empty;

    /// <summary>The documents last published, by path.</summary>
    public IReadOnlyList<DocumentStamp> Documents { get; init; } = [];
}

/// <summary>One state of the ranked list; each change of it is a new number.</summary>
/// <param name="Number">0 before the first.</param>
/// <param name="FrontPage">Keys of the articles on the front page, in order.</param>
/// <param name="Listed">All stories that the merged feed holds, newest listing first.</param>
public sealed record Edition(int Number, IReadOnlyList<string> FrontPage, IReadOnlyList<Listing> Listed)
{
    /// <summary>The edition before the first.</summary>
    public static Edition Empty { get; } = new(0, [], []);
}

/// <summary>A story that was listed.</summary>
/// <param name="ArticleKey">The key of its lead article.</param>
/// <param name="ListedAt">First listing; never moves.</param>
/// <param name="LeftAt">When it left the front page; null: it stands there.</param>
public sealed record Listing(string ArticleKey, DateTimeOffset ListedAt, DateTimeOffset? LeftAt);

/// <summary>What was last published at a path; equal bytes keep the moment across restarts.</summary>
/// <param name="Path">The path, such as <c>/latest.atom</c>.</param>
/// <param name="Hash">SHA-256 of the uncompressed bytes in hex.</param>
/// <param name="LastModified">In whole seconds; never goes back.</param>
public sealed record DocumentStamp(string Path, string Hash, DateTimeOffset LastModified);
