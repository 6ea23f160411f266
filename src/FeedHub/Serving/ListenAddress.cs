using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Serving;

/// <summary>Where a listener listens: the value of <c>--urls</c>, or of the setting for the admin listener.</summary>
/// <param name="Host">A name, an address, or a wildcard.</param>
/// <param name="Port">From 1 to 65535.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    public const string Default = "http://localhost:8080";

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool IsAny => Host is "*" or "+" or "0.0.0.0" or "[::]";

    /// <summary>The host under which people on this machine reach it.</summary>
    public string PublicHost => IsAny ? "localhost" : Host;

    /// <summary>Reads it; null and a mistake in words where it is no such address.</summary>
    public static ListenAddress? Parse(string url, out string? mistake) => Parse(url, "--urls", out mistake);

    /// <summary>The same, of a value that the mistake names otherwise.</summary>
    public static ListenAddress? Parse(string url, string name, out string? mistake)
    {
        mistake = null;
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme == "http" && address.PathBase.Length == 0 && address.Port is > 0 and <= 65535)
            {
                return new ListenAddress(address.Host, address.Port);
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // Told below.
        }

        mistake = $"{name} takes one address such as {Default} (http, since TLS belongs to a reverse proxy before it), not '{url}'";
        return null;
    }

    /// <summary>Whether another process listens there now.</summary>
    public bool IsTaken() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(taken =>
        taken.Port == Port
        && (IsAny || IsAnyAddress(taken.Address)
            || (IPAddress.TryParse(Host.Trim('[', ']'), out var own) ? taken.Address.Equals(own) : IPAddress.IsLoopback(taken.Address))));

    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (IsAny)
        {
            kestrel.ListenAnyIP(Port, configure);
        }
        else if (IPAddress.TryParse(Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, Port, configure);
        }
        else
        {
            kestrel.ListenLocalhost(Port, configure);
        }
    }

    private static bool IsAnyAddress(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
