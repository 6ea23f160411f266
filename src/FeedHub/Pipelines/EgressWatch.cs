namespace FeedHub.Pipelines;

/// <summary>
/// Notices that FeedHub's own connection fails rather than the feeds: at least half of the visits of the last ten minutes, at five origins or
/// more, failing alike (F-3, F-19). Meanwhile nothing is held against a feed; while nothing at all succeeds that did before, one feed a second
/// is tried.
/// </summary>
internal sealed partial class EgressWatch(ILogger<EgressWatch> logger)
{
    private const int MinOriginCount = 5;
    private const int MinuteCount = 10;
    private const int MaxUnjustCount = 100_000;
    private static readonly TimeSpan ProbeGap = TimeSpan.FromSeconds(1);

    /// <summary>Where other visits succeed all the while, it is the list that is ill after so long, not the connection.</summary>
    private static readonly TimeSpan MaxMixed = TimeSpan.FromHours(6);

    /// <summary>Failures that an origin speaks by itself, or that happen before any connection: they say nothing of ours.</summary>
    private static readonly HashSet<string> Own =
        ["http-404", "http-410", "http-401", "http-429", "http-503", "credentials", "url-blocked", "address-blocked", "too-large", "own-feed", "internal"];

    /// <summary>Failures of those who were reached: they took the connection and kept silent, so ours is not down, however many they are.</summary>
    private static readonly HashSet<string> Reached = ["timeout"];

    private readonly Lock _mutex = new();
    private readonly Queue<Minute> _minutes = new();

    /// <summary>Origins that succeeded at the visit before the one that failed; no more than matter. Who never did tells nothing of us.</summary>
    private readonly HashSet<string> _lostOrigins = new(StringComparer.Ordinal);
    private readonly Dictionary<FeedId, FeedState> _unjust = [];
    private readonly List<FeedState> _acquitted = [];
    private DateTimeOffset? _since;
    private string? _code;
    private bool _hadSuccess;
    private DateTimeOffset _probedAt;

    /// <summary>Whether a visit may begin now: always, but one a second while the connection seems down.</summary>
    public bool MayVisit(DateTimeOffset now)
    {
        lock (_mutex)
        {
            if (!SeemsDown)
            {
                return true;
            }

            if (now - _probedAt < ProbeGap)
            {
                return false;
            }

            _probedAt = now;
            return true;
        }
    }

    /// <summary>Whether one feed at a time is tried.</summary>
    public bool IsDown
    {
        get
        {
            lock (_mutex)
            {
                return SeemsDown;
            }
        }
    }

    private bool SeemsDown => _since is not null && !_hadSuccess && _lostOrigins.Count >= MinOriginCount && !Reached.Contains(_code!);

    /// <summary>Takes note of a visit; true: it failed together with all others, and counts for nothing.</summary>
    /// <param name="before">The state before the visit.</param>
    /// <param name="code">The failure's short name; null: it succeeded.</param>
    /// <param name="now">The end of the visit.</param>
    public bool Observe(FeedState before, string? code, DateTimeOffset now)
    {
        lock (_mutex)
        {
            Rotate(now);
            var minute = _minutes.Last();
            minute.VisitCount++;
            if (code is null || Own.Contains(code))
            {
                if (code is null)
                {
                    _hadSuccess = true;
                    _lostOrigins.Clear();
                    if (_since is not null)
                    {
                        _acquitted.AddRange(_unjust.Values);
                        _unjust.Clear();
                    }
                }

                EndSuspicion(now);
                return false;
            }

            minute.Failed(code, before.Origin);
            if (_unjust.Count < MaxUnjustCount)
            {
                _unjust.TryAdd(before.Id, before);
            }

            if (before is { LastSuccessAt: not null, LastError: null } && _lostOrigins.Count < MinOriginCount)
            {
                _lostOrigins.Add(before.Origin);
            }

            // While nothing succeeds, a few visits an hour are enough to go on suspecting.
            var isStillDown = _since is not null && !_hadSuccess && code == _code;
            if (!isStillDown && !IsSuspect(code))
            {
                EndSuspicion(now);
                return false;
            }

            if (_since is null)
            {
                (_since, _code, _hadSuccess) = (now, code, false);
                Log.Suspected(logger, code);
            }

            return !_hadSuccess || now - _since < MaxMixed;
        }
    }

    /// <summary>
    /// The states, before their visits, of feeds whose failures turned out to be none of theirs; empty: there are none, or it is not over.
    /// </summary>
    public IReadOnlyList<FeedState> TakeUnjust()
    {
        lock (_mutex)
        {
            IReadOnlyList<FeedState> taken = [.. _acquitted];
            _acquitted.Clear();
            return taken;
        }
    }

    private void EndSuspicion(DateTimeOffset now)
    {
        if (_since is { } since && _hadSuccess && !_minutes.SelectMany(minute => minute.Codes).Distinct(StringComparer.Ordinal).Any(IsSuspect))
        {
            Log.Over(logger, now - since);
            _since = null;
        }
    }

    private bool IsSuspect(string code) =>
        2 * _minutes.Sum(minute => minute.CountOf(code)) >= _minutes.Sum(minute => minute.VisitCount)
        && _minutes.SelectMany(minute => minute.OriginsOf(code)).Distinct(StringComparer.Ordinal).Take(MinOriginCount).Count() == MinOriginCount;

    private void Rotate(DateTimeOffset now)
    {
        var number = now.ToUnixTimeSeconds() / 60;
        if (_minutes.LastOrDefault()?.Number != number)
        {
            _minutes.Enqueue(new Minute(number));
            if (_since is null)
            {
                // What failed before the window cannot have failed by a fault that only begins now.
                foreach (var old in _unjust.Values.Where(state => now - state.DueAt > TimeSpan.FromMinutes(2 * MinuteCount)).ToList())
                {
                    _unjust.Remove(old.Id);
                }
            }
        }

        while (_minutes.Peek().Number <= number - MinuteCount || _minutes.Peek().Number > number)
        {
            _minutes.Dequeue();
        }
    }

    private sealed class Minute(long number)
    {
        private readonly Dictionary<string, (int Count, HashSet<string> Origins)> _failures = new(StringComparer.Ordinal);

        public long Number => number;

        public int VisitCount { get; set; }

        public IEnumerable<string> Codes => _failures.Keys;

        public void Failed(string code, string origin)
        {
            var (count, origins) = _failures.GetValueOrDefault(code, (0, new HashSet<string>(StringComparer.Ordinal)));
            if (origins.Count < MinOriginCount)
            {
                origins.Add(origin);
            }

            _failures[code] = (count + 1, origins);
        }

        public int CountOf(string code) => _failures.GetValueOrDefault(code).Count;

        public IEnumerable<string> OriginsOf(string code) => _failures.TryGetValue(code, out var failure) ? failure.Origins : [];
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Half of all visits fail alike ({Code}): FeedHub's own connection is suspected, and no feed is held to account")]
        public static partial void Suspected(ILogger logger, string code);

        [LoggerMessage(LogLevel.Warning, "Visits no longer fail alike, after {Duration}: feeds are visited as before")]
        public static partial void Over(ILogger logger, TimeSpan duration);
    }
}
