using System.Text;
using AngleSharp.Html.Parser;
using FeedHub.Scheduling;
using FeedHub.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Pipelines;

/// <summary>What is rendered, and that nothing else is.</summary>
public sealed class PublishingTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly SmallBlog _one = new("one");
    private readonly SmallBlog _two = new("two");
    private OriginServer? _origin;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_one_new_entry_only_the_documents_that_contain_it_are_rendered_each_once()
    {
        await using var hub = await StartAsync();
        _one.Post(_origin!);
        await VisitAllAsync(hub);
        await hub.PublishAsync();

        Assert.Equal(
            [
                "/channels/first/latest.atom", "/channels/first/latest.json", "/channels/first/latest.rss",
                "/channels/first/top-stories.atom", "/channels/first/top-stories.json", "/channels/first/top-stories.rss",
                "/latest.atom", "/latest.json", "/latest.rss", "/top-stories.atom", "/top-stories.json", "/top-stories.rss",
            ],
            Rendered(hub).Order(StringComparer.Ordinal));
        await hub.PublishAsync();
        Assert.Empty(Rendered(hub));
    }

    [Fact]
    public async Task A_channel_has_feeds_of_its_own_with_what_its_feeds_carry()
    {
        await using var hub = await StartAsync();

        Assert.Equal(3, Count(hub, "/channels/first/latest.atom", "<entry"));
        Assert.Equal(2, Count(hub, "/channels/second/latest.atom", "<entry"));
        Assert.Equal(5, Count(hub, "/latest.atom", "<entry"));
        Assert.Equal(0, Count(hub, "/channels/second/top-stories.rss", "<item>")); // nobody knows when they were written
        Assert.Contains("<id>urn:uuid:09bbef96-ea56-5706-9c81-8da45de3f504</id>", Text(hub, "/channels/second/latest.atom"), StringComparison.Ordinal);
        Assert.Contains("https://two.example/1", Text(hub, "/channels/second/latest.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("https://one.example/1", Text(hub, "/channels/second/latest.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OUT_30_Restarts_and_polls_without_news_change_no_byte_and_no_validator()
    {
        var isLong = Environment.GetEnvironmentVariable("FEEDHUB_TEST_LONG") is "1";
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        var before = Snapshot(hub);
        var pages = Pages(hub);
        Assert.Superset(
            new HashSet<string>(new[] { "", "/channels/first", "/channels/second" }.SelectMany(list => new[] { ".atom", ".rss", ".json" }
                .SelectMany(extension => new[] { $"{list}/latest{extension}", $"{list}/top-stories{extension}" })
                .Append($"{list}/archive/2026-11.atom")).Append("/feeds.opml")),
            before.Select(document => document.Path).ToHashSet());

        for (var restart = 0; restart < (isLong ? 100 : 3); restart++)
        {
            await hub.RestartAsync();
            await hub.PublishAsync();
            Assert.Equal(before, Snapshot(hub)); // at once
            await hub.ArchiveAsync();
            Assert.Equal(before, Snapshot(hub)); // and when all is read
            Assert.Equal(pages, Pages(hub));
        }

        for (var poll = 0; poll < (isLong ? 1_000 : 20); poll++)
        {
            await hub.VisitNextAsync();
            await hub.ArchiveAsync();
        }

        Assert.Equal(before, Snapshot(hub));
        Assert.Equal(pages, Pages(hub));
    }

    [Fact]
    public async Task What_was_committed_after_the_last_publishing_is_published_after_a_restart()
    {
        await using var hub = await StartAsync();
        _two.Post(_origin!);
        await VisitAllAsync(hub);
        await hub.RestartAsync();
        await hub.PublishAsync();
        await hub.PublishAsync();

        Assert.Equal(3, Count(hub, "/channels/second/latest.atom", "<entry"));
        Assert.Equal(6, Count(hub, "/latest.atom", "<entry"));
    }

    [Fact]
    public async Task A_list_of_other_channels_is_published_without_a_restart()
    {
        await using var hub = await StartAsync();
        await hub.ReloadAsync(_origin!.UrlOf(_two.Path).AbsoluteUri);
        await hub.PublishAsync();

        Assert.Equal(2, Count(hub, "/latest.atom", "<entry"));
        Assert.Equal(2, Count(hub, "/channels/all/latest.atom", "<entry"));
        Assert.Null(Documents(hub).Find("/channels/first/latest.atom"));
    }

    [Fact]
    public async Task OUT_28_Every_page_names_the_feeds_Atom_first()
    {
        await using var hub = await StartAsync();
        foreach (var path in (string[])["/", "/channels/second"])
        {
            using var page = await new HtmlParser().ParseDocumentAsync(Text(hub, path), TestContext.Current.CancellationToken);
            var types = page.QuerySelectorAll("head > link[rel=alternate]").Select(link => link.GetAttribute("type")).ToList();
            Assert.Equal("application/atom+xml", types[0]);
            Assert.Superset(new HashSet<string?> { "application/atom+xml", "application/rss+xml", "application/feed+json" }, types.ToHashSet());
            Assert.NotEmpty(page.QuerySelectorAll("body a[href$='.atom'], body a[href$='/#subscribe'], body a[href='/']"));
        }
    }

    [Fact]
    public async Task OUT_18_Feeds_say_what_they_are_and_link_to_their_other_forms_in_their_headers()
    {
        await using var hub = await StartAsync();
        Assert.Equal(
            ["application/atom+xml; charset=utf-8", "application/rss+xml; charset=utf-8", "application/feed+json; charset=utf-8"],
            new[] { "atom", "rss", "json" }.Select(extension => Documents(hub).Find("/channels/first/latest." + extension)!.ContentType));
        Assert.Equal(
            """<http://localhost:8080/channels/first/latest.rss>; rel="self"; type="application/rss+xml", """
            + """<http://localhost:8080/channels/first>; rel="alternate"; type="text/html", """
            + """<http://localhost:8080/channels/first/latest.atom>; rel="alternate"; type="application/atom+xml", """
            + """<http://localhost:8080/channels/first/latest.json>; rel="alternate"; type="application/feed+json", """
            + "<http://localhost:8080/channels/first/archive/2026-11.atom>; rel=\"prev-archive\"; type=\"application/atom+xml\"",
            Documents(hub).Find("/channels/first/latest.rss")!.Links);
    }

    [Fact]
    public async Task A_story_that_is_listed_no_more_keeps_its_address()
    {
        await using var hub = await StartAsync();
        _one.Post(_origin!);
        await VisitAllAsync(hub);
        await hub.PublishAsync();
        var path = Documents(hub).All.Single(document => document.Path.StartsWith("/stories/", StringComparison.Ordinal) && document.IsPage).Path;
        var page = Text(hub, path);
        Assert.Contains("/rate\"", page, StringComparison.Ordinal);

        foreach (var days in (int[])[10, 8]) // it leaves the front page, and a week later the feed
        {
            await hub.RunUntilAsync(_clock.GetUtcNow() + TimeSpan.FromDays(days));
            await hub.PublishAsync();
        }

        Assert.Null(Documents(hub).Find(path));

        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Method = "GET";
        Assert.True(await hub.Services.GetRequiredService<StoryFiles>().TryWriteAsync(context, path));
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        var kept = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal(page[..page.IndexOf("</title>", StringComparison.Ordinal)], kept[..page.IndexOf("</title>", StringComparison.Ordinal)]);
        Assert.Contains("Who covers it", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("/rate\"", kept, StringComparison.Ordinal); // that form answers 404 by now
        Assert.False(await hub.Services.GetRequiredService<StoryFiles>().TryWriteAsync(new DefaultHttpContext(), "/stories/../feedhub.db"));
        Assert.False(await hub.Services.GetRequiredService<StoryFiles>().TryWriteAsync(new DefaultHttpContext(), "/stories/00000000-0000-4000-8000-000000000001"));
    }

    [Fact]
    public async Task A_story_that_was_taken_into_another_leads_there()
    {
        await using var hub = await StartAsync();
        const string one = "11111111-0000-5000-8000-000000000001";
        const string other = "22222222-0000-5000-8000-000000000002";
        var files = hub.Services.GetRequiredService<StoryFiles>();
        hub.Services.GetRequiredService<KeepStories>().Redirect("urn:uuid:" + one, "urn:uuid:" + other);
        var context = new DefaultHttpContext();
        Assert.True(await files.TryWriteAsync(context, $"/stories/{one}.json"));
        Assert.Equal(
            (StatusCodes.Status301MovedPermanently, $"http://localhost:8080/stories/{other}.json"), (context.Response.StatusCode, context.Response.Headers.Location.ToString()));
    }

    private async Task<SimulatedHub> StartAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        for (var post = 0; post < 3; post++)
        {
            _one.Post(_origin);
        }

        _two.Post(_origin);
        _two.Post(_origin);
        var hub = await SimulatedHub.StartWithChannelsAsync(
            _clock,
            [("First", [_origin.UrlOf(_one.Path).AbsoluteUri]), ("Second", [_origin.UrlOf(_two.Path).AbsoluteUri])],
            new Dictionary<string, string?> { ["FeedHub:Polling:MaxInterval"] = "01:00:00" });
        await hub.VisitDueAsync(all: false);
        await hub.PublishAsync();
        return hub;
    }

    private Task VisitAllAsync(SimulatedHub hub) => hub.RunUntilAsync(_clock.GetUtcNow() + TimeSpan.FromHours(2));

    private static IReadOnlyList<string> Rendered(SimulatedHub hub) => hub.Services.GetRequiredService<RenderFeeds>().Rendered;

    private static PublishedDocuments Documents(SimulatedHub hub) => hub.Services.GetRequiredService<PublishedDocuments>();

    private static string Text(SimulatedHub hub, string path) => Encoding.UTF8.GetString(Documents(hub).Find(path)!.Identity.Span);

    private static int Count(SimulatedHub hub, string path, string tag) => Text(hub, path).Split(tag).Length - 1;

    private static List<(string Path, string Hash)> Pages(SimulatedHub hub) =>
        [.. Documents(hub).All.Where(document => document.IsPage).Select(document => (document.Path, document.Hash)).Order()];

    private static List<(string Path, string Hash, DateTimeOffset LastModified)> Snapshot(SimulatedHub hub) =>
    [
        .. Documents(hub).All.Where(document => !document.IsPage && !document.IsPassing).Select(document => (document.Path, document.Hash, document.LastModified)),
        .. hub.Services.GetRequiredService<ArchiveFiles>().All.Where(document => document.Count > 0).Select(document => (document.Path, document.Hash, document.LastModified)),
    ];
}
