namespace FeedHub.Polling;

public sealed class OwnPublicationsTests
{
    private static readonly Uri _public = new("https://hub.example/news/");

    [Theory]
    [InlineData("https://hub.example/news/latest.atom", true)]
    [InlineData("http://HUB.example/news/top-stories.json?x=1", true)]
    [InlineData("https://hub.example/news/", true)]
    [InlineData("https://hub.example/latest.atom", false)]
    [InlineData("https://hub.example/news/blog.atom", false)]
    [InlineData("https://hub.example:8443/news/latest.atom", false)]
    [InlineData("https://other.example/news/latest.atom", false)]
    public void BAD_15_Its_own_addresses_are_known(string url, bool isOwn) => Assert.Equal(isOwn, OwnPublications.IsAddress(new Uri(url), _public));

    [Theory]
    [InlineData("https://list.example/#latest", null, true)]
    [InlineData("https://list.example/#top-stories", null, true)]
    [InlineData("https://other.example/#latest", null, false)]
    [InlineData(null, "https://hub.example/news/latest.rss", true)]
    [InlineData("https://hub.example/news/latest.json", null, true)]
    [InlineData(null, "https://blog.example/feed.rss", false)]
    [InlineData(null, "latest.rss", false)]
    [InlineData(null, null, false)]
    public void BAD_15_Its_own_documents_are_known_under_any_address(string? id, string? self, bool isOwn)
    {
        var document = Sample.Feed() with { Id = id, Links = self is null ? [] : [new Link("self", null, self, null, null, null)] };
        Assert.Equal(isOwn, OwnPublications.IsDocument(document, "https://list.example/", _public));
    }
}
