using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace FeedHub.Fetching;

/// <summary>Finds the addresses of a host: the system's resolver, or a test's.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// The only place where a connection is opened. A name is resolved once, each of its addresses is checked, and the very
/// address that was checked is dialed. Nothing is followed, kept, decoded or authenticated here.
/// </summary>
/// <param name="options">Its deadlines and networks.</param>
/// <param name="resolve">Finds addresses.</param>
/// <param name="clock">Its deadlines go by.</param>
/// <param name="roots">Who may vouch for certificates; null: whom the system trusts.</param>
internal sealed class OriginClient(
    IOptions<FetchOptions> options, ResolveHost resolve, TimeProvider clock, X509Certificate2Collection? roots = null) : IDisposable
{
    private const int MaxAddressCount = 4; // of one host: more would only stretch the time

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250); // of an address before the next is tried too (RFC 8305, 5)

    // A pooled connection is not checked again: feeds with networks of their own share none with feeds that lack them.
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> pools = new(StringComparer.Ordinal);
    private HttpMessageInvoker? common; // of those that have none of their own

    /// <summary>Sends one request and returns when the answer's header is complete.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="allowNetworks">CIDR ranges allowed beside those of the options, for this request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, IReadOnlyList<string> allowNetworks, CancellationToken cancellationToken) =>
        (allowNetworks.Count == 0 ? common ??= PoolOf([]) : PoolOf(allowNetworks)).SendAsync(request, cancellationToken);

    public void Dispose()
    {
        foreach (var pool in pools.Values.Where(pool => pool.IsValueCreated))
        {
            pool.Value.Dispose();
        }
    }

    private HttpMessageInvoker PoolOf(IReadOnlyList<string> allowNetworks)
    {
        string[] networks =
            [.. options.Value.AllowedNetworks.Union(allowNetworks, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return pools.GetOrAdd(string.Join(' ', networks), _ => CreatePool(networks)).Value;
    }

    private Lazy<HttpMessageInvoker> CreatePool(string[] networks) =>
        new(() => new HttpMessageInvoker(CreateHandler(new AddressGuard(networks))));

    private SocketsHttpHandler CreateHandler(AddressGuard guard) => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, guard, cancellationToken),
        ConnectTimeout = options.Value.ConnectTimeout,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PreAuthenticate = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 2,
        MaxResponseHeadersLength = 32, // KB
        MaxResponseDrainSize = 64 * 1024,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a name that changes is seen
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // Validators go back as the bytes that came; only an address is text, and UTF-8 in practice.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (name, _) =>
            name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : Encoding.Latin1,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = ChainPolicy(),
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
                CertificateRule.FailureOf(chain, errors) is { } failure ? throw new FetchException(failure) : true,
        },
        PlaintextStreamFilter = (context, _) =>
        {
            HeaderPatience.Of(context.InitialRequestMessage)?.Connected();
            return ValueTask.FromResult(context.PlaintextStream);
        },
    };

    private X509ChainPolicy ChainPolicy()
    {
        // A certificate names addresses to download from; they pass no guard, so none is visited.
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.1") }, // server authentication
        };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, AddressGuard guard, CancellationToken cancellationToken)
    {
        // The handler sends a request again, three times, where a connection ends without an answer. After a pooled one,
        // which may have been closed long before, that is right; after a new one it would be a visit too many.
        if (!context.InitialRequestMessage.Options.TryAdd(nameof(ConnectAsync), true))
        {
            throw new FetchException(FetchFailure.Reset);
        }

        HeaderPatience.Of(context.InitialRequestMessage)?.Connecting();
        var origin = context.DnsEndPoint;
        var addresses = await ResolveAsync(origin.Host, cancellationToken);
        var allowed = InTurns(addresses.Where(guard.MayVisit)).Take(MaxAddressCount).Select(address => new IPEndPoint(address, origin.Port)).ToList();
        return allowed.Count > 0
            ? await RaceAsync(allowed, cancellationToken)
            : throw new FetchException(addresses.Length == 0 ? FetchFailure.Dns : FetchFailure.AddressBlocked);
    }

    // Where one protocol is broken, four of its addresses first would hide that the other works (RFC 8305, 4).
    private static IEnumerable<IPAddress> InTurns(IEnumerable<IPAddress> addresses) => addresses
        .GroupBy(address => address.AddressFamily)
        .SelectMany(family => family.Index())
        .OrderBy(turn => turn.Index)
        .Select(turn => turn.Item);

    /// <summary>Dials one address after the other, each a moment after the one before or as soon as that failed, and takes the first that answers.</summary>
    private async Task<Stream> RaceAsync(IEnumerable<IPEndPoint> endpoints, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPEndPoint>(endpoints);
        var dials = new List<Task<Stream>>();
        try
        {
            while (true)
            {
                if (waiting.TryDequeue(out var endpoint))
                {
                    dials.Add(DialAsync(endpoint, race.Token));
                }

                Task[] turn = waiting.Count > 0 ? [.. dials, Task.Delay(HeadStart, clock, race.Token)] : [.. dials];
                var first = await Task.WhenAny(turn);
                cancellationToken.ThrowIfCancellationRequested();
                if (first is Task<Stream> dial)
                {
                    dials.Remove(dial);
                    if (dial.IsCompletedSuccessfully || dials.Count + waiting.Count == 0)
                    {
                        return await dial;
                    }
                }
            }
        }
        finally
        {
            await race.CancelAsync();
            foreach (var late in dials)
            {
                _ = HangUpAsync(late);
            }
        }
    }

    private static async Task HangUpAsync(Task<Stream> dial)
    {
        try
        {
            await (await dial).DisposeAsync();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // It came to nothing by itself.
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            // The system's resolver does not always heed a token: it is left behind.
            return await resolve(host, cancellationToken).WaitAsync(options.Value.ResolveTimeout, clock, cancellationToken);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.HostNotFound)
        {
            throw new FetchException(FetchFailure.UnknownName);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException or ArgumentException)
        {
            throw new FetchException(FetchFailure.Dns);
        }
    }

    private static async Task<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await OriginStream.LeaveAsync(socket.ConnectAsync(endpoint, cancellationToken));
            return new OriginStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
