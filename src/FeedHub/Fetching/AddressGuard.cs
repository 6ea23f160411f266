using System.Net;

namespace FeedHub.Fetching;

/// <summary>
/// Decides which addresses may be visited: those of the public internet, and the networks that the operator allows.
/// It judges the address that is about to be dialed, so neither an odd spelling nor a name that changes can pass it by.
/// </summary>
/// <param name="allowedNetworks">CIDR ranges; what is none allows nothing.</param>
internal sealed class AddressGuard(IEnumerable<string> allowedNetworks)
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // The special-purpose registries of IANA (RFC 6890), and what clouds answer on though it is none of them.
    private static readonly IPNetwork[] Denied =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT, and the metadata of one cloud
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // the metadata of another cloud, on a public address
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of most clouds
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/3"), // multicast, reserved, broadcast
        IPNetwork.Parse("2001::/23"), // protocol assignments; Teredo carries an IPv4 address of anyone's choice
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, the same
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    private readonly IPNetwork[] allowed =
        [.. allowedNetworks.Select(text => IPNetwork.TryParse(text, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>()];

    /// <summary>Whether a connection to the address may be opened.</summary>
    public bool MayVisit(IPAddress address)
    {
        var target = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowed.Any(network => network.Contains(target)))
        {
            return true;
        }

        if (Nat64.Contains(target)) // where a network has no IPv4, all of it appears here (RFC 6052)
        {
            return MayVisit(new IPAddress(target.GetAddressBytes().AsSpan(12)));
        }

        // Of IPv6 only global unicast is public: loopback, ULA, link-local, site-local, multicast, discard-only,
        // IPv4-compatible and the local-use 64:ff9b:1::/48 all lie outside.
        var isPublicKind = target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || GlobalUnicast.Contains(target);
        return isPublicKind && !Denied.Any(network => network.Contains(target));
    }
}
