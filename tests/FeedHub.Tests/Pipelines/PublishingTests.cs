using System.Text;
using FeedHub.Scheduling;
using FeedHub.Serving;
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
        await hub.VisitNextAsync();
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
        Assert.Contains("<id>urn:uuid:00000000-0000-4000-8000-000000000001#channels/second/latest</id>", Text(hub, "/channels/second/latest.atom"), StringComparison.Ordinal);
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

        for (var restart = 0; restart < (isLong ? 100 : 3); restart++)
        {
            await hub.RestartAsync();
            await hub.PublishAsync();
            Assert.Equal(before, Snapshot(hub)); // at once
            await hub.ArchiveAsync();
            Assert.Equal(before, Snapshot(hub)); // and when all is read
        }

        for (var poll = 0; poll < (isLong ? 1_000 : 20); poll++)
        {
            await hub.VisitNextAsync();
            await hub.ArchiveAsync();
        }

        Assert.Equal(before, Snapshot(hub));
    }

    [Fact]
    public async Task What_was_committed_after_the_last_publishing_is_published_after_a_restart()
    {
        await using var hub = await StartAsync();
        _two.Post(_origin!);
        await hub.VisitNextAsync();
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

    private static IReadOnlyList<string> Rendered(SimulatedHub hub) => hub.Services.GetRequiredService<RenderFeeds>().Rendered;

    private static PublishedDocuments Documents(SimulatedHub hub) => hub.Services.GetRequiredService<PublishedDocuments>();

    private static string Text(SimulatedHub hub, string path) => Encoding.UTF8.GetString(Documents(hub).Find(path)!.Identity.Span);

    private static int Count(SimulatedHub hub, string path, string tag) => Text(hub, path).Split(tag).Length - 1;

    private static List<(string, string, DateTimeOffset)> Snapshot(SimulatedHub hub) =>
    [
        .. Documents(hub).All.Where(document => !document.IsPage && !document.IsPassing).Select(document => (document.Path, document.Hash, document.LastModified)),
        .. hub.Services.GetRequiredService<ArchiveFiles>().All.Where(document => document.Count > 0).Select(document => (document.Path, document.Hash, document.LastModified)),
    ];
}
