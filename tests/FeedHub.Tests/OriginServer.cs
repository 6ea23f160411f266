using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace FeedHub;

/// <summary>
/// A scripted origin on loopback: a real server that answers what it was told to, and remembers what it was asked.
/// What it serves can be replaced while it runs. It listens on as many addresses as a test wants origins.
/// </summary>
internal sealed class OriginServer : IAsyncDisposable
{
    public const string FeedPath = "/feed.xml";

    private readonly ConcurrentDictionary<(IPAddress? Address, string Path), RequestDelegate> answers = new();
    private readonly Lock mutex = new();
    private readonly List<OriginRequest> requests = [];
    private readonly List<(int Count, TaskCompletionSource Arrived)> waiting = [];
    private readonly TimeProvider clock;
    private readonly WebApplication app;

    private OriginServer(IReadOnlyList<IPAddress> addresses, int port, X509Certificate2? certificate, TimeProvider clock)
    {
        this.clock = clock;
        Addresses = addresses;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero); // what hangs is cut off
        builder.WebHost.UseKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MinResponseDataRate = null;
            foreach (var address in addresses)
            {
                options.Listen(address, port, listen =>
                {
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate);
                    }
                });
            }
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Where it listens, in the order given.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Its <see cref="FeedPath"/> at the first address.</summary>
    public Uri FeedUrl => UrlOf(FeedPath);

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<OriginRequest> Requests
    {
        get
        {
            lock (mutex)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Starts with nothing to serve: 404 for every path.</summary>
    /// <param name="addresses">Loopback addresses, such as <see cref="Loopback"/> gives; null: 127.0.0.1.</param>
    /// <param name="port">The same for all addresses; 0: a free one for each.</param>
    /// <param name="certificate">Speaks TLS with it; null: plain HTTP.</param>
    /// <param name="clock">Of the request log; null: the system's.</param>
    public static async Task<OriginServer> StartAsync(
        IReadOnlyList<IPAddress>? addresses = null, int port = 0, X509Certificate2? certificate = null, TimeProvider? clock = null)
    {
        addresses ??= [IPAddress.Loopback];
        Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(address)));
        var origin = new OriginServer(addresses, port, certificate, clock ?? TimeProvider.System);
        await origin.app.StartAsync(TestContext.Current.CancellationToken);
        return origin;
    }

    /// <summary>Starts with one document at <see cref="FeedPath"/>.</summary>
    public static async Task<OriginServer> StartAsync(OriginDocument feed)
    {
        var origin = await StartAsync();
        origin.Serve(FeedPath, feed);
        return origin;
    }

    /// <summary>So many addresses of 127.0.0.0/8, each an origin of its own.</summary>
    public static IReadOnlyList<IPAddress> Loopback(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new IPAddress([127, 1, (byte)(index / 250), (byte)(1 + (index % 250))]))];

    /// <summary>The address of a path; <paramref name="address"/> null: at the first of <see cref="Addresses"/>.</summary>
    public Uri UrlOf(string path, IPAddress? address = null)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var host = (address ?? Addresses[0]).ToString();
        return new Uri(bound.Select(url => new Uri(url)).First(url => url.Host == host), path);
    }

    /// <summary>Serves or replaces a document; <paramref name="address"/> null: at all addresses without one of their own.</summary>
    public void Serve(string path, OriginDocument document, IPAddress? address = null) =>
        Answer(path, document.AnswerAsync, address);

    /// <summary>Serves or replaces an answer of any kind, such as those of <see cref="Answers"/>.</summary>
    public void Answer(string path, RequestDelegate answer, IPAddress? address = null) => answers[(address, path)] = answer;

    /// <summary>Waits until so many requests have arrived, answered or not.</summary>
    public Task WaitForRequestsAsync(int count, CancellationToken cancellationToken)
    {
        lock (mutex)
        {
            if (requests.Count >= count)
            {
                return Task.CompletedTask;
            }

            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((count, arrived));
            return arrived.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var address = context.Connection.LocalIpAddress!;
        var path = context.Request.Path.Value!;
        var request = new OriginRequest
        {
            At = clock.GetUtcNow(),
            LocalAddress = address,
            Method = context.Request.Method,
            Path = path + context.Request.QueryString,
            Headers = new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase)),
        };
        context.Response.OnStarting(() =>
        {
            request.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        Log(request);

        var answer = answers.GetValueOrDefault((address, path)) ?? answers.GetValueOrDefault((null, path)) ?? Answers.Status(404);
        await answer(context);
    }

    private void Log(OriginRequest request)
    {
        lock (mutex)
        {
            requests.Add(request);
            foreach (var (_, arrived) in waiting.Where(wait => wait.Count == requests.Count))
            {
                arrived.TrySetResult();
            }
        }
    }
}
