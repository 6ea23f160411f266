using System.Net.Sockets;
using System.Security.Authentication;

namespace FeedHub.Fetching;

/// <summary>Why a visit failed: every code that there is, and its sentence, of which nothing comes from outside.</summary>
/// <param name="Code">Short and stable: logs, metrics and the status page count by it.</param>
/// <param name="Message">One sentence for the operator.</param>
/// <param name="IsBeforeRequest">No request had been sent when it happened.</param>
internal sealed record FetchFailure(string Code, string Message, bool IsBeforeRequest = false)
{
    public static readonly FetchFailure Dns = new("dns", "The name of the origin could not be resolved.", true);

    public static readonly FetchFailure UnknownName = new("dns-nxdomain", "The name of the origin does not exist.", true);

    public static readonly FetchFailure AddressBlocked =
        new("address-blocked", "The origin has only addresses that may not be visited; see Fetching:AllowedNetworks.", true);

    public static readonly FetchFailure UrlBlocked =
        new("url-blocked", "The address has a scheme, user info or a port that is not visited.", true);

    public static readonly FetchFailure Credentials =
        new("credentials", "An environment variable that holds the credentials of this feed is not set or not usable.", true);

    public static readonly FetchFailure Refused = new("refused", "The origin refused the connection.", true);

    public static readonly FetchFailure Unreachable = new("unreachable", "No connection to the origin could be opened.", true);

    public static readonly FetchFailure ConnectTimeout =
        new("connect-timeout", "The connection to the origin took too long to open.", true);

    public static readonly FetchFailure Tls =
        new("tls", "The origin and FeedHub found no way to speak TLS: 1.2 or later, with a certificate.", true);

    public static readonly FetchFailure TlsExpired = new("tls-expired", "The certificate of the origin has expired, or is not valid yet.", true);

    public static readonly FetchFailure TlsWrongHost = new("tls-wrong-host", "The certificate of the origin is for another name.", true);

    public static readonly FetchFailure TlsUntrusted =
        new("tls-untrusted", "Nobody that is trusted vouches for the certificate of the origin.", true);

    public static readonly FetchFailure TlsWeak =
        new("tls-weak", "The certificate of the origin is signed in a way that can be forged, such as SHA-1.", true);

    public static readonly FetchFailure Reset = new("reset", "The origin broke off the connection.");

    public static readonly FetchFailure Timeout = new("timeout", "The origin took too long to answer.");

    public static readonly FetchFailure BadResponse = new("bad-response", "The answer is not valid HTTP.");

    public static readonly FetchFailure HeaderTooLarge = new("header-too-large", "The header of the answer is over its limit.");

    public static readonly FetchFailure TooLarge = new("too-large", "The body is larger than Fetching:MaxBytes.");

    public static readonly FetchFailure CompressionBomb =
        new("compression-bomb", "The body decompresses to more than a hundred times its size.");

    public static readonly FetchFailure BadEncoding =
        new("bad-encoding", "The body does not decode by its Content-Encoding, or that is unknown or more than one.");

    public static readonly FetchFailure Truncated = new("truncated", "The body ended before its announced length.");

    public static readonly FetchFailure RedirectLoop = new("redirect-loop", "The origin redirects in a circle.");

    public static readonly FetchFailure RedirectLimit = new("redirect-limit", "The origin redirects more than five times.");

    public static readonly FetchFailure RedirectBlocked =
        new("redirect-blocked", "A redirect leads nowhere, or to a scheme, user info or port that is not followed, or from https to http.");

    public static readonly FetchFailure OriginBusy =
        new("origin-busy", "Other visits kept the origin of a redirect busy until the time was up.");

    public static readonly FetchFailure OriginBlocked =
        new("origin-blocked", "The origin of a redirect has asked for rest and is not visited until that ends.");

    public static readonly FetchFailure Unsolicited304 =
        new("unsolicited-304", "The origin answered 304 to a request without validators.");

    /// <summary>An answer with a status that brings no document.</summary>
    public static FetchFailure OfStatus(int status) => new($"http-{status}", $"The origin answered {status}.");

    /// <summary>What an exception of the HTTP stack means; null: it is none of the network's.</summary>
    public static FetchFailure? Of(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is FetchException { Failure: var failure })
            {
                return failure;
            }
        }

        return exception switch
        {
            HttpRequestException request => OfRequest(request),
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Truncated,
            HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => BadResponse,
            OperationCanceledException { InnerException: TimeoutException } => ConnectTimeout, // SocketsHttpHandler.ConnectTimeout
            OperationCanceledException => Timeout,
            AuthenticationException => Tls,
            IOException or SocketException => Reset,
            _ => null,
        };
    }

    private static FetchFailure OfRequest(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Dns,
        HttpRequestError.ConnectionError => (exception.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => Refused,
            SocketError.TimedOut => ConnectTimeout,
            _ => Unreachable,
        },
        HttpRequestError.SecureConnectionError => Tls,
        HttpRequestError.ConfigurationLimitExceeded => HeaderTooLarge,
        HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => Reset,
        HttpRequestError.InvalidResponse => BadResponse,
        _ => exception.InnerException is IOException or SocketException ? Reset : BadResponse,
    };
}

/// <summary>Carries a failure out of a stream or a connect callback; <see cref="FeedFetcher"/> makes it an outcome.</summary>
internal sealed class FetchException(FetchFailure failure) : Exception(failure.Message)
{
    public FetchFailure Failure { get; } = failure;
}
