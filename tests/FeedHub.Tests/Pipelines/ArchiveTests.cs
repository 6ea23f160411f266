using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using FeedHub.EndToEnd;
using FeedHub.Scheduling;
using FeedHub.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Pipelines;

/// <summary>Archive documents (RFC 5005) by a clock that passes months.</summary>
public sealed class ArchiveTests : IAsyncDisposable
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace _history = "http://purl.org/syndication/history/1.0";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly SmallBlog _one = new("one", shown: 2_000);
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

    [Fact]
    public async Task Every_month_and_day_has_a_page_however_long_ago_it_was()
    {
        await using var hub = await StartAsync();
        for (var day = 0; day < 40; day++)
        {
            if (day % 2 == 0)
            {
                _two.Post(_origin!);
            }

            await hub.RunUntilAsync(_clock.GetUtcNow() + TimeSpan.FromDays(1));
            await hub.ArchiveAsync();
        }

        await hub.RestartAsync();
        await hub.PublishAsync();

        Assert.Equal(["/archive/2026/11", "/archive/2026/10"], Links(await PageAsync(hub, "/archive"), "/archive/2026/"));

        // From the newest day along the links to the day before, and over the end of the month.
        List<string> days = [];
        List<string> articles = [];
        var ofNovember = 0;
        for (var path = Links(await PageAsync(hub, "/archive/2026/11"), "/archive/2026/11/").First(); path is not null;)
        {
            var page = await PageAsync(hub, path);
            if (path.Length > "/archive/2026/11".Length)
            {
                days.Add(path);
                articles.AddRange(Links(page, "https://"));
                ofNovember = path.StartsWith("/archive/2026/11", StringComparison.Ordinal) ? articles.Count : ofNovember;
            }

            path = Turn(page, "prev") ?? (path.StartsWith("/archive/2026/10", StringComparison.Ordinal) && days[^1].StartsWith("/archive/2026/11", StringComparison.Ordinal)
                ? Links(page, "/archive/2026/10/").First() : null);
        }

        string[] months = ["/archive/2026/11", "/archive/2026/10"];
        List<string> listed = [];
        foreach (var month in months)
        {
            listed.AddRange(Links(await PageAsync(hub, month), month + "/"));
        }

        Assert.Equal(listed, days);
        Assert.InRange(ofNovember, 10, 20);
        Assert.Contains($"November 2026</a> <span class=\"count\">{ofNovember} articles</span>", await PageAsync(hub, "/archive"), StringComparison.Ordinal);
        Assert.Equal(_one.Count + _two.Count, articles.Count);
        Assert.Equal(Enumerable.Range(1, _two.Count).Select(_two.LinkOf).Concat(Enumerable.Range(1, _one.Count).Select(_one.LinkOf)).Order(StringComparer.Ordinal), articles.Order(StringComparer.Ordinal));
        Assert.Equal("/archive/2026/11", Turn(await PageAsync(hub, "/archive/2026/10"), "next"));
        Assert.Equal(days[0], Turn(await PageAsync(hub, days[1]), "next"));
    }

    [Fact]
    public async Task The_page_of_a_day_with_very_many_articles_shows_the_newest_and_says_where_the_others_are()
    {
        await using var hub = await StartAsync(more: 1_100);
        await hub.ArchiveAsync();

        Assert.Equal(_one.Count + _two.Count, Archives(hub).Find("/archive/2026-10.atom")!.Count);
        var page = await PageAsync(hub, "/archive/2026/10/20");
        Assert.Equal(1_000, Links(page, "https://").Count);
        Assert.Contains("These are the newest 1,000. All 1,104 are in the <a href=\"/archive/2026-10.atom\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_were_lost_are_written_again_also_of_a_month_that_is_closed()
    {
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        await hub.RunUntilAsync(new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero));
        await hub.ArchiveAsync();
        var closed = Archives(hub).Find("/archive/2026-10.atom")!;
        var page = await PageAsync(hub, "/archive/2026/10/20");
        Directory.Delete(Path.Combine(hub.DataPath, "archive", "days"), recursive: true);
        Assert.StartsWith("Not found", await PageAsync(hub, "/archive/2026/10/20"), StringComparison.Ordinal);
        await hub.ArchiveAsync();

        Assert.Equal(page, await PageAsync(hub, "/archive/2026/10/20"));
        Assert.True(closed.IsClosed);
        Assert.Same(closed, Archives(hub).Find("/archive/2026-10.atom"));
    }

    [Theory]
    [InlineData("/archive/2026/12")]
    [InlineData("/archive/2026/10/21")]
    [InlineData("/archive/2026/10/32")]
    [InlineData("/archive/2026/1")]
    [InlineData("/archive/2026/10/")]
    [InlineData("/archive/2026/10/../10")]
    [InlineData("/archive/days/2026-10.json")]
    [InlineData("/archive/2026-10")]
    public async Task BAD_77_What_is_no_day_of_the_archive_has_no_page(string path)
    {
        await using var hub = await StartAsync();
        await hub.ArchiveAsync();
        Assert.StartsWith("<!DOCTYPE html>", await PageAsync(hub, "/archive/2026/10/20"), StringComparison.Ordinal);
        Assert.StartsWith("Not found", await PageAsync(hub, path), StringComparison.Ordinal);
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

    private async Task<SimulatedHub> StartAsync(int more = 0)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        foreach (var blog in (SmallBlog[])[_one, _one, _two, _two, .. Enumerable.Repeat(_one, more)])
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

    private static async Task<string> PageAsync(SimulatedHub hub, string path)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() }, Request = { Method = "GET", Path = path } };
        await hub.Services.GetRequiredService<LivePages>().AnswerAsync(context);
        return Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }

    /// <summary>Where the main part of a page leads, without its links to what is before and after.</summary>
    private static List<string> Links(string page, string start) =>
        [.. MainPart(page).Descendants("a").Where(link => link.Attribute("rel")?.Value is not ("prev" or "next")).Select(link => link.Attribute("href")!.Value)
            .Where(url => url.StartsWith(start, StringComparison.Ordinal) && url != "/archive/2026-10.atom")];

    private static string? Turn(string page, string relation) =>
        MainPart(page).Descendants("a").SingleOrDefault(link => link.Attribute("rel")?.Value == relation)?.Attribute("href")!.Value;

    private static XElement MainPart(string page) =>
        XElement.Parse(page[page.IndexOf("<main", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);

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
