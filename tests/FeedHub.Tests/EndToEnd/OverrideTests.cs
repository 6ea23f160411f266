using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FeedHub.EndToEnd;

/// <summary>What the operator decides against the machine takes effect with the list that says so, while the service runs.</summary>
public sealed class OverrideTests
{
    private const string Factory = "http://alpha.example/factory";
    private const string Widgets = "http://beta.example/widgets"; // of the same event
    private const string Bread = "http://beta.example/bread";
    private const string Lighthouse = "http://gamma.example/lighthouse";

    [Fact]
    public async Task A_pinned_story_stands_on_top()
    {
        await using var room = await Newsroom.OpenAsync();
        Assert.NotEqual(1, (await room.StoryOfAsync(Lighthouse)).Rank);

        await room.FollowAsync(new { pin = new[] { $"{Lighthouse}/?utm_source=feed" } });

        var (pinned, others) = (await room.StoryOfAsync(Lighthouse), (await room.StoriesAsync()).Where(story => story.Rank != 1));
        Assert.Equal((1, true), (pinned.Rank, pinned.IsPinned));
        Assert.Equal([2, 3], others.Select(story => story.Rank).Order());
        Assert.DoesNotContain(others, story => story.IsPinned);
    }

    [Fact]
    public async Task Pinned_stories_stand_in_the_order_of_the_list()
    {
        await using var room = await Newsroom.OpenAsync();

        await room.FollowAsync(new { pin = new[] { Bread, "http://nowhere.example/", Lighthouse, Widgets } });

        var stories = (await room.StoriesAsync()).OrderBy(story => story.Rank).ToList();
        Assert.Equal([Bread, Lighthouse, Factory], stories.Select(story => story.Url));
        Assert.All(stories, story => Assert.True(story.IsPinned));
    }

    [Fact]
    public async Task A_banned_story_leaves_every_list_at_once_and_comes_back_as_what_it_was()
    {
        await using var room = await Newsroom.OpenAsync();
        var before = await room.StoryOfAsync(Factory);

        await room.FollowAsync(new { ban = new[] { Widgets } });

        Assert.DoesNotContain(await room.StoriesAsync(), story => story.Tells(Factory) || story.Tells(Widgets));
        Assert.Equal(2, (await room.StoriesAsync()).Count);
        Assert.Equal(HttpStatusCode.NotFound, await room.StatusOfAsync(before));
        Assert.Contains(await Published.LatestItemsAsync(room.Url), item => item.GetProperty("url").GetString() == Widgets);

        await room.FollowAsync(new { });

        var after = await room.StoryOfAsync(Factory);
        Assert.Equal((before.Id, before.PublishedAt), (after.Id, after.PublishedAt));
    }

    [Fact]
    public async Task A_split_article_becomes_a_story_of_its_own_and_the_other_keeps_its_id()
    {
        await using var room = await Newsroom.OpenAsync();
        var before = await room.StoryOfAsync(Factory);
        Assert.True(before.Tells(Widgets));

        await room.FollowAsync(new { split = new[] { before.Url } });

        var stories = await room.StoriesAsync();
        var (split, rest) = (Assert.Single(stories, story => story.Url == before.Url), Assert.Single(stories, story => story.Id == before.Id));
        Assert.Equal(4, stories.Count);
        Assert.NotEqual(before.Id, split.Id);
        Assert.Single(split.Articles);
        Assert.Single(rest.Articles);
        Assert.NotEqual(before.Url, rest.Url);

        var documents = await Published.SnapshotAsync(room.Url);
        await room.RestartAsync();
        Assert.Equal(documents, await Published.SnapshotAsync(room.Url));

        await room.FollowAsync(new { }); // the list forgets it, the stories do not
        Assert.Equal(stories.Select(story => story.Id), (await room.StoriesAsync()).Select(story => story.Id));
    }

    [Fact]
    public async Task A_story_that_nobody_saw_keeps_apart_what_was_split_over_a_restart()
    {
        await using var room = await Newsroom.OpenAsync(storyCount: 1, blogs: 1);
        var pin = new[] { Lighthouse };
        await room.FollowAsync(new { pin }, blogs: 2);
        await room.UntilReadAsync(Factory);
        await room.FollowAsync(new { pin }, blogs: 3);
        await room.UntilReadAsync(Widgets);

        await room.FollowAsync(new { pin, split = new[] { Factory } }); // it founded the story
        await room.RestartAsync(storyCount: 30);
        await room.FollowAsync(new { });

        var (one, other) = (await room.StoryOfAsync(Factory), await room.StoryOfAsync(Widgets));
        Assert.NotEqual(one.Id, other.Id);
        Assert.Equal([1, 1], [one.Articles.Count, other.Articles.Count]);
    }

