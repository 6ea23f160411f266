using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Serving;

/// <summary>At most so many connections to one listener at once, so that a crowd at one never locks out another.</summary>
internal static class ConnectionCap
{
    public static void Cap(this ListenOptions options, int maxConnections)
    {
        var count = 0;
        options.Use(next => async connection =>
        {
            try
            {
                if (Interlocked.Increment(ref count) <= maxConnections)
                {
                    await next(connection);
                }
                else
                {
                    connection.Abort();
                }
            }
            finally
            {
                Interlocked.Decrement(ref count);
            }
        });
    }
}
