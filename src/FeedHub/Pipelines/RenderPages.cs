using FeedHub.Ranking;
using FeedHub.Rendering;
using FeedHub.Serving;
using FeedHub.Serving.Pages;

namespace FeedHub.Pipelines;

/// <summary>The pages for people, of what publishing decided.</summary>
internal sealed class RenderPages(
    PageRenderer pages, LivePages livePages, PublishedDocuments published, RankStories ranking, PublicAddress publicAddress)
{
    private IReadOnlyDictionary<string, StoryRating> _rated = new Dictionary<string, StoryRating>();

    /// <summary>The page of a story that is listed no more, as it stays: it stands nowhere, and nobody can rate it.</summary>
    public Task<byte[]> RenderKeptAsync(FeedList list, PublicationMaker maker, Story story, LedArticle? lead, StoryRating? rating) =>
        pages.RenderStoryPageAsync(StoryPageModel.Of(Site.Of(list, publicAddress.Url), maker, story, lead, rating, why: null) with { CanBeRated = false });

    /// <summary>Adds them. The page of a story is made anew only with the data of it, which stand in the set already, or with its rating.</summary>
    public async Task AddAsync(DocumentSet set, ShownState state, PublicationMaker maker, DateTimeOffset now)
    {
        var (list, states, hub, windows, ranked, shown, leads, ratings) = state;
        var latest = windows.GetValueOrDefault(RankedList.WholeName, []);
        var site = Site.Of(list, publicAddress.Url);
        var models = new PageModels(site, list, states, maker, now);
        var front = models.Front(hub.FirstRoundDone, StoriesOf(RankedList.WholeName), latest);
        set.AddPage("/", await pages.RenderFrontPageAsync(front), isPassing: front.Progress is not null);
        foreach (var slug in list.Channels.Select(channel => channel.Slug))
        {
            var own = windows.GetValueOrDefault(slug, []);
            set.AddPage($"/channels/{slug}", await pages.RenderChannelPageAsync(models.Channel(slug, StoriesOf(slug), own)), isPassing: false);
        }

        var known = set.Documents.ToDictionary(document => document.Path, StringComparer.Ordinal);
        foreach (var story in shown.Values.Where(story => story.Shown is not null))
        {
            var path = StoryPath.Of(story.Id);
            if (published.Find(path) is { } same && published.Find(path + ".json") is { } data && known.GetValueOrDefault(path + ".json") == data
                && _rated.GetValueOrDefault(story.Id) == ratings.GetValueOrDefault(story.Id))
            {
                set.Keep(same);
                continue;
            }

            var model = StoryPageModel.Of(site, maker, story, leads.GetValueOrDefault(story.Id), ratings.GetValueOrDefault(story.Id), WhyOf(RankedList.WholeName, story.Id));
            set.AddPage(path, await pages.RenderStoryPageAsync(model), isPassing: false);
        }

        await livePages.ReplaceAsync(
            site,
            models.Channels,
            [.. shown.Values.Where(story => story.Shown is not null).Select(story => leads.TryGetValue(story.Id, out var led)
                ? PageStory.Of(maker, led, story, ratings.GetValueOrDefault(story.Id))
                : PageStory.Of(story, ratings.GetValueOrDefault(story.Id)))],
            latest.Select(led => PageStory.Of(maker, led, null)));
        _rated = ratings;
        set.AddPage("/bot", await pages.RenderBotPageAsync(site), isPassing: false);

        IReadOnlyList<PageStory> StoriesOf(string name) =>
            [.. hub.Edition.Of(name).FrontPage.Where(leads.ContainsKey).Select(id => PageStory.Of(maker, leads[id], shown[id], ratings.GetValueOrDefault(id), WhyOf(name, id)))];

        StoryExplanation? WhyOf(string name, string id) =>
            ranked.FrontPages.GetValueOrDefault(name, []).Index().FirstOrDefault(one => one.Item.Contender.StoryId == id) is { Item: { } story, Index: var place }
                ? StoryExplainer.Explain(story, place + 1, ranking.Settings, hub.Edition.MadeAt)
                : null;
    }
}
