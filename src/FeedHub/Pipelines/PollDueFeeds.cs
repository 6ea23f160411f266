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

    /// <summary>So long before the last claimed visit begins, the next ones are claimed: about what the write takes.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMilliseconds(25);

    /// <summary>Visits claimed ahead for each place at most: origins that turn slow must not keep them waiting for longer than a claim is good for.</summary>
    private const int MaxAheadPerPlace = 16;

    /// <summary>Visits under way for each place, those that wait for silent origins included: what memory and sockets are good for.</summary>
    private const int MaxVisitsPerPlace = 16;

    /// <summary>Without a tick for so long the process was stopped: what fell due meanwhile is spread before any of it is taken (F-31).</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _wake = Queue.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<FeedId, Task> _running = new();
    private readonly RequestedFeeds _requested = new(gate);
    private readonly Queue<Ready> _ready = new();
    private Task<IReadOnlyList<Ready>>? _claiming;
    private readonly ConcurrentDictionary<Guid, PollRound> _rounds = new();
    private volatile bool _takesDue;
    private volatile bool _wasPaused;
    private volatile bool _mayBeMore = true;
    private long _tickedAt;
    private int _placedCount;
    private int _startedCount;
    private int _endedCount;
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
        Look();
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
            foreach (var state in candidates.Where(state => !skipped.ContainsKey(state.Id) && !_running.ContainsKey(state.Id)))
            {
                _requested.Add(state.Id, state.Origin);
            }

            // Origins become free by the passing of time too.
            using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(100), clock);
            while (!round.Done.IsCompleted)
            {
                Look();
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
            _requested.Add(id, state.Origin);
            Look();
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
        IReadOnlyList<Ready> claimed = [];
        try
        {
            claimed = _claiming is null ? [] : await _claiming;
        }
        catch (Exception exception) when (exception is StorageException or OperationCanceledException)
        {
            // Then nothing was claimed.
        }

        try
        {
            await store.CommitAsync(new StoreCommit { Feeds = [.. _ready.Concat(claimed).Select(ready => ready.Claim)] }, CancellationToken.None);
        }
        catch (StorageException)
        {
            // Then the claims stand, and their floors are waited for.
        }
    }

    private async Task StartVisitsAsync(CancellationToken stoppingToken)
    {
        if (_claiming is { IsCompleted: true })
        {
            var claimed = _claiming;
            _claiming = null;
            (_startedCount, _claimedAt) = (0, clock.GetTimestamp());
            foreach (var ready in await claimed)
            {
                _ready.Enqueue(ready);
            }
        }

        await StartReadyAsync(stoppingToken);
        var now = clock.GetUtcNow();
        var places = options.Value.MaxConcurrency;
        var perSecond = _startedCount == 0 ? 0 : _startedCount / clock.GetElapsedTime(_claimedAt).TotalSeconds;
        var ahead = (int)Math.Clamp(perSecond * ClaimAhead.TotalSeconds, places, (double)places * MaxAheadPerPlace);
        var wanted = Math.Min(places + ahead - _ready.Count - Volatile.Read(ref _placedCount), (places * MaxVisitsPerPlace) - _running.Count);
        if (_claiming is null && wanted > 0 && _ready.Count <= perSecond * ClaimTime.TotalSeconds && MayBeMore() && egress.MayVisit(now))
        {
            _mayBeMore = false;
            Interlocked.Exchange(ref _endedCount, 0);
            _claiming = ClaimAsync(egress.IsDown ? 1 : wanted, now, stoppingToken);
            _ = _claiming.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        // Where all that was free was claimed, a few visits have to end before it is worth a write again.
        bool MayBeMore() => _mayBeMore || Volatile.Read(ref _endedCount) > _running.Count / 4;
    }

    /// <summary>Claims the feeds that are visited next. The write takes its time, in which visits that were claimed before begin.</summary>
    private async Task<IReadOnlyList<Ready>> ClaimAsync(int wanted, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var scopes = _ready.Select(ready => gate.ScopeOf(ready.Claim.Origin)).ToHashSet(StringComparer.Ordinal);
        if (_wasPaused)
        {
            await store.ChangeFeedsAsync(states => FeedRoster.Spread(states, jitter.Next, now), stoppingToken);
            _wasPaused = false;
        }

        var sendBy = DateTimeOffset.FromUnixTimeMilliseconds((now + SendWithin).ToUnixTimeMilliseconds());
        var sources = followed.Sources;
        foreach (var (id, reason) in _requested.TakeHopeless(sources.ContainsKey, origin => RestOf(origin, now)))
        {
            Finished(new PollReport(id, "skipped", reason, 0, 0, 0, TimeSpan.Zero));
        }

        var requested = _requested.FindFree(wanted, scopes);
        IReadOnlyList<FeedState> claims = [];
        if (requested.Count > 0)
        {
            claims = await store.ClaimAsync(requested, sendBy, stoppingToken);
            foreach (var id in requested)
            {
                _requested.Remove(id);
            }

            foreach (var missing in requested.Except(claims.Select(claim => claim.Id)))
            {
                Finished(new PollReport(missing, "skipped", "it is paused or gone", 0, 0, 0, TimeSpan.Zero));
            }
        }

        if (_takesDue && !HasPausedAt(clock.GetTimestamp()) && wanted > claims.Count)
        {
            var due = await store.ClaimDueAsync(
                now, sendBy, wanted - claims.Count, origin => gate.IsFree(origin) && scopes.Add(gate.ScopeOf(origin)), stoppingToken);
            claims = [.. claims, .. due];
        }

        _mayBeMore |= claims.Count == wanted;
        return [.. claims.Select(claim => new Ready(claim, sendBy, requested.Contains(claim.Id)))];
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
                _requested.Add(ready.Claim.Id, ready.Claim.Origin); // a command still waits for it
            }
        }
    }

    /// <summary>Whether by then no tick had come for long: the next one says what to do.</summary>
    private bool HasPausedAt(long stamp) => clock.GetElapsedTime(Interlocked.Read(ref _tickedAt), stamp) > Pause;

    /// <summary>Why the origin must be left alone now; null: it need not be.</summary>
    private string? RestOf(string origin, DateTimeOffset now) =>
        gate.BlockedUntil(origin) is { } until && until > now ? $"its origin asked for rest until {until:u}" : null;

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
        _requested.Remove(claim.Id); // whoever asked for it meanwhile has what he asked for
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
            Interlocked.Increment(ref _endedCount);
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

    /// <summary>Time has passed, or somebody asked: there may be feeds to claim.</summary>
    private void Look()
    {
        _mayBeMore = true;
        Wake();
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
