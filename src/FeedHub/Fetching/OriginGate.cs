namespace FeedHub.Fetching;

/// <summary>
/// Politeness to origins: one request at a time each, a gap from the end of one to the start of the next, and rest for
/// those that ask for it. What is idle is forgotten. Safe for concurrent use.
/// </summary>
/// <param name="options">The gap from the end of one request to the start of the next, and which origins share it.</param>
/// <param name="clock">Measures the gap, and tells when a rest is over.</param>
internal sealed class OriginGate(GateOptions options, TimeProvider clock)
{
    private const int SmallCount = 256; // fewer origins than this are not worth a sweep

    private readonly TimeSpan gap = options.OriginGap;
    private readonly Lock mutex = new();
    private readonly Dictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private int sweepAtCount = SmallCount;

    /// <summary>How many origins are remembered: those in use, in their gap, or at rest.</summary>
    internal int Count
    {
        get
        {
            lock (mutex)
            {
                return slots.Count;
            }
        }
    }

    /// <summary>Whether a request could be sent now: none is under way, the gap is over, and no rest was asked for.</summary>
    public bool IsFree(string origin)
    {
        lock (mutex)
        {
            return !slots.TryGetValue(ScopeOf(origin), out var slot) || (IsOpen(slot) && !IsBlocked(slot));
        }
    }

    /// <summary>Takes the origin for one request, until the lease is disposed of; null: it is not free.</summary>
    public IDisposable? TryEnter(string origin)
    {
        lock (mutex)
        {
            var slot = SlotOf(origin);
            return IsOpen(slot) && !IsBlocked(slot) ? Hold(slot) : null;
        }
    }

    /// <summary>Waits for the origin's turn and gap, for a redirect that leads there. A rest is not waited for: ask before.</summary>
    public async Task<IDisposable> EnterAsync(string origin, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? freed = null;
            TimeSpan rest;
            lock (mutex)
            {
                var slot = SlotOf(origin);
                if (IsOpen(slot))
                {
                    return Hold(slot);
                }

                rest = RestOf(slot);
                if (slot.Holder is not null)
                {
                    freed = (slot.Freed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
            }

            await (freed?.WaitAsync(cancellationToken) ?? Task.Delay(Ceiling(rest), clock, cancellationToken));
        }
    }

    /// <summary>
    /// Ends whatever request is under way there, as its lease would: a visit that was redirected holds its first origin no
    /// longer, so that two feeds that lead to each other's origins never wait for one another.
    /// </summary>
    public void Leave(string origin)
    {
        lock (mutex)
        {
            if (slots.TryGetValue(ScopeOf(origin), out var slot) && slot.Holder is not null)
            {
                Release(slot);
            }
        }
    }

    /// <summary>Lets the origin rest until then; a rest is never shortened.</summary>
    public void Block(string origin, DateTimeOffset until)
    {
        lock (mutex)
        {
            var slot = SlotOf(origin);
            if (slot.BlockedUntil is not { } known || known < until)
            {
                slot.BlockedUntil = until;
            }
        }
    }

    /// <summary>Ends its rest, by the operator's word.</summary>
    public void Unblock(string origin)
    {
        lock (mutex)
        {
            if (slots.TryGetValue(ScopeOf(origin), out var slot))
            {
                slot.BlockedUntil = null;
            }
        }
    }

    /// <summary>When the rest that the origin asked for ends; null: it asked for none, or that is over.</summary>
    public DateTimeOffset? BlockedUntil(string origin)
    {
        lock (mutex)
        {
            return slots.TryGetValue(ScopeOf(origin), out var slot) && IsBlocked(slot) ? slot.BlockedUntil : null;
        }
    }

    /// <summary>What counts as one for gaps and rests: the origin, its host, or the domain that it shares with others by the operator's word.</summary>
    public string ScopeOf(string origin)
    {
        if (options is { OriginScope: OriginScope.Origin, SharedDomains.Length: 0 } || !Uri.TryCreate(origin, UriKind.Absolute, out var url))
        {
            return origin;
        }

        var shared = Array.Find(options.SharedDomains, domain =>
            url.IdnHost.Equals(domain, StringComparison.OrdinalIgnoreCase) || url.IdnHost.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));
        return shared ?? (options.OriginScope == OriginScope.Host ? url.IdnHost : origin);
    }

    private static TimeSpan Ceiling(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));

    private bool IsOpen(Slot slot) => slot.Holder is null && RestOf(slot) <= TimeSpan.Zero;

    private bool IsBlocked(Slot slot) => slot.BlockedUntil is { } until && until > clock.GetUtcNow();

    private TimeSpan RestOf(Slot slot) => slot.LeftAt is { } left ? gap - clock.GetElapsedTime(left) : TimeSpan.Zero;

    private Lease Hold(Slot slot) => slot.Holder = new Lease(this, slot);

    private void Release(Slot slot)
    {
        slot.Holder = null;
        slot.LeftAt = clock.GetTimestamp();
        slot.Freed?.TrySetResult();
        slot.Freed = null;
    }

    private Slot SlotOf(string origin)
    {
        var scope = ScopeOf(origin);
        if (slots.TryGetValue(scope, out var slot))
        {
            return slot;
        }

        if (slots.Count >= sweepAtCount)
        {
            foreach (var (idle, _) in slots.Where(pair => IsOpen(pair.Value) && !IsBlocked(pair.Value)).ToList())
            {
                slots.Remove(idle);
            }

            sweepAtCount = Math.Max(SmallCount, 2 * slots.Count);
        }

        return slots[scope] = new Slot();
    }

    private sealed class Slot
    {
        public Lease? Holder { get; set; }

        public long? LeftAt { get; set; }

        public DateTimeOffset? BlockedUntil { get; set; }

        public TaskCompletionSource? Freed { get; set; }
    }

    private sealed class Lease(OriginGate gate, Slot slot) : IDisposable
    {
        public void Dispose()
        {
            lock (gate.mutex)
            {
                if (slot.Holder == this) // left before: someone else's turn is not ours to end
                {
                    gate.Release(slot);
                }
            }
        }
    }
}