    [Fact]
    public async Task Merged_stories_become_one_also_by_the_id_of_one_that_was_taken_in()
    {
        await using var room = await Newsroom.OpenAsync();
        var (bread, lighthouse, factory) = (await room.StoryOfAsync(Bread), await room.StoryOfAsync(Lighthouse), await room.StoryOfAsync(Factory));

        await room.FollowAsync(new { merge = new[] { new[] { bread.Id, lighthouse.Id } } });

        var merged = await room.StoryOfAsync(Bread);
        Assert.Equal(2, (await room.StoriesAsync()).Count);
        Assert.True(merged.Tells(Lighthouse));
        Assert.Contains(merged.Id, new[] { bread.Id, lighthouse.Id });

        var lost = merged.Id == bread.Id ? lighthouse : bread;
        await room.FollowAsync(new { merge = new[] { new[] { $"{room.Url}stories/{lost.Uuid}", factory.Uuid } } });

        var all = Assert.Single(await room.StoriesAsync());
        Assert.Equal(4, all.Articles.Count);

        var documents = await Published.SnapshotAsync(room.Url);
        await room.RestartAsync();
        Assert.Equal(documents, await Published.SnapshotAsync(room.Url));
    }

    [Fact]
    public async Task A_muted_feed_is_no_evidence_and_leads_no_story()
    {
        await using var room = await Newsroom.OpenAsync();
        var before = await room.StoryOfAsync(Factory);
        Assert.Equal(["alpha.example", "beta.example"], before.Publications.Order(StringComparer.Ordinal));

        await room.FollowAsync(new { mute = new[] { new { feed = room.FeedUrls[2] } } });
        var told = await room.StoryOfAsync(Factory);
        Assert.Equal((before.Id, Factory), (told.Id, told.Url));
        Assert.Equal(["alpha.example"], told.Publications);
        Assert.Null(await room.FindAsync(Bread)); // nobody else tells it

        await room.FollowAsync(new { mute = new[] { new { feed = room.FeedUrls[1] } } });
        told = await room.StoryOfAsync(Factory);
        Assert.Equal((before.Id, Widgets), (told.Id, told.Url)); // at once, and not in half an hour
        Assert.Equal(["beta.example"], told.Publications);
        Assert.NotNull(await room.FindAsync(Bread));
    }

    [Fact]
    public async Task A_mute_ends_by_itself()
    {
        await using var room = await Newsroom.OpenAsync();
        var until = TimeProvider.System.GetUtcNow().AddSeconds(8).ToString("O", CultureInfo.InvariantCulture);

        await room.FollowAsync(new { mute = new[] { new { feed = room.FeedUrls[0], until } } });

        await Eventually.HoldsAsync("the story is back", async () => await room.FindAsync(Lighthouse) is not null);
    }

    [Fact]
    public async Task A_boosted_feed_ranks_higher()
    {
        await using var room = await Newsroom.OpenAsync();
        Assert.True((await room.StoryOfAsync(Bread)).Rank < (await room.StoryOfAsync(Lighthouse)).Rank, "the fresher story stands above");

        await room.FollowAsync(new { boost = new[] { new { feed = room.FeedUrls[0], factor = 10, until = "2999-01-01" } } });

        Assert.True((await room.StoryOfAsync(Bread)).Rank > (await room.StoryOfAsync(Lighthouse)).Rank, "the boosted one stands above");
    }

    private sealed record Told(
        string Id, string Url, string PublishedAt, int Rank, bool IsPinned, IReadOnlyList<string> Articles, IReadOnlyList<string> Publications)
    {
        public string Uuid => Id["urn:uuid:".Length..];

        public bool Tells(string url) => Articles.Contains(url["http://".Length..]);
    }

    /// <summary>Three blogs, of which two tell of one event, and the service over them.</summary>
    private sealed class Newsroom : IAsyncDisposable
    {
        private readonly Workbench _bench = new();
        private readonly OriginServer _origin;
        private RunningProgram? _service;
        private int _blogCount;
        private int _listCount;

        private Newsroom(OriginServer origin)
        {
            _origin = origin;
            Serve(0, "gamma", (Lighthouse, "Lighthouse keepers publish forty years of weather diaries", 6));
            Serve(1, "alpha", (Factory, "Quantum widget factory opens in Ljubljana after years of delay", 2));
            Serve(2, "beta",
                (Widgets, "Ljubljana opens its quantum widget factory after a long delay", 1.5),
                (Bread, "Sourdough bakery shares its rye starter with the neighbours", 0.2));
        }

        public Uri Url => _bench.Url;

        public IReadOnlyList<string> FeedUrls => [.. _origin.Addresses.Select(address => _origin.UrlOf("/feed", address).AbsoluteUri)];

