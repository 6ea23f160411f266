using System.Globalization;
using FeedHub.Reading;

namespace FeedHub.Fuzzing;

/// <summary>What a run has seen; any thread may add to it.</summary>
internal sealed class FuzzCount
{
    private readonly Lock _lock = new();
    private long _executions;
    private long _feeds;
    private long _entries;
    private long _bytes;
    private TimeSpan _longest;
    private long _most;

    public void Add(int length, TimeSpan time, long bytes, ReadOutcome outcome)
    {
        lock (_lock)
        {
            _executions++;
            _bytes += length;
            _longest = time > _longest ? time : _longest;
            _most = Math.Max(_most, bytes);
            if (outcome is ReadOutcome.Read(var feed))
            {
                _feeds++;
                _entries += feed.Entries.Count;
            }
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_executions} executions over {_bytes / 1024 / 1024} MiB, {_feeds} of them feeds with {_entries} entries; the slowest reading "
                + $"{_longest.TotalMilliseconds:0} ms, the most allocated by one {_most / 1024} KiB");
        }
    }
}
