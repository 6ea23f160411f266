namespace FeedHub.Scheduling.FreshnessSimulation;

/// <summary>Seeded numbers that are the same on every version of .NET (SplitMix64).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    /// <summary>At least 0 and less than 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public bool Chance(double share) => Next() < share;

    public double Between(double low, double high) => low + ((high - low) * Next());

    /// <summary>As likely between 1 and 2 as between 10 and 20.</summary>
    public double Magnitude(double low, double high) => low * Math.Pow(high / low, Next());

    public double Exponential(double mean) => -mean * Math.Log(1 - Next());

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[(int)(Next() * choices.Length)];
}
