using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>What becomes of validators and entries when documents change, break and come back, in virtual time against a real server.</summary>
public sealed class DocumentLifeTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> _hourly = new() { ["FeedHub:Polling:MaxInterval"] = "01:00:00" };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private OriginServer? _origin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string LastAskedWith => _origin!.Requests[^1].Headers.IfNoneMatch.ToString();

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    [Fact]
    public async Task PP_3_Validators_outlive_a_kill_and_a_restart()
    {
        await using var hub = await StartAsync();

        await hub.KillAsync();
        await hub.VisitNextAsync();
        Assert.Equal(("\"v1\"", 304), (LastAskedWith, _origin!.Requests[^1].Status));

        await hub.RestartAsync();
        await hub.VisitNextAsync();
        Assert.Equal(("\"v1\"", 304), (LastAskedWith, _origin.Requests[^1].Status));
        Assert.Equal(1, (await hub.StateAsync()).EntryCount);
    }

    [Fact]
    public async Task PP_1_PP_5_A_redirect_that_comes_and_goes_finds_the_validators_of_both_addresses()
    {
        await using var hub = await StartAsync();
        _origin!.Serve("/away", Document(1, 2) with { ETag = "\"away\"" });
        _origin.Answer("/feed", Answers.Redirect("/away"));
        await hub.VisitNextAsync();
        await hub.VisitNextAsync();
        Assert.Equal(("/away", "\"away\""), (_origin.Requests[^1].Path, LastAskedWith));

        _origin.Serve("/feed", Document(1) with { ETag = "\"v1\"" });
        await hub.RestartAsync();
        await hub.VisitNextAsync();
        Assert.Equal(("/feed", "\"v1\"", 304), (_origin.Requests[^1].Path, LastAskedWith, _origin.Requests[^1].Status));

        _origin.Answer("/feed", Answers.Redirect("/away"));
        await hub.VisitNextAsync();
        Assert.Equal(("/away", "\"away\"", 304), (_origin.Requests[^1].Path, LastAskedWith, _origin.Requests[^1].Status));
    }

    [Fact]
    public async Task PP_4_F_22_A_new_tag_replaces_the_old_one_though_the_body_is_the_same()
    {
        await using var hub = await StartAsync();
        _origin!.Serve("/feed", Document(1) with { ETag = "\"v2\"" });
        await hub.VisitNextAsync();

        await hub.VisitNextAsync();

        Assert.Equal("\"v2\"", LastAskedWith);
        Assert.Equal(1, (await hub.StateAsync()).EntryCount);
    }

    [Fact]
    public async Task F_22_A_new_body_is_read_though_its_tag_is_the_same()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Body(Document(1, 2).Body.ToArray(), ("ETag", "\"v1\"")));

        await hub.VisitNextAsync();

        Assert.Equal((2, "\"v1\""), ((await hub.StateAsync()).EntryCount, (await hub.StateAsync()).Validators?.ETag));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("closed")]
    [InlineData("short")]
    [InlineData("chunked")]
    public async Task PP_4_BAD_25_F_7_F_8_F_13_Of_a_broken_transfer_nothing_is_kept(string kind)
    {
        await using var hub = await StartAsync();
        var body = Document(1, 2).Body.ToArray();
        _origin!.Answer("/feed", async context =>
        {
            context.Response.Headers.ETag = "\"v2\"";
            context.Response.ContentLength = kind == "chunked" ? null : body.Length + 100;
            await context.Response.Body.WriteAsync(kind == "short" ? body.AsMemory(..50) : body, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (kind is "reset" or "chunked")
            {
                context.Abort();
            }
        });

        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Contains(state.LastOutcome, new[] { "reset", "truncated" });
        Assert.Equal(("\"v1\"", 1), (state.Validators?.ETag, state.EntryCount));
        Assert.True(state.DueAt >= _clock.GetUtcNow().AddMinutes(59), $"{state.DueAt}");
    }

    [Fact]
    public async Task PP_4_BAD_26_F_9_A_whole_answer_with_half_a_document_brings_its_whole_entries_and_its_validators()
    {
        await using var hub = await StartAsync();
        var text = Encoding.UTF8.GetString(Document(1, 2, 3).Body.Span);
        var half = text[..(text.IndexOf("urn:example:3", StringComparison.Ordinal) + 4)];
        _origin!.Serve("/feed", OriginDocument.Of(half) with { ETag = "\"v2\"" });

        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal(("ok", 2, "\"v2\""), (state.LastOutcome, state.EntryCount, state.Validators?.ETag));
        Assert.Equal(2, (await hub.Store.ReadLatestAsync(10, Cancellation)).Count);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Log in</title></head><body></body></html>", "html")]
    [InlineData("%PDF-1.7", "not-a-feed")]
    [InlineData("", "empty")]
    [InlineData("{\"error\":{\"code\":500}}", "not-a-feed")]
    [InlineData("\u0089PNG\r\n\u001a\n", "not-a-feed")]
    public async Task PP_4_BAD_29_What_is_no_feed_touches_neither_entries_nor_validators_and_is_asked_again_later(string body, string code)
    {
        await using var hub = await StartAsync();
        _origin!.Serve("/feed", OriginDocument.Of(body) with { ETag = "\"v2\"" });

        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal((code, "\"v1\"", 1, 1), (state.LastOutcome, state.Validators?.ETag, state.EntryCount, state.FailureCount));
        Assert.True(state.DueAt >= _clock.GetUtcNow().AddMinutes(59), $"{state.DueAt}");
        Assert.Single(await hub.Store.ReadLatestAsync(10, Cancellation));
    }

    [Fact]
    public async Task PP_4_A_later_reader_asks_once_without_validators()
    {
        await using var hub = await StartAsync();
        await ForgetReaderAsync(hub);

        await hub.VisitNextAsync();
        Assert.Equal(("", 200), (LastAskedWith, _origin!.Requests[^1].Status));
        await hub.VisitNextAsync();
        Assert.Equal(("\"v1\"", 304), (LastAskedWith, _origin.Requests[^1].Status));
    }

    [Fact]
    public async Task BAD_89_A_304_that_nobody_asked_for_is_an_error_and_clears_the_validators()
    {
        await using var hub = await StartAsync();
        await ForgetReaderAsync(hub);
        _origin!.Answer("/feed", Answers.Status(304));

        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal(("unsolicited-304", null, 1), (state.LastOutcome, state.Validators, state.EntryCount));
    }

    [Fact]
    public async Task F_20_Two_versions_in_turns_bring_no_entry_twice_and_move_none()
    {
        await using var hub = await StartAsync();
        _origin!.Serve("/feed", Document(3, 2, 1) with { ETag = "\"v2\"" });
        await hub.VisitNextAsync();
        var before = (await hub.Store.ReadLatestAsync(10, Cancellation)).Select(led => (led.Article.Id, led.Lead.FirstSeenAt)).ToList();

        for (var visit = 0; visit < 8; visit++)
        {
            _origin.Serve("/feed", visit % 2 == 0 ? Document(1) with { ETag = "\"v1\"" } : Document(3, 2, 1) with { ETag = "\"v2\"" });
            await hub.VisitNextAsync();
        }

        Assert.Equal(3, before.Count);
        Assert.Equal(before, (await hub.Store.ReadLatestAsync(10, Cancellation)).Select(led => (led.Article.Id, led.Lead.FirstSeenAt)));
        Assert.Equal(3, (await hub.StateAsync()).EntryCount);
    }

    [Fact]
    public async Task F_18_An_origin_that_comes_and_goes_by_the_minute_fails_at_most_once_an_hour()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", context => _clock.GetUtcNow().Minute % 2 == 0
            ? Answers.Status(500)(context)
            : Document(1).AnswerAsync(context));

        var start = _clock.GetUtcNow();
        await hub.RunUntilAsync(start.AddDays(1));

        // Each failure is one line in the log.
        var failures = _origin.Requests.Where(request => request.Status == 500).ToList();
        Assert.InRange(failures.Count, 1, 24);
        Assert.All(failures.Zip(failures.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task PP_6_Whoever_asks_a_feed_is_asked_again_by_no_command_before_its_minimum()
    {
        await using var hub = await StartAsync();

        var summary = await hub.VisitDueAsync(all: true);
        Assert.Single(summary.Skipped);
        Assert.Single(_origin!.Requests);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await hub.VisitDueAsync(all: true);
        Assert.Equal(["", "\"v1\""], _origin.Requests.Select(request => request.Headers.IfNoneMatch.ToString()));
    }

    [Fact]
    public async Task PP_21_BAD_20_A_document_makes_nobody_ask_for_what_it_names()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        var root = _origin.UrlOf("/").AbsoluteUri.TrimEnd('/');
        _origin.Serve("/feed", OriginDocument.Of($"""
            <?xml version="1.0"?><?xml-stylesheet href="{root}/sheet"?>
            <!DOCTYPE rss SYSTEM "{root}/dtd" [<!ENTITY % p SYSTEM "{root}/parameter"> %p; <!ENTITY e SYSTEM "{root}/entity">]>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {root}/schema"><channel>
            <title>T &e;</title><link>{root}/site</link><xi:include href="{root}/include"/><image><url>{root}/logo</url></image><itunes:image href="{root}/cover"/>
            <atom:link rel="hub" href="{root}/hub"/><atom:link rel="self" href="{root}/self"/><atom:link rel="next" href="{root}/next"/><cloud domain="127.0.0.1" port="{_origin.FeedUrl.Port}" path="/cloud"/>
            <item><guid>urn:example:1</guid><title>One</title><link>{root}/article</link><comments>{root}/comments</comments>
              <enclosure url="{root}/sound" type="audio/mpeg" length="1"/><description>&lt;img src="{root}/picture"&gt;</description></item>
            </channel></rss>
            """));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);

        await hub.VisitDueAsync(all: false);
        await hub.VisitNextAsync();

        Assert.Equal(1, (await hub.StateAsync()).EntryCount);
        Assert.Equal(["/feed", "/feed"], _origin.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task PP_22_A_page_that_names_a_feed_is_not_a_feed_and_leads_to_none()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Answer("/", Answers.Body(
            "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>"u8.ToArray(), ("Link", "</feed>; rel=alternate")));
        _origin.Serve("/feed", Document(1));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/").AbsoluteUri }], _hourly);

        await hub.VisitDueAsync(all: false);
        await hub.VisitNextAsync();

        Assert.Equal("html", (await hub.StateAsync()).LastOutcome);
        Assert.Equal(["/", "/"], _origin.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:uuid:f48db5bd-70de-572a-a274-747f16ba770d</id><title>Latest</title></feed>")]
    [InlineData("<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>Top</title><a:link rel='self' href='http://localhost:8080/top-stories.rss'/></channel></rss>")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Latest\",\"feed_url\":\"http://localhost:8080/latest.json\",\"items\":[]}")]
    public async Task BAD_15_A_feed_of_its_own_under_another_address_is_not_read(string document)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/alias", OriginDocument.Of(document));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/alias").AbsoluteUri }], _hourly);

        await hub.VisitDueAsync(all: false);

        var state = await hub.StateAsync();
        Assert.Equal(("own-feed", 0, null), (state.LastOutcome, state.EntryCount, state.Validators));
    }

    [Fact]
    public async Task BAD_15_A_list_that_names_a_feed_of_its_own_is_refused()
    {
        object own = new { id = "myself", url = "http://localhost:8080/latest.atom" };
        var refused = await Assert.ThrowsAsync<FeedHub.Configuration.HubException>(async () =>
        {
            await using var never = await SimulatedHub.StartAsync(_clock, [own], _hourly);
        });
        Assert.Contains("myself", refused.Message, StringComparison.Ordinal);

        await using var hub = await StartAsync();
        await hub.ReloadAsync(new { url = _origin!.UrlOf("/feed").AbsoluteUri }, own);
        Assert.Single(await hub.Store.ReadFeedsAsync(Cancellation));
    }

    private static OriginDocument Document(params IEnumerable<int> numbers) => OriginDocument.Of(
        "<rss version='2.0'><channel><title>Blog</title>"
        + string.Concat(numbers.Select(number => $"<item><guid>urn:example:{number}</guid><title>Entry {number}</title></item>"))
        + "</channel></rss>");

    private static async Task ForgetReaderAsync(SimulatedHub hub) => await hub.Store.ChangeFeedsAsync(
        states => [.. states.Select(state => state with { ReaderVersion = state.ReaderVersion - 1 })], Cancellation);

    private async Task<SimulatedHub> StartAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/feed", Document(1) with { ETag = "\"v1\"" });
        var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        return hub;
    }
}
