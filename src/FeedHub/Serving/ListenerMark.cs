using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Serving;

/// <summary>The listeners of the service. What one answers, no other does.</summary>
internal enum Listener
{
    /// <summary>For everybody.</summary>
    Public,

    /// <summary>The socket in the data directory, for commands.</summary>
    Command,

    /// <summary>For operators.</summary>
    Admin,
}

/// <summary>Says of an endpoint which listener it is for; one that says nothing is on none.</summary>
internal sealed record OnListener(Listener Listener);

/// <summary>Tells by which listener a request came, whatever it says of itself: its connection is marked when it is made.</summary>
internal static class ListenerMark
{
    private static readonly object Key = new();

    public static void Mark(this ListenOptions options, Listener listener)
    {
        object mark = listener;
        options.Use(next => connection =>
        {
            connection.Items[Key] = mark;
            return next(connection);
        });
    }

    /// <summary>The listener of a request; without a mark it is the public one, which shows the least.</summary>
    public static Listener Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>() is { } connection && connection.Items.TryGetValue(Key, out var mark) && mark is Listener listener
            ? listener
            : Listener.Public;

    /// <summary>Takes a request's endpoint away where that is for another listener.</summary>
    public static void UseListenerWalls(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<OnListener>()?.Listener != Of(context))
        {
            context.SetEndpoint(null);
        }

        return next(context);
    });
}
