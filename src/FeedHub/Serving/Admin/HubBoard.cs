using System.Collections.Concurrent;
using FeedHub.Scheduling;

namespace FeedHub.Serving.Admin;

/// <summary>
/// What operators are shown, in memory: whoever asks waits for no poll, no commit and no disk. The feeds come as a whole, again and again;
/// visits and new entries are noted as they happen.
/// </summary>
internal sealed class HubBoard(TimeProvider clock)
{
    /// <summary>Feeds of which visits and entries are held; of others they are read when somebody asks.</summary>
    public const int MaxHeldFeeds = 500;

    /// <summary>Newest entries of all feeds that are held.</summary>
    public const int MaxEntryCount = 500;

    /// <summary>Days whose entries are counted.</summary>
    public const int DayCount = 14;

    private readonly ConcurrentDictionary<FeedId, FeedMemory> _feeds = new();
    private readonly ConcurrentDictionary<DateOnly, int> _storedByDay = new();
    private readonly ConcurrentDictionary<DateOnly, int> _addedByDay = new();
    private readonly Lock _mutex = new();
    private volatile HubSnapshot _now = HubSnapshot.Empty;
    private volatile IReadOnlyList<EntryView> _newest = [];
    private volatile string? _storeFailure;
    private volatile bool _isChanged = true;

    /// <summary>When this process began: entries first seen later are counted as they come.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetStoredNow();

    public HubSnapshot Now => _now;

    /// <summary>The newest entries of all feeds, newest first.</summary>
    public IReadOnlyList<EntryView> Newest => _newest;

    /// <summary>Why the store does not answer; null: it does.</summary>
    public string? StoreFailure => _storeFailure;

    /// <summary>Entries by the day of their first sight, UTC, the oldest day first.</summary>
    public IReadOnlyList<DayView> EntriesByDay()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return [.. Enumerable.Range(1 - DayCount, DayCount)
            .Select(today.AddDays)
            .Select(day => new DayView(day, _storedByDay.GetValueOrDefault(day) + _addedByDay.GetValueOrDefault(day)))];
    }

    public void MarkChanged() => _isChanged = true;

    /// <summary>Whether something changed since it was asked last.</summary>
    public bool TakeChanged()
    {
        var isChanged = _isChanged;
        _isChanged = false;
        return isChanged;
    }

    public void Show(HubSnapshot snapshot)
    {
        _now = snapshot;
        _storeFailure = null;
    }

    public void Fail(string reason) => _storeFailure = reason;

    /// <summary>How many entries the store held of a day when this process began.</summary>
    public void Count(DateOnly day, int stored) => _storedByDay[day] = stored;

    /// <summary>A visit has ended.</summary>
    public void Note(FeedId feed, FeedVisit visit) => Memory(feed)?.Add(visit);

    /// <summary>New entries are stored.</summary>
    public void Note(FeedId feed, IReadOnlyList<EntryView> added)
    {
        if (added.Count == 0)
        {
            return;
        }

        Memory(feed)?.Add(added);
        foreach (var entry in added)
        {
            _addedByDay.AddOrUpdate(DateOnly.FromDateTime((entry.FirstSeenAt ?? StartedAt).UtcDateTime), 1, (_, count) => count + 1);
        }

        lock (_mutex)
        {
            _newest = [.. added.Concat(_newest).Take(MaxEntryCount)];
        }
    }

    /// <summary>The newest entries that the store holds, where none came before them.</summary>
    public void Fill(IReadOnlyList<EntryView> stored)
    {
        lock (_mutex)
        {
            var known = _newest.Select(entry => (entry.Feed, entry.Title, entry.Link)).ToHashSet();
            _newest = [.. _newest.Concat(stored.Where(entry => !known.Contains((entry.Feed, entry.Title, entry.Link)))).Take(MaxEntryCount)];
        }
    }

    /// <summary>What the store holds of a feed.</summary>
    public void Fill(FeedId feed, IReadOnlyList<FeedVisit> visits, IReadOnlyList<EntryView> entries) => Memory(feed)?.Fill(visits, entries);

    /// <summary>The visits and entries of a feed; null: they are not held.</summary>
    public FeedDetail? Find(FeedId feed) => _feeds.TryGetValue(feed, out var memory) ? memory.Read() : null;

    private FeedMemory? Memory(FeedId feed) =>
        _feeds.TryGetValue(feed, out var memory) ? memory
        : _feeds.Count >= MaxHeldFeeds ? null
        : _feeds.GetOrAdd(feed, _ => new FeedMemory());

    private sealed class FeedMemory
    {
        private const int MaxVisitCount = 50;

        private readonly Lock _mutex = new();
        private readonly Queue<FeedVisit> _visits = new(); // oldest first
        private IReadOnlyList<EntryView> _entries = [];
        private bool _isFilled;

        public void Add(FeedVisit visit)
        {
            lock (_mutex)
            {
                _visits.Enqueue(visit);
                if (_visits.Count > MaxVisitCount)
                {
                    _visits.Dequeue();
                }
            }
        }

        public void Add(IReadOnlyList<EntryView> added)
        {
            lock (_mutex)
            {
                _entries = [.. added.Concat(_entries).Take(FeedDetail.MaxEntryCount)];
            }
        }

        /// <summary>What came meanwhile may be in it already.</summary>
        public void Fill(IReadOnlyList<FeedVisit> visits, IReadOnlyList<EntryView> entries)
        {
            lock (_mutex)
            {
                List<FeedVisit> all = [.. _visits.Concat(visits).DistinctBy(visit => visit.At).OrderBy(visit => visit.At).TakeLast(MaxVisitCount)];
                _visits.Clear();
                all.ForEach(_visits.Enqueue);
                _entries = [.. _entries.Concat(entries).DistinctBy(entry => (entry.Title, entry.Link)).Take(FeedDetail.MaxEntryCount)];
                _isFilled = true;
            }
        }

        public FeedDetail? Read()
        {
            lock (_mutex)
            {
                return _isFilled ? new FeedDetail([.. _visits.Reverse()], _entries) : null;
            }
        }
    }
}
