using FeedHub.Rendering;

namespace FeedHub.Serving.Pages;

/// <summary>Puts the models of pages together from what is published.</summary>
/// <param name="site">What is around every page.</param>
/// <param name="list">The list.</param>
/// <param name="states">What is known of its feeds.</param>
/// <param name="maker">Knows their names.</param>
/// <param name="now">The moment of the pages.</param>
internal sealed class PageModels(
    Site site, FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, PublicationMaker maker, DateTimeOffset now)
{
    /// <summary>The channels with all of their feeds.</summary>
    public IReadOnlyList<PageChannel> Channels => field ??= ChannelsOf(list, states, maker, now);

    /// <summary>The front page.</summary>
    /// <param name="firstRoundDone">Every feed has been visited once.</param>
    /// <param name="stories">The top stories, best first.</param>
    /// <param name="latest">The newest articles.</param>
    public FrontPageModel Front(bool firstRoundDone, IReadOnlyList<PageStory> stories, IEnumerable<LedArticle> latest) => new()
    {
        Site = site,
        Announcement = list.Announcement,
        Progress = firstRoundDone ? null : PollProgress.Of(list, states),
        Stories = stories,
        Headlines = Headlines(latest),
        Resources = list.Resources,
        Channels = Channels,
    };

    /// <summary>The page of a channel.</summary>
    /// <param name="slug">The channel.</param>
    /// <param name="stories">Its stories, best first.</param>
    /// <param name="latest">Its newest articles.</param>
    public ChannelPageModel Channel(string slug, IReadOnlyList<PageStory> stories, IEnumerable<LedArticle> latest) => new()
    {
        Site = site,
        Channel = Channels.First(channel => channel.Slug == slug),
        Stories = stories,
        Headlines = Headlines(latest),
    };

    private IReadOnlyList<PageStory> Headlines(IEnumerable<LedArticle> latest) =>
        [.. latest.Take(FrontPageModel.HeadlineCount).Select(led => PageStory.Of(maker, led, null))];

    private static List<PageChannel> ChannelsOf(
        FeedList list, IReadOnlyDictionary<FeedId, FeedState> states, PublicationMaker maker, DateTimeOffset now)
    {
        List<PageChannel> channels = [];
        var count = 0;
        foreach (var channel in list.Channels)
        {
            channels.Add(new PageChannel(
                channel.Name,
                channel.Slug,
                [.. channel.Feeds.Select(feed => PageFeed.Of(feed, maker.TitleOf(feed.Id), states.GetValueOrDefault(feed.Id), now))],
                SourcesPageModel.PathOfFeed(count)));
            count += channel.Feeds.Count;
        }

        return channels;
    }
}
