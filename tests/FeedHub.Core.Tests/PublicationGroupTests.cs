namespace FeedHub;

public sealed class PublicationGroupTests
{
    [Theory]
    [InlineData("https://example.com/feed", "example.com")]
    [InlineData("https://www.Example.com/feed", "example.com")]
    [InlineData("https://blog.news.example.com/", "example.com")]
    [InlineData("https://example.com./", "example.com")]
    [InlineData("https://bbc.co.uk/news", "bbc.co.uk")]
    [InlineData("https://feeds.bbc.co.uk/news", "bbc.co.uk")]
    [InlineData("https://abc.net.au/", "abc.net.au")]
    [InlineData("https://co.uk/", "co.uk")]
    [InlineData("https://blog.bücher.de/", "xn--bcher-kva.de")]
    [InlineData("https://alice.blogspot.com/", "alice.blogspot.com")]
    [InlineData("https://alice.blogspot.co.uk/", "alice.blogspot.co.uk")]
    [InlineData("https://www.alice.wordpress.com/", "alice.wordpress.com")]
    [InlineData("https://www.wordpress.com/", "wordpress.com")]
    [InlineData("https://github.io/", "github.io")]
    [InlineData("https://alice.github.io/blog", "alice.github.io")]
    [InlineData("https://medium.com/@Alice/story", "medium.com/@alice")]
    [InlineData("https://alice.medium.com/story", "alice.medium.com")]
    [InlineData("https://dev.to/alice/post", "dev.to/alice")]
    [InlineData("https://dev.to/", "dev.to")]
    [InlineData("https://sites.google.com/view/alice/home", "sites.google.com/view/alice")]
    [InlineData("https://news.google.com/rss", "google.com")]
    [InlineData("http://192.0.2.1:8080/feed", "192.0.2.1:8080")]
    [InlineData("http://[2001:db8::1]/feed", "[2001:db8::1]")]
    [InlineData("http://localhost:5000/a", "localhost:5000")]
    [InlineData("http://blog.localhost:5000/a", "blog.localhost:5000")]
    [InlineData("http://intranet/feed", "intranet")]
    public void Who_publishes_is_known_by_the_address(string address, string expected) => Assert.Equal(expected, PublicationGroup.Of(new Uri(address)));
}
