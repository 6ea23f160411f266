namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The last visits of each feed. Lines wait in memory until a feed has several or the oldest has waited some minutes, so that a round of all
/// feeds costs no second write of each; a kill may take the lines of the last minutes along. Belongs to the store's thread.
/// </summary>
internal sealed class VisitJournal(TimeProvider clock)
{
    private const int MaxLineCount = 50;
    private const int MaxWaitingCount = 8;
    private const int MaxWritesAtOnce = 200; // each second: a round of thousands holds nobody up when it falls due

    /// <summary>How long a line waits at most.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private readonly Dictionary<FeedId, Waiting> _waiting = [];
    private readonly Queue<Waiting> _inOrder = new();

    /// <summary>Whether a line waits to be written.</summary>
    public bool IsWaiting => _inOrder.Count > 0;

    public void Add(FeedId feed, FeedVisit visit)
    {
        if (!_waiting.TryGetValue(feed, out var waiting))
        {
            _waiting[feed] = waiting = new Waiting(feed, clock.GetTimestamp());
            _inOrder.Enqueue(waiting);
        }

        waiting.Lines.Add(visit);
        if (waiting.Lines.Count > MaxLineCount)
        {
            waiting.Lines.RemoveAt(0);
        }
    }

    /// <summary>The last visits of a feed, newest first.</summary>
    public IReadOnlyList<FeedVisit> Read(Database database, FeedId feed) => [.. Lines(database, feed).Reverse()];

    /// <summary>The documents that it is time to write.</summary>
    public IReadOnlyList<(FeedId Feed, IReadOnlyList<FeedVisit> Lines)> TakeDue(Database database, bool all)
    {
        var due = new List<(FeedId, IReadOnlyList<FeedVisit>)>();
        while (_inOrder.TryPeek(out var first) && (all || (due.Count < MaxWritesAtOnce && IsDue(first))))
        {
            _inOrder.Dequeue();
            due.Add((first.Feed, Lines(database, first.Feed)));
            _waiting.Remove(first.Feed);
        }

        return due;
    }

    /// <summary>Forgets what waits: the store was begun again.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _inOrder.Clear();
    }

    private bool IsDue(Waiting waiting) => waiting.Lines.Count >= MaxWaitingCount || clock.GetElapsedTime(waiting.Since) >= MaxWait;

    private IReadOnlyList<FeedVisit> Lines(Database database, FeedId feed)
    {
        var written = database.Find(Database.Journal, Documents.FeedKey(feed)) is { } document ? Documents.ToJournal(document) : [];
        return [.. written.Concat(_waiting.TryGetValue(feed, out var waiting) ? waiting.Lines : []).TakeLast(MaxLineCount)];
    }

    private sealed record Waiting(FeedId Feed, long Since)
    {
        public List<FeedVisit> Lines { get; } = [];
    }
}
