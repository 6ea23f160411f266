using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace FeedHub.Commands;

/// <summary>Tells systemd, where it started FeedHub and asked (<c>Type=notify</c>), that the listeners answer, and later that a stop has begun.</summary>
internal static partial class SystemdNotice
{
    /// <summary>To be called when the listeners answer.</summary>
    public static void Tell(IServiceProvider services)
    {
        var systemd = new SystemdNotifier(); // silent where NOTIFY_SOCKET is not set
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("FeedHub");
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => Notify(systemd, ServiceState.Stopping, logger));
        Notify(systemd, ServiceState.Ready, logger);
    }

    private static void Notify(SystemdNotifier systemd, ServiceState state, ILogger logger)
    {
        try
        {
            systemd.Notify(state);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            Log.Unheard(logger, exception.Message); // the variable may be left from another program: no reason to serve nobody
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The socket that NOTIFY_SOCKET names cannot be told of start and stop ({Reason})")]
        public static partial void Unheard(ILogger logger, string reason);
    }
}
