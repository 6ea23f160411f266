namespace FeedHub.Serving.Pages;

/// <summary>The sources, a page of which shows so many that a long list stays readable.</summary>
public sealed class SourcesPageModelTests
{
    private static readonly Site _site = new() { Title = "Title", Description = "", Root = "/", Channels = [] };

    [Fact]
    public void Each_feed_stands_on_one_page_under_its_channel_in_the_order_of_the_list()
    {
        PageChannel[] channels = [ChannelOf("one", 0, 100), ChannelOf("two", 100, 500), ChannelOf("none", 600, 0), ChannelOf("three", 600, 150)];
        var pages = Enumerable.Range(1, 3).Select(number => SourcesPageModel.Of(_site, channels, number)!).ToList();

        Assert.Equal([3, 3, 3], pages.Select(page => page.PageCount));
        Assert.Equal([["one", "two"], ["two"], ["two", "three"]], pages.Select(page => page.Channels.Select(channel => channel.Name)));
        Assert.All(pages, page => Assert.Equal(SourcesPageModel.MaxFeedCount, page.Channels.Sum(channel => channel.Feeds.Count)));
        Assert.Equal(
            Enumerable.Range(0, 750).Select(number => $"{number}"),
            pages.SelectMany(page => page.Channels).SelectMany(channel => channel.Feeds).Select(feed => feed.Title));
        Assert.Null(SourcesPageModel.Of(_site, channels, 0));
        Assert.Null(SourcesPageModel.Of(_site, channels, 4));
    }

    [Fact]
    public void A_channel_names_the_page_on_which_its_feeds_begin()
    {
        Assert.Equal("feeds", SourcesPageModel.PathOfFeed(0));
        Assert.Equal("feeds", SourcesPageModel.PathOfFeed(SourcesPageModel.MaxFeedCount - 1));
        Assert.Equal("feeds/2", SourcesPageModel.PathOfFeed(SourcesPageModel.MaxFeedCount));
    }

    [Fact]
    public void An_empty_list_has_one_page() => Assert.Equal((1, 0), SourcesPageModel.Of(_site, [], 1) is { } page ? (page.PageCount, page.Channels.Count) : default);

    private static PageChannel ChannelOf(string name, int first, int count) => new(
        name, name,
        [.. Enumerable.Range(first, count).Select(number => new PageFeed { Title = $"{number}", FeedUrl = "https://blog.example/feed", Life = FeedLife.Active })],
        SourcesPageModel.PathOfFeed(first));
}
