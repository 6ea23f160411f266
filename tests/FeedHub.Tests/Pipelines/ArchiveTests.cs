using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using FeedHub.EndToEnd;
using FeedHub.Scheduling;
using FeedHub.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Pipelines;

/// <summary>Archive documents (RFC 5005) by a clock that passes months.</summary>
public sealed class ArchiveTests : IAsyncDisposable
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace _history = "http://purl.org/syndication/history/1.0";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly SmallBlog _one = new("one");
    private readonly SmallBlog _two = new("two");
    private OriginServer? _origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task OUT_26_A_walk_along_the_archives_meets_every_article_once_whatever_month_it_is_and_ended_months_stay_as_they_are()
    {
        await using var hub = await StartAsync();
        Dictionary<string, string> closed = new(StringComparer.Ordinal);
        for (var day = 0; day < 75; day++)
        {
            if (day % 3 == 0 && day is < 20 or > 50) // November is nearly empty
            {
                (day % 2 == 0 ? _one : _two).Post(_origin!);
            }

            await hub.RunUntilAsync(_clock.GetUtcNow() + TimeSpan.FromDays(1));
            await hub.ArchiveAsync();
            if (day % 5 == 0)
            {
                await hub.ArchiveAsync();
                await hub.PublishAsync();
                AssertWalk(hub, "", _one.Count + _two.Count);
                AssertWalk(hub, "first", _one.Count);
                AssertWalk(hub, "second", _two.Count);
            }

            foreach (var document in Archives(hub).All.Where(document => document.IsClosed))
            {
                closed.TryAdd(document.Path, Bytes(hub, document));
                Assert.Equal(closed[document.Path], Bytes(hub, document));
            }
        }

        Assert.Equal(["2026-10", "2026-11", "2026-12", "2027-01"], Archives(hub).All.Where(document => document.List == "").Select(document => document.Month));
        Assert.Equal([true, true, true, false], Archives(hub).All.Where(document => document.List == "").Select(document => document.IsClosed));
        Assert.Equal(9, closed.Count);

        // Retention takes the texts, and the months stay.
        var walked = Walk(hub, "first");
        await hub.Store.RemoveTextsAsync(_clock.GetUtcNow(), 1_000, Cancellation);
        await hub.RestartAsync();
        await hub.ArchiveAsync();
        Assert.All(closed, document => Assert.Equal(document.Value, Bytes(hub, Archives(hub).Find(document.Key)!)));
        Assert.NotEmpty(walked);
    }

    [Fact]
    public async Task OUT_26_An_archive_says_what_it_is_and_where_it_stands()
    {
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        await hub.RunUntilAsync(new DateTimeOffset(2026, 11, 1, 0, 30, 0, TimeSpan.Zero));
        await hub.ArchiveAsync();
        Assert.False(Archives(hub).Find("/archive/2026-10.atom")!.IsClosed); // a visit may still commit what it saw before
        await hub.RunUntilAsync(new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero));
        await hub.ArchiveAsync();
        await hub.PublishAsync();

        var october = Document(hub, "/archive/2026-10.atom");
        Assert.NotNull(october.Element(_history + "archive"));
        Assert.Equal("urn:uuid:f48db5bd-70de-572a-a274-747f16ba770d", october.Element(_atom + "id")!.Value);
        Assert.Equal("http://localhost:8080/archive/2026-10.atom", Link(october, "self"));
        Assert.Equal("http://localhost:8080/latest.atom", Link(october, "current"));
        Assert.Equal("http://localhost:8080/archive/2026-11.atom", Link(october, "next-archive"));
        Assert.Null(Link(october, "prev-archive"));
        Assert.Equal("http://localhost:8080/archive/2026-10.atom", Link(Document(hub, "/archive/2026-11.atom"), "prev-archive"));
        Assert.Equal("http://localhost:8080/archive/2026-10.atom", Link(Current(hub, ""), "prev-archive")); // November holds nothing
        Assert.Equal("http://localhost:8080/channels/second/archive/2026-10.atom", Link(Current(hub, "second"), "prev-archive"));
        Assert.Equal(4, october.Elements(_atom + "entry").Count());
        Assert.Equal("", await Published.LintAsync(Encoding.UTF8.GetBytes(Bytes(hub, Archives(hub).Find("/archive/2026-10.atom")!))));

        var folder = Path.Combine(hub.DataPath, "archive");
        Assert.Equal(["2026-10.atom", "2026-10.atom.br", "2026-10.atom.gz", "2026-10.json"], Directory.GetFiles(folder, "2026-10*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var gzip = new GZipStream(File.OpenRead(Path.Combine(folder, "2026-10.atom.gz")), CompressionMode.Decompress);
        Assert.Equal(Archives(hub).Find("/archive/2026-10.atom")!.Hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(gzip, Cancellation)));
    }

    [Fact]
    public async Task What_was_half_written_when_the_power_went_is_written_anew()
    {
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        var before = Archives(hub).Find("/archive/2026-10.atom")!;
        File.WriteAllText(Path.Combine(hub.DataPath, "archive", before.File), "<feed");
        await hub.RestartAsync();
        Assert.Null(Archives(hub).Find("/archive/2026-10.atom"));
        await hub.ArchiveAsync();

        Assert.Equal(before.Hash, Archives(hub).Find("/archive/2026-10.atom")!.Hash);
        AssertWalk(hub, "", 4);
    }

    [Theory]
    [InlineData("/archive/../feedhub.db")]
    [InlineData("/archive/2026-13.atom")]
    [InlineData("/archive/2026-10.json")]
    [InlineData("/archive/2026-10.atom.gz")]
    [InlineData("/channels/../archive/2026-10.atom")]
    public async Task BAD_77_No_address_leads_to_another_file(string path)
    {
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        Assert.NotNull(Archives(hub).Find("/archive/2026-10.atom"));
        Assert.Null(Archives(hub).Find(path));
    }

    private async Task<SimulatedHub> StartAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        foreach (var blog in (SmallBlog[])[_one, _one, _two, _two])
        {
            blog.Post(_origin);
        }

        var hub = await SimulatedHub.StartWithChannelsAsync(
            _clock,
            [("First", [_origin.UrlOf(_one.Path).AbsoluteUri]), ("Second", [_origin.UrlOf(_two.Path).AbsoluteUri])],
            new Dictionary<string, string?> { ["FeedHub:Polling:Interval"] = "12:00:00", ["FeedHub:Polling:MaxInterval"] = "1.00:00:00", ["FeedHub:Latest:Count"] = "5" });
        await hub.VisitDueAsync(all: false);
        await hub.PublishAsync();
        return hub;
    }

    private static ArchiveFiles Archives(SimulatedHub hub) => hub.Services.GetRequiredService<ArchiveFiles>();

    private static void AssertWalk(SimulatedHub hub, string list, int count)
    {
        var walked = Walk(hub, list);
        Assert.Equal(count, walked.Count);
        Assert.Equal(count, walked.Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(walked.ToHashSet(StringComparer.Ordinal), Ids(Current(hub, list)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The ids of all archive documents, from the newest on.</summary>
    private static List<string> Walk(SimulatedHub hub, string list)
    {
        List<string> ids = [];
        for (var next = Link(Current(hub, list), "prev-archive"); next is not null;)
        {
            var document = Document(hub, new Uri(next).AbsolutePath);
            Assert.Equal(next, Link(document, "self"));
            ids.AddRange(Ids(document));
            next = Link(document, "prev-archive");
        }

        return ids;
    }

    private static IEnumerable<string> Ids(XElement feed) => feed.Elements(_atom + "entry").Select(entry => entry.Element(_atom + "id")!.Value);

    private static XElement Current(SimulatedHub hub, string list) => XElement.Parse(Encoding.UTF8.GetString(
        hub.Services.GetRequiredService<PublishedDocuments>().Find(list.Length == 0 ? "/latest.atom" : $"/channels/{list}/latest.atom")!.Identity.Span));

    private static XElement Document(SimulatedHub hub, string path) => XElement.Parse(Bytes(hub, Archives(hub).Find(path)!));

    private static string Bytes(SimulatedHub hub, ArchivedDocument document) =>
        File.ReadAllText(Path.Combine(Archives(hub).FolderOf(document.List), document.File));

    private static string? Link(XElement feed, string relation) =>
        (string?)feed.Elements(_atom + "link").SingleOrDefault(link => (string?)link.Attribute("rel") == relation)?.Attribute("href");
}
