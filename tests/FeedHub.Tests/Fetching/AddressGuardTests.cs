using System.Net;

namespace FeedHub.Fetching;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")] // NAT64 of a public address
    public void A_public_address_may_be_visited(string address) =>
        Assert.True(new AddressGuard([]).MayVisit(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    public void BAD_3_A_private_or_special_address_of_IPv4_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("100::1")]
    public void BAD_4_A_private_or_special_address_of_IPv6_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("::ffff:169.254.169.254")]
    public void BAD_5_A_private_address_mapped_into_IPv6_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("::a9fe:a9fe")]
    [InlineData("::7f00:1")]
    public void BAD_6_An_address_of_the_IPv4_compatible_kind_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a9fe:a9fe")] // of local use, by /96
    [InlineData("64:ff9b:1:a9fe:a9:fe00:808:808")] // and by /48
    public void BAD_7_A_private_address_behind_NAT64_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("2002:a00:1::")]
    [InlineData("2002:7f00:1::1")]
    public void BAD_8_An_address_of_6to4_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("2001:0:4136:e378:8000:63bf:f5ff:fffe")] // 10.0.0.1 inverted
    public void BAD_9_An_address_of_Teredo_may_not_be_visited(string address) => AssertPrivate(address);

    [Theory]
    [InlineData("10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("::ffff:10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("64:ff9b::a01:203", "10.1.0.0/16", true)]
    [InlineData("10.2.0.1", "10.1.0.0/16", false)]
    [InlineData("fd12::1", "fd12::/16", true)]
    [InlineData("::1", "::1/128", true)]
    [InlineData("10.1.2.3", "10.1.0.0/33", false)] // no network: it allows nothing
    [InlineData("10.1.2.3", "junk", false)]
    public void BAD_16_An_allowed_network_is_an_exception(string address, string network, bool expected) =>
        Assert.Equal(expected, new AddressGuard([network]).MayVisit(IPAddress.Parse(address)));

    private static void AssertPrivate(string address) =>
        Assert.False(new AddressGuard([]).MayVisit(IPAddress.Parse(address)));
}
