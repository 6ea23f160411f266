namespace FeedHub.Rendering;

public sealed class ShownAddressTests
{
    [Theory]
    [InlineData("https://e.org/feed?format=rss&token=s3", "https://e.org/feed?format=rss")]
    [InlineData("https://e.org/feed?api_key=s3", "https://e.org/feed")]
    [InlineData("https://e.org/feed?apikey=s3&a=b", "https://e.org/feed?a=b")]
    [InlineData("https://e.org/feed?feedToken=s3", "https://e.org/feed")]
    [InlineData("https://e.org/feed?ACCESS_TOKEN=s3", "https://e.org/feed")]
    [InlineData("https://e.org/feed?access%5Ftoken=s3", "https://e.org/feed")]
    [InlineData("https://e.org/feed?sig=s3&Signature=s4&pass=s5&pwd=s6&secret=s7&sessionid=s8", "https://e.org/feed")]
    [InlineData("https://ada:s3@e.org/feed", "https://e.org/feed")]
    public void What_is_secret_by_its_name_is_left_out(string url, string shown) => Assert.Equal(shown, ShownAddress.Of(new Uri(url)).AbsoluteUri);

    [Theory]
    [InlineData("https://e.org/feed")]
    [InlineData("https://e.org/?feed=rss2&keywords=open&author=ada&monkey=1&passage=2")]
    [InlineData("https://e.org/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv")]
    [InlineData("https://e.org/feed?q=a%26token%3Db&x=%E4%BD%A0")]
    public void All_else_stays_as_it_is(string url) => Assert.Equal(url, ShownAddress.Of(new Uri(url)).AbsoluteUri);
}
