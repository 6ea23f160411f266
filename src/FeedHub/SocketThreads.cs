namespace FeedHub;

/// <summary>Who goes on when a socket has something: the thread that hears of it, or a worker of the thread pool.</summary>
/// <remarks>
/// The runtime offers it by its environment alone, for all sockets of a process at once, and on Unix only. So whoever has more to do than to answer from
/// memory leaves these threads by himself: requests for what is not published (<see cref="Serving.PublishedDocumentsMiddleware"/>), and visits
/// (<see cref="Fetching.OriginStream"/>).
/// </remarks>
internal static class SocketThreads
{
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// The thread that hears of a request answers it. Else each answer waits for a worker, behind whatever is read and written for feeds, and on one core
    /// two threads take turns for each: a seventh less answers a second, the last hundredth half as late again. Must come before the first socket; who sets
    /// the variable decides himself.
    /// </summary>
    public static void Answer()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }
}
