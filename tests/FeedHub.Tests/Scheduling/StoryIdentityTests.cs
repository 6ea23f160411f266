using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>A story that readers saw has one id, whatever happens to feeds and to the program: in virtual time, in an order that a seed draws.</summary>
public sealed partial class StoryIdentityTests : IAsyncDisposable
{
    private const int StepCount = 24;
    private static readonly string[] _blogs = ["alpha", "beta", "gamma"];
    private static readonly DateTimeOffset _start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(_start);
    private readonly Dictionary<string, List<Post>> _posts = _blogs.ToDictionary(blog => blog, _ => new List<Post>());
    private readonly Dictionary<string, int> _renamed = _blogs.ToDictionary(blog => blog, _ => 0);
    private readonly Dictionary<string, int> _redirected = _blogs.ToDictionary(blog => blog, _ => 0);
    private readonly Dictionary<string, int> _moved = _blogs.ToDictionary(blog => blog, _ => 0);
    private readonly Dictionary<string, string> _listedWith = [];
    private readonly HashSet<string> _done = [];
    private OriginServer? _origin;
    private int _eventCount;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_no_second_id_is_minted_for_a_listed_story_and_none_is_split(int seed)
    {
        var random = new Random(seed);
        _origin = await OriginServer.StartAsync(clock: _clock);
        foreach (var blog in _blogs)
        {
            Tell(blog, _eventCount++, random);
        }

        Serve();
        await using var hub = await SimulatedHub.StartAsync(
            _clock, Feeds(), new Dictionary<string, string?> { ["FeedHub:Polling:MinInterval"] = "00:00:00", ["FeedHub:Stories:Count"] = "12" });
        for (var step = 0; step < StepCount; step++)
        {
            await hub.VisitDueAsync(all: true);
            await hub.PublishAsync();
            await CheckAsync(hub);
            _clock.Advance(TimeSpan.FromHours(1 + random.Next(4)));
            await ChangeAsync(hub, random);
            Serve();
        }

        Assert.InRange(_listedWith.Count, 10, int.MaxValue); // events; else nothing was tried
        Assert.InRange(_done.Count, 6, int.MaxValue);
    }

    /// <summary>News comes, and often something happens besides.</summary>
    private async Task ChangeAsync(SimulatedHub hub, Random random)
    {
        var happening = random.Next(2) == 0 ? _eventCount++ : Math.Max(0, _eventCount - 1 - random.Next(4));
        Tell(_blogs[random.Next(_blogs.Length)], happening, random);
        Tell(_blogs[random.Next(_blogs.Length)], happening, random);

        var blog = _blogs[random.Next(_blogs.Length)];
        var kind = random.Next(9);
        _done.Add($"{kind}");
        switch (kind)
        {
            case 0:
                await hub.RestartAsync();
                break;
            case 1:
                await hub.KillAsync();
                break;
            case 2:
                await hub.RestoreAsync();
                break;
            case 3:
                _renamed[blog]++; // new guids and links of all that the feed holds
                break;
            case 4:
                _moved[blog]++; // the operator writes the new address beside the old id
                Serve();
                await hub.ReloadAsync(Feeds());
                break;
            case 5:
                _redirected[blog]++; // the publisher moves it for good (301), and the list stays as it is
                break;
            case 6:
            case 7:
                Edit(blog, random);
                break;
            default:
                break; // asked again, no more
        }
    }

    /// <summary>Every text of a blog is written anew, that of stories which nobody has seen yet too: other words of the event, in another order.</summary>
    private void Edit(string blog, Random random)
    {
        for (var index = 0; index < _posts[blog].Count; index++)
        {
            var post = _posts[blog][index];
            _posts[blog][index] = post with { Title = TitleOf(blog, post.Event, random) + (random.Next(2) == 0 ? " updated" : "") };
        }
    }

    private static string TitleOf(string blog, int happening, Random random) =>
        $"{string.Join(' ', Enumerable.Range(0, 7).Select(word => $"event{happening}w{word}").OrderBy(_ => random.Next()).Take(6))} says {blog}";

    private async Task CheckAsync(SimulatedHub hub)
    {
        var edition = (await hub.Store.ReadHubAsync(Cancellation)).Edition;
        string[] listed = [.. edition.Whole.Listed.Select(listing => listing.StoryId)];
        Assert.Equal(listed.Length, listed.Distinct().Count());
        foreach (var story in await hub.Store.ReadStoriesAsync(listed, Cancellation))
        {
            var told = await hub.Store.ReadArticlesAsync([.. story.Members.Select(member => member.ArticleKey)], Cancellation);
            Assert.Equal(story.Members.Count, told.Count);
            foreach (var happening in told.Select(led => EventOf().Match(led.Lead.Title).Value).Distinct())
            {
                _listedWith.TryAdd(happening, story.Id);
                Assert.True(await StandsForAsync(hub, _listedWith[happening]) == story.Id, $"{happening} is listed a second time");
            }
        }
    }

    /// <summary>The id that stands for a story now.</summary>
    private static async Task<string> StandsForAsync(SimulatedHub hub, string id)
    {
        while ((await hub.Store.ReadStoriesAsync([id], Cancellation)).Single().MergedInto is { } next)
        {
            id = next;
        }

        return id;
    }

    private void Tell(string blog, int happening, Random random)
    {
        if (_posts[blog].All(post => post.Event != happening)) // a blog tells of an event once
        {
            _posts[blog].Insert(0, new Post(happening, TitleOf(blog, happening, random), _clock.GetUtcNow()));
        }
    }

    private string PathOf(string blog) => $"/{blog}-{_moved[blog]}";

    private IEnumerable<object> Feeds() => [.. _blogs.Select(blog => new { id = blog, url = _origin!.UrlOf(PathOf(blog)).AbsoluteUri })];

    private void Serve()
    {
        foreach (var blog in _blogs)
        {
            var document = new StringBuilder($"<rss version='2.0'><channel><title>{blog}</title><link>http://{blog}.example/</link>");
            foreach (var post in _posts[blog].Take(10))
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"{_renamed[blog]}/{post.Event}");
                document.Append(
                    CultureInfo.InvariantCulture,
                    $"<item><guid isPermaLink='false'>{blog}:{path}</guid><link>http://{blog}.example/{path}</link><title>{post.Title}</title><pubDate>{post.At:r}</pubDate></item>");
            }

            var to = PathOf(blog);
            for (var hop = 0; hop < Math.Min(_redirected[blog], 3); hop++, to += "-on")
            {
                _origin!.Answer(to, Answers.Redirect(_origin.UrlOf(to + "-on").AbsoluteUri, StatusCodes.Status301MovedPermanently));
            }

            _origin!.Serve(to, OriginDocument.Of(document.Append("</channel></rss>").ToString()));
        }
    }

    [GeneratedRegex("event[0-9]+")]
    private static partial Regex EventOf();

    private sealed record Post(int Event, string Title, DateTimeOffset At);
}
