namespace FeedHub.Demo;

public sealed class DemoListTests
{
    private static readonly DemoAddresses Addresses =
        new(DemoBlogs.All.Select((blog, index) => (blog.Slug, Url: new Uri($"http://127.0.0.1:{8090 + index}")))
            .ToDictionary(pair => pair.Slug, pair => pair.Url));

    [Fact]
    public void Every_blog_stands_in_one_channel_under_a_proper_id()
    {
        var list = DemoList.Create(Addresses);

        Assert.Equal(["projects", "people", "news"], list.Channels.Select(channel => channel.Slug));
        Assert.Equal(DemoBlogs.All.Select(blog => blog.Slug).Order(), list.Feeds.Select(feed => feed.Id.Value).Order());
        Assert.All(list.Channels, channel => Assert.All(channel.Feeds, feed => Assert.Equal(channel.Slug, feed.Channel)));
        Assert.All(list.Feeds, feed => Assert.Matches("^[a-z0-9-]{1,64}$", feed.Id.Value));
    }

    [Fact]
    public void Every_blog_is_an_origin_of_its_own() =>
        Assert.Equal(DemoBlogs.All.Count, DemoList.Create(Addresses).Feeds.Select(feed => feed.Origin).Distinct().Count());

    [Fact]
    public void The_resources_stand_in_three_groups_and_lead_to_posts()
    {
        var list = DemoList.Create(Addresses);

        Assert.Equal(
            ["Get started", "Join a project", "Additional resources"],
            list.Resources.Select(resource => resource.Group).Distinct());
        Assert.All(
            list.Resources.Select(resource => resource.Url).Append(list.Announcement!.Url!),
            url => DemoBlogs.Get(url.AbsolutePath.TrimStart('/')));
    }

    [Theory]
    [InlineData("heron 4.0", 5)]
    [InlineData("quillet", 5)]
    [InlineData("breakwater", 5)]
    [InlineData("lanternfish", 4)]
    [InlineData("mooring", 4)]
    public void An_event_is_told_by_several_blogs_in_their_own_words(string word, int atLeast)
    {
        var tellers = DemoBlogs.All.Where(blog => blog.Posts.Any(post =>
            post.CopyOf is null && post.LinksTo is null && post.Title.Contains(word, StringComparison.OrdinalIgnoreCase)));

        Assert.True(tellers.Count() >= atLeast, string.Join(", ", tellers.Select(blog => blog.Slug)));
    }

    [Fact]
    public void Several_articles_stand_in_more_than_one_feed_at_nearly_the_same_address()
    {
        var start = new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero);
        string[] links = [.. DemoBlogs.All
            .Select(blog => DemoFeed.Create(blog, Addresses, start, start + RunningDemo.All))
            .SelectMany(feed => feed.Items, (_, item) => item.Link)];

        var articles = links
            .GroupBy(link => new Uri(link).GetLeftPart(UriPartial.Path).TrimEnd('/'))
            .Where(article => article.Count() > 1)
            .ToList();

        Assert.Equal(8, articles.Count);
        Assert.All(articles, article => Assert.Equal(article.Count(), article.Distinct().Count()));
        Assert.Contains(links, link => link.EndsWith("?utm_source=planet", StringComparison.Ordinal));
        Assert.Contains(links, link => link.EndsWith('/'));
    }
}
