using System.Globalization;
using FeedHub.Commands;
using FeedHub.EndToEnd;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>The front page over real news feeds that were captured on one day, as of that day. The list is for people to read.</summary>
public sealed class RealFrontPageTests(ITestOutputHelper output)
{
    private const int ShownCount = 10;

    [Fact]
    public async Task On_top_of_the_real_feeds_of_one_day_stands_what_several_publications_tell()
    {
        Corpus.Require();
        var feeds = Corpus.Read()
            .Where(feed => feed.Name.Contains("2026", StringComparison.Ordinal) || feed.Name == "rss20-ghost-404media.xml")
            .ToList();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 2, 18, 12, 0, 0, TimeSpan.Zero));
        await using var origin = await OriginServer.StartAsync(OriginServer.Loopback(feeds.Count), clock: clock);
        foreach (var ((name, document), address) in feeds.Zip(origin.Addresses))
        {
            origin.Serve("/" + name, document, address);
        }

        await using var hub = await SimulatedHub.StartAsync(
            clock, feeds.Zip(origin.Addresses, (feed, address) => (object)origin.UrlOf("/" + feed.Name, address).AbsoluteUri));
        await hub.VisitDueAsync(all: true);
        await hub.PublishAsync();
        var top = await StoryView.OfAsync(hub.Services, ShownCount, TestContext.Current.CancellationToken);

        foreach (var story in top)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{story.Rank}. {story.Title} ({story.Source}, {story.PublishedAt:yyyy-MM-dd HH:mm}), {story.Score}: {story.Why}"));
            output.WriteLine("   " + string.Join("; ", story.Parts.Select(part => $"{part.Source} {part.Kind} {part.At:dd HH:mm} {part.Points}")) + $"; times {story.Multiplier}; lead: {string.Join(", ", story.LeadBecause)}");
            output.WriteLine("   " + string.Join("; ", story.Grouped.Select(one => $"{one.Article} {one.Similarity}/{one.Threshold} [{string.Join(' ', one.Words)}]")));
        }

        Assert.Equal(ShownCount, top.Count);
        Assert.All(top.Take(5), story => Assert.InRange(story.Parts.Select(part => part.Source).Distinct(StringComparer.Ordinal).Count(), 2, feeds.Count));
        Assert.All(top, story => Assert.Equal(story.Score, story.Parts.Sum(part => part.Points) * story.Multiplier, 2));
    }
}
