namespace FeedHub.Scheduling;

/// <summary>
/// Wall-clock time that advances by the monotonic clock (CONTRACT, Intervals): a jump of the wall clock moves it only when
/// <see cref="TakeJump"/> is called, by one who then moves along what was planned. So nothing falls silent when a clock is set back, and
/// nothing falls due at once when it is set forward.
/// </summary>
internal sealed class HubClock : TimeProvider
{
    /// <summary>Below this a difference is drift, which is taken without notice.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _system;
    private readonly long _startStamp;
    private long _startTicks;

    public HubClock(TimeProvider system)
    {
        _system = system;
        _startStamp = system.GetTimestamp();
        _startTicks = system.GetUtcNow().UtcTicks;
    }

    public override long TimestampFrequency => _system.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() =>
        new(Interlocked.Read(ref _startTicks) + _system.GetElapsedTime(_startStamp).Ticks, TimeSpan.Zero);

    public override long GetTimestamp() => _system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _system.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes over what the wall clock says by now; returns by how much it jumped, zero where it did not.</summary>
    public TimeSpan TakeJump()
    {
        var difference = _system.GetUtcNow() - GetUtcNow();
        Interlocked.Add(ref _startTicks, difference.Ticks);
        return difference.Duration() > Jump ? difference : TimeSpan.Zero;
    }
}
