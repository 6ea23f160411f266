namespace FeedHub.Fetching;

/// <summary>What a <see cref="FaultProxy"/> does to a connection on its way; by default nothing. Bytes are those of the answer, TLS included.</summary>
internal sealed record Fault
{
    /// <summary>What an upstream that is healthy, on a network that is, looks like.</summary>
    public static readonly Fault None = new();

    /// <summary>Before each piece of the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The most bytes of a piece; null: as they come.</summary>
    public int? SliceBytes { get; init; }

    /// <summary>So many bytes of an answer that has begun are passed on before <see cref="End"/>; null: all.</summary>
    public int? PassedBytes { get; init; }

    /// <summary>What happens where the answer is broken off.</summary>
    public FaultEnd End { get; init; }

    /// <summary>For so long the end of the connection is kept back.</summary>
    public TimeSpan CloseDelay { get; init; }

    /// <summary>Answered to the first bytes that come, whatever they are, instead of what the upstream says; null: it is asked.</summary>
    public byte[]? Instead { get; init; }

    /// <summary>The connection is closed as in order after so many bytes.</summary>
    public static Fault CloseAfter(int bytes) => new() { PassedBytes = bytes, End = FaultEnd.Close };

    /// <summary>It is reset after so many bytes.</summary>
    public static Fault ResetAfter(int bytes) => new() { PassedBytes = bytes, End = FaultEnd.Reset };

    /// <summary>Nothing more comes after so many bytes, and the connection stays.</summary>
    public static Fault StallAfter(int bytes) => new() { PassedBytes = bytes, End = FaultEnd.Stall };
}

/// <summary>How an answer is broken off.</summary>
internal enum FaultEnd
{
    /// <summary>In order (FIN).</summary>
    Close,

    /// <summary>At once (RST).</summary>
    Reset,

    /// <summary>Not at all: the connection stays, and nothing comes.</summary>
    Stall,
}