        /// <summary>Starts the service over the first of the blogs, and waits until all of their stories are listed.</summary>
        public static async Task<Newsroom> OpenAsync(int storyCount = 30, int blogs = 3)
        {
            var room = new Newsroom(await OriginServer.StartAsync(OriginServer.Loopback(3))) { _blogCount = blogs };
            room.WriteList("Test 0", new { });
            await room.RestartAsync(storyCount);
            await Eventually.HoldsAsync("the stories are listed", async () => (await room.StoriesAsync()).Sum(story => story.Articles.Count) == (blogs == 3 ? 4 : 1));
            return room;
        }

        public async Task RestartAsync(int storyCount = 30)
        {
            if (_service is { } running)
            {
                await running.StopAsync();
                await running.DisposeAsync();
            }

            _bench.Environment["FeedHub__Stories__Count"] = storyCount.ToString(CultureInfo.InvariantCulture);
            _service = await _bench.StartAsync();
        }

        /// <summary>Changes the list, and waits until what is published is of the new one.</summary>
        public async Task FollowAsync(object overrides, int? blogs = null)
        {
            _blogCount = blogs ?? _blogCount;
            var title = $"Test {++_listCount}";
            WriteList(title, overrides);
            await Eventually.HoldsAsync("the list is followed", async () =>
            {
                using var document = JsonDocument.Parse(await RunningProgram.GetAsync(new Uri(Url, "top-stories.json")));
                return document.RootElement.GetProperty("title").GetString()!.StartsWith(title, StringComparison.Ordinal);
            });
        }

        public Task UntilReadAsync(string url) => Eventually.HoldsAsync(
            $"{url} is read", async () => (await Published.LatestItemsAsync(Url)).Any(item => item.GetProperty("url").GetString() == url));

        /// <summary>All stories of <c>/top-stories</c>, each with what its own document says.</summary>
        public async Task<IReadOnlyList<Told>> StoriesAsync()
        {
            using var list = JsonDocument.Parse(await RunningProgram.GetAsync(new Uri(Url, "top-stories.json")));
            var stories = new List<Told>();
            foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
            {
                var id = item.GetProperty("id").GetString()!;
                using var answer = await RunningProgram.AskAsync(StoryUrl(id));
                if (answer.StatusCode == HttpStatusCode.NotFound)
                {
                    return []; // another set of documents came between the two requests
                }

                using var story = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                stories.Add(new Told(
                    id,
                    item.GetProperty("url").GetString()!,
                    item.GetProperty("date_published").GetString()!,
                    story.RootElement.TryGetProperty("rank", out var rank) ? rank.GetInt32() : 0,
                    story.RootElement.TryGetProperty("pinned", out var pinned) && pinned.GetBoolean(),
                    Texts(story.RootElement, "grouped", "article"),
                    Texts(story.RootElement, "parts", "publication")));
            }

            return stories;
        }

        public async Task<Told> StoryOfAsync(string url) => Assert.Single(await StoriesAsync(), story => story.Tells(url));

        public async Task<Told?> FindAsync(string url) => (await StoriesAsync()).SingleOrDefault(story => story.Tells(url));

        public async Task<HttpStatusCode> StatusOfAsync(Told story)
        {
            using var answer = await RunningProgram.AskAsync(StoryUrl(story.Id));
            return answer.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            if (_service is not null)
            {
                await _service.DisposeAsync();
            }

            await _origin.DisposeAsync();
            _bench.Dispose();
        }

        private Uri StoryUrl(string id) => new(Url, $"stories/{id["urn:uuid:".Length..]}.json");

        private static List<string> Texts(JsonElement story, string array, string member) => story.TryGetProperty(array, out var items)
            ? [.. items.EnumerateArray().Select(item => item.GetProperty(member).GetString()!)]
            : [];

        private void WriteList(string title, object overrides) => File.WriteAllText(
            _bench.ListPath,
            JsonSerializer.Serialize(new
            {
                id = "urn:uuid:00000000-0000-4000-8000-000000000001",
                title,
                channels = new[] { new { name = "All", feeds = FeedUrls.Take(_blogCount) } },
                overrides,
            }));

        private void Serve(int index, string blog, params (string Url, string Title, double AgeInHours)[] posts)
        {
            var now = TimeProvider.System.GetUtcNow();
            _origin.Serve(
                "/feed",
                OriginDocument.Of(
                    $"<rss version='2.0'><channel><title>{blog}</title><link>http://{blog}.example/</link>"
                    + string.Concat(posts.Select(post =>
                        $"<item><guid>{post.Url}</guid><title>{post.Title}</title><link>{post.Url}</link><pubDate>{now.AddHours(-post.AgeInHours):R}</pubDate></item>"))
                    + "</channel></rss>"),
                _origin.Addresses[index]);
        }
    }
}
