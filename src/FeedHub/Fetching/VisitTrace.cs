namespace FeedHub.Fetching;

/// <summary>Notes how a visit goes on the wire.</summary>
internal sealed class VisitTrace(TimeProvider clock)
{
    private DateTimeOffset? requestAt;
    private long? startedAt;
    private int requestCount;
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
    public void Answered(int answeredStatus) => status = answeredStatus;

    /// <summary>Some bytes of its body came.</summary>
    public void Received(int bytes) => ReceivedBytes += bytes;

    /// <summary>The visit is over.</summary>
    public FetchTrace End() => new(
        requestAt, requestCount, ReceivedBytes, startedAt is { } started ? clock.GetElapsedTime(started) : TimeSpan.Zero, status);
}
