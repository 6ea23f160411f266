using FeedHub.Polling;

namespace FeedHub.Scheduling;

/// <summary>Whether the clock is doubted, by the newest moment that the store remembered at the start. Who destroys by time asks here first.</summary>
internal sealed class ClockDoubt
{
    private DateTimeOffset? _newest;
    private volatile string? _notice;

    /// <summary>Why, for the operator; null: it is not.</summary>
    public string? Notice => _notice;

    /// <summary>The start of the service.</summary>
    public void Start(DateTimeOffset? newest, DateTimeOffset now)
    {
        _newest = newest;
        Check(now);
    }

    /// <summary>The clock says something else now.</summary>
    public void Check(DateTimeOffset now) => _notice = ClockRule.DoubtIn(now, _newest);
}
