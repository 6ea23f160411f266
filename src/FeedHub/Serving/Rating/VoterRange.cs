using System.Net;
using System.Net.Sockets;

namespace FeedHub.Serving.Rating;

/// <summary>The network that an address is of, as one customer usually has it: /24 of IPv4, /48 of IPv6.</summary>
internal static class VoterRange
{
    private const int V4Bits = 24;
    private const int V6Bits = 48;

    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = plain.AddressFamily == AddressFamily.InterNetwork ? V4Bits : V6Bits;
        var bytes = plain.GetAddressBytes();
        Array.Clear(bytes, bits / 8, bytes.Length - (bits / 8));
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
