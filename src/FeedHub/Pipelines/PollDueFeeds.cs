using System.Collections.Concurrent;
using System.Threading.Channels;
using FeedHub.Fetching;
using FeedHub.Polling;
using FeedHub.Scheduling;
using FeedHub.Storage;
using Microsoft.Extensions.Options;
using Queue = System.Threading.Channels.Channel;

namespace FeedHub.Pipelines;

/// <summary>
/// Keeps the workers busy: claims what is due, and what commands asked for, as soon as a worker and the origin are free, and visits it. A
/// claim takes one feed of each origin, so a slow origin holds up no other feed, and as many as the workers need within seconds, so that one
/// write serves them all; a visit that waits for a silent origin gives its place to another.
/// </summary>
internal sealed partial class PollDueFeeds(
    IFeedStore store,
    FollowedFeeds followed,
    OriginGate gate,
    PollFeed pollFeed,
    EgressWatch egress,
    Jitter jitter,
    IOptions<PollingOptions> options,
    TimeProvider clock,
    ILogger<PollDueFeeds> logger) : BackgroundService
{
    /// <summary>A claim is stored as a visit this much later, so that the request is surely sent before that moment.</summary>
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(5);

    /// <summary>After the store failed: long enough for a full disk not to fill the log, short enough to go on soon after.</summary>
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>Claims of visits that begin within so long share a write.</summary>
    private static readonly TimeSpan ClaimAhead = TimeSpan.FromMilliseconds(500);

    /// <summary>Visits claimed ahead for each place at most: origins that turn slow must not keep them waiting for longer than a claim is good for.</summary>
    private const int MaxAheadPerPlace = 4;

    /// <summary>Visits under way for each place, those that wait for silent origins included: what memory and sockets are good for.</summary>
    private const int MaxVisitsPerPlace = 16;

    /// <summary>Without a tick for so long the process was stopped: what fell due meanwhile is spread before any of it is taken (F-31).</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _wake = Queue.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<FeedId, Task> _running = new();
    private readonly ConcurrentDictionary<FeedId, FeedId> _requested = new();
    private readonly Queue<Ready> _ready = new();
    private readonly ConcurrentDictionary<Guid, PollRound> _rounds = new();
    private volatile bool _takesDue;
    private volatile bool _wasPaused;
    private long _tickedAt;
    private int _placedCount;
    private int _startedCount;
    private long _claimedAt;
    private DateTimeOffset _restsUntil;

    /// <summary>Visits under way.</summary>
    public int RunningCount => _running.Count;

    /// <summary>Looks for due feeds now; the scheduler's tick.</summary>
    public void Tick()
    {
        var stamp = clock.GetTimestamp();
        _wasPaused |= _takesDue && HasPausedAt(stamp);
        Interlocked.Exchange(ref _tickedAt, stamp);
        _takesDue = true;
        Wake();
    }

    /// <summary>Visits what is due, or every feed that may be visited at all, and returns when the last one is committed.</summary>
    /// <param name="all">Every feed, whatever its due time; still within the bounds of politeness.</param>
    /// <param name="begun">Told first how many visits there will be.</param>
    /// <param name="progress">Told of each finished visit.</param>
    /// <param name="cancellationToken">Ends the waiting, not the visits.</param>
    public async Task<PollSummary> PollAsync(
        bool all, Action<int> begun, IProgress<PollReport> progress, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var states = await store.ReadFeedsAsync(cancellationToken);
        var listed = followed.Sources;
        var candidates = states.Where(state => listed.ContainsKey(state.Id) && (all || (state.IsPollable && state.DueAt <= now))).ToList();
        var skipped = candidates
            .Select(state => (state.Id, Reason: PollSchedule.ReasonToSkip(state, options.Value.Spacing, now) ?? RestOf(state.Origin, now)))
            .Where(skip => skip.Reason is not null)
            .ToDictionary(skip => skip.Id, skip => skip.Reason!);
        var round = new PollRound(candidates.Select(state => state.Id).Where(id => !skipped.ContainsKey(id)), progress);
        var key = Guid.CreateVersion7(now);
        _rounds[key] = round;
        begun(round.Wanted.Count);
        try
        {
            foreach (var id in round.Wanted.Where(id => !_running.ContainsKey(id)))
            {
                _requested[id] = id;
            }

            // Origins become free by the passing of time too.
            using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(100), clock);
            while (!round.Done.IsCompleted)
            {
                Wake();
                await Task.WhenAny(round.Done, ticker.WaitForNextTickAsync(cancellationToken).AsTask());
                cancellationToken.ThrowIfCancellationRequested();
            }

            return new PollSummary(await round.Done, skipped);
        }
        finally
        {
            _rounds.TryRemove(key, out _);
        }
    }

    /// <summary>Visits one feed as soon as a worker and its origin are free, whatever its due time. Returns why not; null: it does.</summary>
    public async Task<string?> RequestAsync(FeedId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var state = (await store.ReadFeedsAsync(cancellationToken)).FirstOrDefault(state => state.Id == id);
        if (state is null || !followed.Sources.ContainsKey(id))
        {
            return "it left the list";
        }

        if (PollSchedule.ReasonToSkip(state, options.Value.Spacing, now) is { } reason)
        {
            return reason;
        }

        if (RestOf(state.Origin, now) is { } rest)
        {
            return rest;
        }

        if (!_running.ContainsKey(id))
        {
            _requested[id] = id;
            Wake();
        }

        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(stoppingToken))
            {
                _wake.Reader.TryRead(out _);
                if (clock.GetUtcNow() < _restsUntil)
                {
                    continue;
                }

                try
                {
                    await StartVisitsAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // The claim comes before the request, so a store that cannot write pauses polling by itself (F-33).
                    _restsUntil = clock.GetUtcNow() + RestAfterFailure;
                    Log.Paused(logger, exception is StorageException ? null : exception, RestAfterFailure, exception.Message);
                    foreach (var round in _rounds.Values)
                    {
                        round.Fail(exception);
                    }
                }
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values);
            await GiveBackAsync();
        }
    }

    /// <summary>At the end: claims whose requests were not sent are due as before.</summary>
    private async Task GiveBackAsync()
    {
        try
        {
            await store.CommitAsync(new StoreCommit { Feeds = [.. _ready.Select(ready => ready.Claim)] }, CancellationToken.None);
        }
        catch (StorageException)
        {
            // Then the claims stand, and their floors are waited for.
        }
    }

    private async Task StartVisitsAsync(CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        var places = options.Value.MaxConcurrency;
        await StartReadyAsync(stoppingToken);
        var ahead = CountAhead(places);
        var wanted = Math.Min(places + ahead - _ready.Count - Volatile.Read(ref _placedCount), (places * MaxVisitsPerPlace) - _running.Count);
        if (wanted < Math.Max(1, ahead / 2) || !egress.MayVisit(now))
        {
            return;
        }

        if (_wasPaused)
        {
            await store.ChangeFeedsAsync(states => FeedRoster.Spread(states, jitter.Next, now), stoppingToken);
            _wasPaused = false;
        }

        wanted = egress.IsDown ? 1 : wanted;
        var sendBy = DateTimeOffset.FromUnixTimeMilliseconds((now + SendWithin).ToUnixTimeMilliseconds());
        var sources = followed.Sources;
        DropWhatCannotBeVisited(sources, now);
        var scopes = _ready.Select(ready => gate.ScopeOf(ready.Claim.Origin)).ToHashSet(StringComparer.Ordinal);
        var requested = _requested.Keys
            .Where(id => !_running.ContainsKey(id) && sources.TryGetValue(id, out var source) && gate.IsFree(source.Origin))
            .Where(id => scopes.Add(gate.ScopeOf(sources[id].Origin)))
            .Take(wanted)
            .ToList();
        var claims = requested.Count > 0 ? await store.ClaimAsync(requested, sendBy, stoppingToken) : [];
        requested.ForEach(id => _requested.TryRemove(id, out _));
        foreach (var missing in requested.Except(claims.Select(claim => claim.Id)))
        {
            Finished(new PollReport(missing, "skipped", "it is paused or gone", 0, 0, 0, TimeSpan.Zero));
        }

        if (_takesDue && !HasPausedAt(clock.GetTimestamp()) && wanted > claims.Count)
        {
            var due = await store.ClaimDueAsync(
                now, sendBy, wanted - claims.Count, origin => gate.IsFree(origin) && scopes.Add(gate.ScopeOf(origin)), stoppingToken);
            claims = [.. claims, .. due];
        }

        (_startedCount, _claimedAt) = (0, clock.GetTimestamp());
        foreach (var claim in claims)
        {
            _ready.Enqueue(new Ready(claim, sendBy, requested.Contains(claim.Id)));
        }

        await StartReadyAsync(stoppingToken);
    }

    /// <summary>How many visits to claim beyond the places: as many as will begin soon, by how many began since the last claim.</summary>
    private int CountAhead(int places)
    {
        var perSecond = _startedCount == 0 ? 0 : _startedCount / clock.GetElapsedTime(_claimedAt).TotalSeconds;
        return (int)Math.Clamp(perSecond * ClaimAhead.TotalSeconds, places, (double)places * MaxAheadPerPlace);
    }

    /// <summary>Starts as many of the claimed visits as there are places, and gives back those that cannot begin any more.</summary>
    private async Task StartReadyAsync(CancellationToken stoppingToken)
    {
        var sources = followed.Sources;
        var givenBack = new List<Ready>();
        while (_ready.TryPeek(out var ready)
            && (Volatile.Read(ref _placedCount) < options.Value.MaxConcurrency || clock.GetUtcNow() > ready.SendBy || stoppingToken.IsCancellationRequested))
        {
            _ready.Dequeue();
            if (!TryStart(ready.Claim, sources, ready.SendBy, stoppingToken))
            {
                givenBack.Add(ready);
            }
        }

        if (givenBack.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Feeds = [.. givenBack.Select(ready => ready.Claim)] }, CancellationToken.None);
            foreach (var ready in givenBack.Where(ready => ready.IsRequested))
            {
                _requested[ready.Claim.Id] = ready.Claim.Id; // a command still waits for it
            }
        }
    }

    /// <summary>Whether by then no tick had come for long: the next one says what to do.</summary>
    private bool HasPausedAt(long stamp) => clock.GetElapsedTime(Interlocked.Read(ref _tickedAt), stamp) > Pause;

    /// <summary>Why the origin must be left alone now; null: it need not be.</summary>
    private string? RestOf(string origin, DateTimeOffset now) =>
        gate.BlockedUntil(origin) is { } until && until > now ? $"its origin asked for rest until {until:u}" : null;

    /// <summary>No command waits for a feed that left the list, or for an origin that asked for rest meanwhile.</summary>
    private void DropWhatCannotBeVisited(IReadOnlyDictionary<FeedId, FeedSource> sources, DateTimeOffset now)
    {
        foreach (var id in _requested.Keys)
        {
            var reason = !sources.TryGetValue(id, out var source) ? "it left the list"
                : RestOf(source.Origin, now);
            if (reason is not null && _requested.TryRemove(id, out _))
            {
                Finished(new PollReport(id, "skipped", reason, 0, 0, 0, TimeSpan.Zero));
            }
        }
    }

    private bool TryStart(
        FeedState claim, IReadOnlyDictionary<FeedId, FeedSource> sources, DateTimeOffset sendBy, CancellationToken stoppingToken)
    {
        if (stoppingToken.IsCancellationRequested
            || clock.GetUtcNow() > sendBy
            || !sources.TryGetValue(claim.Id, out var source)
            || gate.TryEnter(claim.Origin) is not { } lease)
        {
            return false;
        }

        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // As the store has it since the claim: what is committed in the middle of a visit must not make the feed due again.
        var claimed = claim with { LastRequestAt = sendBy, DueAt = sendBy + claim.Floor };
        Interlocked.Increment(ref _placedCount);
        _startedCount++;
        _running[claim.Id] = RunAsync(source, claim, claimed, lease, counted.Task, stoppingToken);
        counted.SetResult();
        return true;
    }

    private async Task RunAsync(
        FeedSource source, FeedState before, FeedState claimed, IDisposable lease, Task counted, CancellationToken stoppingToken)
    {
        await counted;
        PollReport? report = null;
        var hasPlace = 1;
        try
        {
            report = await pollFeed.RunAsync(source, before, claimed, GiveUpPlace, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops: nothing of this visit is stored, and the claim keeps the floor.
        }
        finally
        {
            lease.Dispose();
            _running.TryRemove(source.Id, out _);
            Finished(report ?? new PollReport(source.Id, "stopped", "FeedHub was stopped", 0, 0, 0, TimeSpan.Zero));
            GiveUpPlace();
        }

        void GiveUpPlace()
        {
            if (Interlocked.Exchange(ref hasPlace, 0) == 1)
            {
                Interlocked.Decrement(ref _placedCount);
            }

            Wake();
        }
    }

    private void Finished(PollReport report)
    {
        foreach (var round in _rounds.Values)
        {
            round.Report(report);
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>A claimed feed that waits for a place.</summary>
    /// <param name="Claim">Its state before the claim.</param>
    /// <param name="SendBy">Until when its request must be sent.</param>
    /// <param name="IsRequested">A command waits for it.</param>
    private sealed record Ready(FeedState Claim, DateTimeOffset SendBy, bool IsRequested);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Polling pauses for {Rest}: {Reason}")]
        public static partial void Paused(ILogger logger, Exception? exception, TimeSpan rest, string reason);
    }
}
