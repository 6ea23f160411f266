namespace FeedHub.Serving;

public sealed class PublicAddressTests
{
    private static readonly ListenAddress _listener = new("localhost", 8080);

    [Theory]
    [InlineData("http://bücher.example/", "http://xn--bcher-kva.example/")]
    [InlineData("https://bücher.example:8443/feeds", "https://xn--bcher-kva.example:8443/feeds/")]
    [InlineData("https://hub.example/ü", "https://hub.example/%C3%BC/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    [InlineData(null, "http://localhost:8080/")]
    public void It_can_stand_in_a_header(string? publicUrl, string expected)
    {
        var url = PublicAddress.Of(publicUrl, _listener).Url;
        Assert.Equal(expected, url.AbsoluteUri);
        Assert.Equal(expected + "latest.atom", new Uri(url, "latest.atom").AbsoluteUri);
    }
}
