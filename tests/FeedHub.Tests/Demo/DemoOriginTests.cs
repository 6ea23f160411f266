using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FeedHub.Demo;

public sealed partial class DemoOriginTests
{
    [Theory]
    [InlineData("heron", "application/atom+xml; charset=utf-8")]
    [InlineData("ida", "application/atom+xml; charset=utf-8")]
    [InlineData("skerry", "application/rdf+xml; charset=utf-8")]
    [InlineData("gazette", "application/rss+xml; charset=utf-8")]
    [InlineData("leni", "application/rss+xml")]
    [InlineData("lanternfish", "application/feed+json; charset=utf-8")]
    public async Task A_feed_has_the_content_type_of_its_format(string slug, string contentType)
    {
        await using var demo = await RunningDemo.StartAsync();

        using var response = await demo.GetAsync(demo.Addresses.Feed(slug));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        Assert.False(response.Headers.ETag!.IsWeak);
    }

    [Fact]
    public void Every_feed_but_the_sloppy_one_is_well_formed()
    {
        foreach (var blog in DemoBlogs.All.Where(blog => !blog.Has(DemoQuirk.BareAmpersand)))
        {
            var document = Write(blog, RunningDemo.All);
            if (blog.Format == FeedFormat.Json11)
            {
                using var json = JsonDocument.Parse(document.Body);
                Assert.Equal(blog.Posts.Count, json.RootElement.GetProperty("items").GetArrayLength());
            }
            else if (!blog.Has(DemoQuirk.Windows1252)) // XDocument does not know that encoding by itself
            {
                var xml = XDocument.Load(new MemoryStream(document.Body));
                Assert.Equal(blog.Posts.Count, xml.Descendants().Count(element => element.Name.LocalName is "item" or "entry"));
            }
        }
    }

    [Fact]
    public async Task A_conditional_request_is_answered_304_until_a_post_arrives()
    {
        await using var demo = await RunningDemo.StartAsync();
        var url = demo.Addresses.Feed("merge");
        using var first = await demo.GetAsync(url);
        var etag = first.Headers.ETag!.ToString();

        using var second = await demo.GetAsync(url, etag);
        demo.Clock.Advance(TimeSpan.FromSeconds(8));
        using var third = await demo.GetAsync(url, etag);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(etag, second.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.NotEqual(etag, third.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_post_appears_on_top_when_its_moment_has_come_and_not_before()
    {
        await using var demo = await RunningDemo.StartAsync();
        const string title = "Mooring package registry down, builds fail worldwide";

        demo.Clock.Advance(TimeSpan.FromSeconds(39));
        var before = await demo.ReadFeedAsync("gazette");
        using var hidden = await demo.GetAsync(demo.Addresses.Post("gazette/mooring-registry-down"));
        demo.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await demo.ReadFeedAsync("gazette");

        Assert.DoesNotContain(title, before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(title, FirstItemTitle().Match(after).Groups[1].Value);
    }

    [Fact]
    public void In_the_first_three_minutes_something_happens_every_fifteen_seconds()
    {
        double[] arrivals = [.. DemoBlogs.All
            .SelectMany(blog => blog.Posts, (_, post) => post.At.TotalSeconds)
            .Where(at => at >= 0)
            .Order()];

        Assert.InRange(arrivals.Length, 14, 20);
        Assert.All(arrivals.Prepend(0).Zip(arrivals), pair => Assert.InRange(pair.Second - pair.First, 0, 15));
        Assert.InRange(arrivals[^1], 165, RunningDemo.All.TotalSeconds);
    }

    [Fact]
    public async Task Every_address_in_every_feed_leads_to_a_page()
    {
        await using var demo = await RunningDemo.StartAsync();
        demo.Clock.Advance(RunningDemo.All);
        foreach (var blog in DemoBlogs.All.Where(blog => !blog.Has(DemoQuirk.Gone)))
        {
            var feed = DemoFeed.Create(blog, demo.Addresses, demo.Origin.StartedAt, demo.Clock.GetUtcNow());
            var links = feed.Items.Select(item => new Uri(item.Link))
                .Concat(feed.Items.SelectMany(
                    item => Href().Matches(item.Html),
                    (item, href) => new Uri(item.SourceUrl ?? feed.PageUrl, href.Groups[1].Value)))
                .Concat(feed.Items.Select(item => item.AudioUrl).OfType<Uri>())
                .Append(feed.PageUrl);
            foreach (var link in links)
            {
                using var response = await demo.GetAsync(link);
                Assert.True(response.IsSuccessStatusCode, $"{blog.Slug}: {link} answers {response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Nothing_of_a_post_is_lost_on_its_page()
    {
        await using var demo = await RunningDemo.StartAsync();

        var page = await demo.Client.GetStringAsync(demo.Addresses.Post("heron/heron-4-0"), TestContext.Current.CancellationToken);

        Assert.Contains("<h1>Heron 4.0 is released</h1>", page, StringComparison.Ordinal);
        Assert.Contains("heron upgrade --finish", page, StringComparison.Ordinal);
        Assert.Contains("2026-11-24 10:20", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_moment_gives_the_same_bytes()
    {
        var moment = TimeSpan.FromMinutes(1);

        Assert.All(DemoBlogs.All, blog => Assert.Equal(Write(blog, moment).Body, Write(blog, moment).Body));
    }

    [Fact]
    public async Task An_episode_is_as_long_as_its_enclosure_says()
    {
        await using var demo = await RunningDemo.StartAsync();

        var audio = await demo.Client.GetByteArrayAsync(demo.Addresses.Audio("radio", "episode-41"), TestContext.Current.CancellationToken);
        var feed = WriteText("radio");

        Assert.Contains($"type=\"audio/wav\" length=\"{audio.Length}\"", feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_is_not_found()
    {
        await using var demo = await RunningDemo.StartAsync();

        using var blog = await demo.GetAsync(new Uri(demo.Addresses.Page("heron"), "/nobody/feed"));
        using var post = await demo.GetAsync(new Uri(demo.Addresses.Page("heron"), "nothing"));

        Assert.Equal(HttpStatusCode.NotFound, blog.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
    }

    private static string WriteText(string slug) => System.Text.Encoding.UTF8.GetString(Write(DemoBlogs.Find(slug)!, RunningDemo.All).Body);

    private static DemoDocument Write(DemoBlog blog, TimeSpan after)
    {
        var addresses = new DemoAddresses(DemoBlogs.All.ToDictionary(blog => blog.Slug, _ => new Uri("http://127.0.0.1:8090")));
        var start = new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero);
        return DemoDocument.Write(DemoFeed.Create(blog, addresses, start, start + after));
    }

    [GeneratedRegex("<item>\\s*<title>([^<]*)")]
    private static partial Regex FirstItemTitle();

    [GeneratedRegex("href=['\"]([^'\"]+)")]
    private static partial Regex Href();
}
