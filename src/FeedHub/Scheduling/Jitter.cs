namespace FeedHub.Scheduling;

/// <summary>The only randomness of the schedule; the core gets it as an argument.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _mutex = new();

    /// <summary>From 0 to 1.</summary>
    public double Next()
    {
        lock (_mutex)
        {
            return random.NextDouble();
        }
    }
}
