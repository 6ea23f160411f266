using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FeedHub;

/// <summary>
/// All that is measured, named by the conventions of OpenTelemetry. Values of attributes come from short lists of our own: nothing that an
/// origin or a reader sends becomes one, and no address.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "FeedHub";

    private const int MaxSampleCount = 1_000;
    private const int MaxAwaitedCount = 10_000;

    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly InstrumentAdvice<double> Ages = new()
    {
        HistogramBucketBoundaries = [30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 259_200],
    };

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _pollDuration;
    private readonly Counter<long> _entries;
    private readonly Histogram<double> _freshness;
    private readonly Histogram<double> _stories;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _rendering;
    private readonly ConcurrentQueue<DateTimeOffset> _awaited = new();
    private readonly ConcurrentQueue<double> _samples = new();
    private int _queued;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _polls = _meter.CreateCounter<long>("feedhub.polls", "{poll}", "Visits by outcome: ok, not-modified, or the code of a failure.");
        _pollDuration = _meter.CreateHistogram("feedhub.poll.duration", "s", "From the claim of a feed to the end of its visit.", advice: Waits);
        _entries = _meter.CreateCounter<long>("feedhub.entries", "{entry}", "Entries read, by what they were (new, updated, duplicate) and the kind of key.");
        _freshness = _meter.CreateHistogram("feedhub.entry.freshness", "s", "From the publisher's date of a new entry to the moment it was served.", advice: Ages);
        _stories = _meter.CreateHistogram("feedhub.story.duration", "s", "The story engine: grouping and ranking for one edition.", advice: Waits);
        _commits = _meter.CreateHistogram("feedhub.store.commit.duration", "s", "A commit, from its queueing until it is on disk.", advice: Waits);
        _rendering = _meter.CreateHistogram("feedhub.render.duration", "s", "Rendering of all documents of one publication.", advice: Waits);
        _meter.CreateObservableUpDownCounter("feedhub.store.queue", () => Volatile.Read(ref _queued), "{operation}", "Operations that wait for the store, or run.");
    }

    /// <summary>Shows a number that others know.</summary>
    public void Watch(string name, string unit, string description, Func<long> read) => _meter.CreateObservableUpDownCounter(name, read, unit, description);

    /// <summary>Shows a share, from 0 to 1.</summary>
    public void WatchShare(string name, string description, Func<double> read) => _meter.CreateObservableGauge(name, read, "1", description);

    /// <summary>Shows numbers by one attribute.</summary>
    public void WatchBy(string name, string unit, string description, string attribute, Func<IReadOnlyDictionary<string, int>> read) =>
        _meter.CreateObservableUpDownCounter(
            name,
            () => read().Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>(attribute, pair.Key))),
            unit,
            description);

    /// <summary>A span of the trace; null: nobody listens.</summary>
    public Activity? Start(string name, FeedId? feed = null) => _source.StartActivity(name)?.SetTag("feedhub.feed.id", feed?.Value);

    public void Polled(string outcome, TimeSpan duration)
    {
        Activity.Current?.SetTag("feedhub.poll.outcome", outcome);
        var tag = new KeyValuePair<string, object?>("feedhub.poll.outcome", outcome);
        _polls.Add(1, tag);
        _pollDuration.Record(duration.TotalSeconds, tag);
    }

    /// <summary>A visit is committed.</summary>
    public void Committed(PollResult result)
    {
        var (added, updated) = (0, 0);
        foreach (var change in result.Changes)
        {
            if (change is EntryChange.Added { InLatest: var inLatest, Entry: var entry })
            {
                added++;
                // The past that a new feed brings tells nothing of how fast FeedHub is.
                if (inLatest && result.Before.FirstVisitAt is not null && entry.PublishedAt is { } publishedAt && _awaited.Count < MaxAwaitedCount)
                {
                    _awaited.Enqueue(publishedAt);
                }
            }
            else if (change is EntryChange.Revised)
            {
                updated++;
            }
        }

        var key = KeyWords(result.State.KeyStep);
        Count(added, "new", key);
        Count(updated, "updated", key);
        Count(Math.Max(0, result.EntriesRead - added - updated), "duplicate", key);
    }

    /// <summary>What was committed before is served now.</summary>
    public void Served(DateTimeOffset now)
    {
        while (_awaited.TryDequeue(out var publishedAt))
        {
            var age = Math.Max(0, (now - publishedAt).TotalSeconds); // a date in the future is no lead
            _freshness.Record(age);
            _samples.Enqueue(age);
            while (_samples.Count > MaxSampleCount)
            {
                _samples.TryDequeue(out _);
            }
        }
    }

    /// <summary>From publication to serving, of the last new entries since the start, in seconds, the shortest first.</summary>
    public IReadOnlyList<double> FreshnessSamples() => [.. _samples.Order()];

    /// <summary>The story engine works until this is disposed of.</summary>
    public Timing Stories() => new(this, _stories, "rank");

    /// <summary>Documents are rendered until this is disposed of.</summary>
    public Timing Rendering() => new(this, _rendering, "render");

    /// <summary>A commit waits and runs until this is disposed of.</summary>
    public Timing Commit() => new(this, _commits, "commit");

    /// <summary>Something waits for the store; the number of what waits is to be lowered by <see cref="Dequeued"/>.</summary>
    public void Queued() => Interlocked.Increment(ref _queued);

    public void Dequeued() => Interlocked.Decrement(ref _queued);

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static string KeyWords(EntryKeyStep step) => step switch
    {
        EntryKeyStep.Guid => "guid",
        EntryKeyStep.Link => "link",
        EntryKeyStep.LinkAndDate => "link_and_date",
        _ => "content",
    };

    private void Count(int count, string change, string key)
    {
        if (count > 0)
        {
            _entries.Add(count, new("feedhub.entry.change", change), new("feedhub.entry.key", key));
        }
    }

    /// <summary>A measured stretch of work, in the trace too.</summary>
    internal sealed class Timing(Telemetry telemetry, Histogram<double> histogram, string name) : IDisposable
    {
        private readonly long _startedAt = Stopwatch.GetTimestamp();
        private readonly Activity? _activity = telemetry._source.StartActivity(name);

        public void Dispose()
        {
            histogram.Record(Stopwatch.GetElapsedTime(_startedAt).TotalSeconds);
            _activity?.Dispose();
        }
    }
}
