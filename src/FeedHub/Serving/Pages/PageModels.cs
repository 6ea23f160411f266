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
    private readonly Lazy<IReadOnlyList<PageChannel>> _channels = new(() => [.. list.Channels.Select(channel => new PageChannel(
        channel.Name,
        channel.Slug,
        [.. channel.Feeds.Select(feed => PageFeed.Of(feed, maker.TitleOf(feed.Id), states.GetValueOrDefault(feed.Id), now))]))]);

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
        Channels = _channels.Value,
    };

    /// <summary>The page of a channel.</summary>
    /// <param name="slug">The channel.</param>
    /// <param name="stories">Its stories, best first.</param>
    /// <param name="latest">Its newest articles.</param>
    public ChannelPageModel Channel(string slug, IReadOnlyList<PageStory> stories, IEnumerable<LedArticle> latest) => new()
    {
        Site = site,
        Channel = _channels.Value.First(channel => channel.Slug == slug),
        Stories = stories,
        Headlines = Headlines(latest),
    };

    /// <summary>The page of all sources.</summary>
    public SourcesPageModel Sources() => new(site, _channels.Value);

    private IReadOnlyList<PageStory> Headlines(IEnumerable<LedArticle> latest) =>
        [.. latest.Take(FrontPageModel.HeadlineCount).Select(led => PageStory.Of(maker, led, null))];
}
