using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace FeedHub.Readers;

/// <summary>The public address before the service: it passes requests on, and remembers how they were answered.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly string[] _asked = ["Accept-Encoding", "If-None-Match", "If-Modified-Since", "User-Agent"];
    private static readonly string[] _answered = ["ETag", "Last-Modified", "Cache-Control", "Content-Type", "Content-Encoding", "Vary", "Link"];

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly ConcurrentQueue<int> _statuses = new();
    private readonly OriginServer _front;

    private Relay(OriginServer front) => _front = front;

    /// <summary>The address that readers know.</summary>
    public Uri Url => _front.UrlOf("/");

    /// <summary>Where the service is now.</summary>
    public Uri? Target { get; set; }

    /// <summary>Passes these paths on.</summary>
    public static async Task<Relay> StartAsync(IReadOnlyList<string> paths)
    {
        var relay = new Relay(await OriginServer.StartAsync());
        foreach (var path in paths)
        {
            relay._front.Answer("/" + path, relay.PassOnAsync);
        }

        return relay;
    }

    /// <summary>How the requests since the last call were answered.</summary>
    public IReadOnlyList<int> TakeStatuses()
    {
        var taken = new List<int>();
        while (_statuses.TryDequeue(out var status))
        {
            taken.Add(status);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Target!, context.Request.Path.Value));
        foreach (var name in _asked.Where(context.Request.Headers.ContainsKey))
        {
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)context.Request.Headers[name]);
        }

        using var answer = await _client.SendAsync(request, context.RequestAborted);
        _statuses.Enqueue((int)answer.StatusCode);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => _answered.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (answer.IsSuccessStatusCode)
        {
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
