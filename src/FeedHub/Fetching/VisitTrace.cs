namespace FeedHub.Fetching;

/// <summary>Notes how a visit goes on the wire.</summary>
/// <param name="clock">Tells the moments.</param>
/// <param name="stalled">Told once, when for some seconds nothing has come.</param>
internal sealed class VisitTrace(TimeProvider clock, Action stalled) : IDisposable
{
    /// <summary>For so long a silent origin keeps its place among the visits at once.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3);

    private readonly ITimer stallTimer = clock.CreateTimer(_ => stalled(), null, Stall, Timeout.InfiniteTimeSpan);

    private DateTimeOffset? requestAt;
    private long? startedAt;
    private int requestCount;
    private int unconditionalCount;
    private int? status;

    /// <summary>Body bytes of the last answer so far, still compressed.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The moment, in whole milliseconds.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    /// <summary>A request is about to be sent.</summary>
    public void Requesting()
    {
        startedAt ??= clock.GetTimestamp();
        requestAt ??= Now;
        requestCount++;
        status = null;
        ReceivedBytes = 0;
    }

    /// <summary>It was not sent after all: no connection came about.</summary>
    public void NotSent()
    {
        requestCount = Math.Max(0, requestCount - 1);
        requestAt = requestCount == 0 ? null : requestAt;
    }

    /// <summary>The header of an answer came.</summary>
    public void Answered(int answeredStatus)
    {
        status = answeredStatus;
        stallTimer.Change(Stall, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The document was asked for, without validators.</summary>
    public void Unconditional() => unconditionalCount++;

    /// <summary>Some bytes of its body came.</summary>
    public void Received(int bytes)
    {
        ReceivedBytes += bytes;
        stallTimer.Change(Stall, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => stallTimer.Dispose();

    /// <summary>The visit is over.</summary>
    public FetchTrace End() => new(
        requestAt, requestCount, unconditionalCount, ReceivedBytes, startedAt is { } started ? clock.GetElapsedTime(started) : TimeSpan.Zero, status);
}
