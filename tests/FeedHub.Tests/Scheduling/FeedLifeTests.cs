using System.Globalization;
using FeedHub.Polling;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>How a feed lives through months, in virtual time against a real server.</summary>
public sealed class FeedLifeTests : IAsyncDisposable
{
    private const string Document =
        "<rss version='2.0'><channel><title>Blog</title><item><guid>urn:example:1</guid><title>One</title></item></channel></rss>";

    /// <summary>Every hour, whatever the feed's rhythm.</summary>
    private static readonly Dictionary<string, string?> _hourly = new() { ["FeedHub:Polling:MaxInterval"] = "01:00:00" };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
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
    public async Task PP_14_A_feed_that_moved_for_good_is_visited_at_its_new_address_after_two_days()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Redirect("/new", 308));
        _origin.Serve("/new", OriginDocument.Of(Document));

        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(47));
        Assert.False((await hub.StateAsync()).Move!.IsConfirmed);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(30));

        var state = await hub.StateAsync();
        Assert.True(state.Move!.IsConfirmed);
        Assert.Equal("/feed", state.Url.AbsolutePath);
        Assert.Equal("/new", _origin.Requests[^1].Path);
        Assert.Equal("/new", _origin.Requests[^2].Path);
    }

    [Theory]
    [InlineData(302, 302)]
    [InlineData(303, 303)]
    [InlineData(307, 307)]
    [InlineData(302, 301)] // what a temporary redirect leads to is no more than that
    public async Task PP_14_A_temporary_redirect_moves_no_feed_however_long_it_stands(int first, int second)
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Redirect("/away", first));
        _origin.Answer("/away", Answers.Redirect("/end", second));
        _origin.Serve("/end", OriginDocument.Of(Document));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(60));

        Assert.Null((await hub.StateAsync()).Move);
        Assert.Equal(["/feed", "/away", "/end"], _origin.Requests.TakeLast(3).Select(request => request.Path));
    }

    [Fact]
    public async Task PP_14_Of_a_chain_that_ends_in_a_temporary_redirect_the_permanent_part_alone_is_a_move()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Redirect("/new", 301));
        _origin.Answer("/new", Answers.Redirect("/today", 302));
        _origin.Serve("/today", OriginDocument.Of(Document));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(60));

        var move = (await hub.StateAsync()).Move!;
        Assert.Equal(("/new", true), (move.To.AbsolutePath, move.IsConfirmed));
        Assert.Equal(["/new", "/today"], _origin.Requests.TakeLast(2).Select(request => request.Path));
    }

    [Fact]
    public async Task F_24_A_move_that_is_taken_back_within_a_day_is_forgotten()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Redirect("/new", 301));
        _origin.Serve("/new", OriginDocument.Of(Document));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(20));
        Assert.NotNull((await hub.StateAsync()).Move);

        _origin.Serve("/feed", OriginDocument.Of(Document));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(26));

        Assert.Null((await hub.StateAsync()).Move);
    }

    [Fact]
    public async Task PP_12_A_feed_that_fails_for_long_is_asked_daily_then_weekly_and_comes_back_by_itself()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Status(500));
        var start = _clock.GetUtcNow();
        await hub.RunUntilAsync(start.AddDays(14));
        var early = _origin.Requests.Count;
        Assert.InRange(early, 14, 30);
        await hub.RunUntilAsync(start.AddDays(90));
        var daily = _origin.Requests.Count - early;
        Assert.InRange(daily, 60, 77);
        Assert.Equal(FeedLife.Failing, FeedLifeRule.Of(await hub.StateAsync(), _clock.GetUtcNow().AddDays(-1)));
        await hub.RunUntilAsync(start.AddDays(160));
        Assert.InRange(_origin.Requests.Count - early - daily, 8, 12);
        Assert.Equal(FeedLife.Dead, FeedLifeRule.Of(await hub.StateAsync(), _clock.GetUtcNow()));

        _origin.Serve("/feed", OriginDocument.Of(Document));
        await hub.VisitNextAsync();
        Assert.Equal(FeedLife.Active, FeedLifeRule.Of(await hub.StateAsync(), _clock.GetUtcNow()));
    }

    [Fact]
    public async Task PP_23_F_21_After_sixty_days_of_304_one_request_is_unconditional()
    {
        await using var hub = await StartAsync();
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(62));

        var unconditional = _origin!.Requests.Where(request => request.Headers.IfNoneMatch.Count == 0).ToList();
        Assert.Equal(2, unconditional.Count);
        Assert.InRange(unconditional[1].At - unconditional[0].At, TimeSpan.FromDays(60), TimeSpan.FromDays(61.5));
    }

    [Fact]
    public async Task PP_23_An_origin_that_the_operator_names_is_never_asked_without_validators_again()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/feed", OriginDocument.Of(Document));
        var settings = new Dictionary<string, string?>(_hourly)
        {
            ["FeedHub:Polling:RevalidateAfter"] = "1.00:00:00",
            ["FeedHub:Polling:NeverRevalidate:0"] = _origin.FeedUrl.GetLeftPart(UriPartial.Authority),
        };
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], settings);
        await hub.VisitDueAsync(all: false);
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(4));

        Assert.Single(_origin.Requests, request => request.Headers.IfNoneMatch.Count == 0);
    }

    [Fact]
    public async Task PP_13_A_feed_that_is_gone_is_not_asked_again()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.Status(410));
        await hub.VisitNextAsync();
        var count = _origin.Requests.Count;

        var summary = await hub.VisitDueAsync(all: true);

        Assert.Equal(count, _origin.Requests.Count);
        Assert.Contains("410", Assert.Single(summary.Skipped).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PP_11_F_17_A_429_lets_all_feeds_of_the_origin_rest()
    {
        const int count = 200;
        _origin = await OriginServer.StartAsync(clock: _clock);
        for (var number = 0; number < count; number++)
        {
            _origin.Answer($"/{number}", Answers.Status(429, retryAfter: "7200"));
        }

        await using var hub = await SimulatedHub.StartAsync(
            _clock, Enumerable.Range(0, count).Select(number => new { id = $"f{number:000}", url = _origin.UrlOf($"/{number}").AbsoluteUri }), _hourly);
        await hub.VisitDueAsync(all: false);
        var asked = Assert.Single(_origin.Requests).At;

        _clock.Advance(TimeSpan.FromMinutes(70));
        Assert.Equal(count, (await hub.VisitDueAsync(all: true)).Skipped.Count);
        await hub.RestartAsync(); // the rest of an origin outlives the process
        await hub.VisitDueAsync(all: true);
        Assert.Single(_origin.Requests);

        _clock.Advance(asked.AddHours(2).AddMinutes(1) - _clock.GetUtcNow()); // the rest counts from the answer, a moment after the question
        await hub.VisitDueAsync(all: true);
        Assert.Equal(2, _origin.Requests.Count); // which is refused again, for all

        for (var number = 0; number < count; number++)
        {
            _origin.Serve($"/{number}", OriginDocument.Of(Document));
        }

        _clock.Advance(TimeSpan.FromMinutes(121));
        await hub.VisitDueAsync(all: true);
        Assert.All(_origin.Requests.Skip(2), request => Assert.True(request.At >= _origin.Requests[1].At.AddHours(2)));
        Assert.Equal(count, _origin.Requests.Skip(2).Select(request => request.Path).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(302)]
    [InlineData(301)]
    [InlineData(308)]
    public async Task F_3_F_19_Where_all_fail_alike_nothing_is_held_against_any_feed(int? redirect)
    {
        _origin = await OriginServer.StartAsync(OriginServer.Loopback(13), clock: _clock);
        _origin.Serve("/feed", OriginDocument.Of(Document));
        await using var hub = await SimulatedHub.StartAsync(
            _clock, _origin.Addresses.Take(12).Select((address, number) => new { id = $"f{number:00}", url = _origin.UrlOf("/feed", address).AbsoluteUri }), _hourly);
        await hub.VisitDueAsync(all: false);

        // A captive portal answers everything with its page, or leads there, for two days.
        var portal = _origin.UrlOf("/sign-in", _origin.Addresses[12]);
        _origin.Answer("/feed", redirect is { } status ? Answers.Redirect(portal.AbsoluteUri, status) : Answers.HtmlPage());
        _origin.Answer("/sign-in", Answers.HtmlPage());
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(2));
        var states = await hub.Store.ReadFeedsAsync(Cancellation);
        Assert.All(states, state => Assert.Equal(("egress-suspect", null), (state.LastOutcome, state.Move)));
        Assert.InRange(states.Sum(state => state.FailureCount), 0, 4); // before the fifth origin failed, nobody could know

        _origin.Serve("/feed", OriginDocument.Of(Document));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(3));
        Assert.All(await hub.Store.ReadFeedsAsync(Cancellation), state => Assert.Equal((0, null), (state.FailureCount, state.LastError)));
    }

    [Fact]
    public async Task F_16_Three_days_of_502_lose_no_entry_that_still_stands_in_the_document()
    {
        await using var hub = await StartAsync();
        _origin!.Answer("/feed", Answers.InOrder([.. Enumerable.Range(0, 12).Select(visit => Answers.Status(new[] { 500, 502, 504 }[visit % 3])), Answers.Status(502)]));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(3));
        Assert.InRange((await hub.StateAsync()).FailureCount, 6, 10);
        _origin.Serve("/feed", OriginDocument.Of(Document.Replace(
            "</item>", "</item>" + string.Concat(Enumerable.Range(2, 9).Select(number => $"<item><guid>urn:example:{number}</guid><title>{number}</title></item>")),
            StringComparison.Ordinal)));
        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal((10, 0, null), (state.EntryCount, state.FailureCount, state.LastError));
        Assert.Equal(10, (await hub.Store.ReadLatestAsync(20, Cancellation)).Select(article => article.Article.Id).Distinct().Count());
        Assert.InRange(state.DueAt - _clock.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(67)); // no backing off any more
        _origin.Answer("/feed", Answers.Status(500));
        await hub.VisitNextAsync();
        Assert.InRange((await hub.StateAsync()).DueAt - _clock.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(67)); // which begins anew
    }

    [Fact]
    public async Task F_23_An_empty_document_keeps_the_entries_and_is_told()
    {
        await using var hub = await StartAsync();
        _origin!.Serve("/feed", OriginDocument.Of("<rss version='2.0'><channel><title>Blog</title></channel></rss>"));
        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal(1, state.EntryCount);
        Assert.Contains("empty", state.Notice, StringComparison.Ordinal);
        Assert.Single(await hub.Store.ReadLatestAsync(10, Cancellation));
    }

    [Fact]
    public async Task PP_24_The_journal_and_the_report_of_a_feed_outlive_a_restart()
    {
        await using var hub = await StartAsync();
        for (var visit = 0; visit < 60; visit++)
        {
            await hub.VisitNextAsync();
        }

        await hub.RestartAsync();

        var state = await hub.StateAsync();
        var journal = await hub.Store.ReadJournalAsync(state.Id, Cancellation);
        Assert.Equal(50, journal.Count);
        Assert.Equal((state.DueAt, state.DueReason, "not-modified"), (journal[0].DueAt, journal[0].Reason, journal[0].Outcome));
        Assert.Equal(61, state.Report.RequestCount);
        Assert.Equal(1, state.Report.UnconditionalCount);
        Assert.InRange(state.Report.ShortestGap!.Value, TimeSpan.FromHours(1), TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("max-age=7200", null, null, 7200)]
    [InlineData("max-age=7200", "7000", null, 3600)]
    [InlineData("max-age=7200", "1200", null, 6000)]
    [InlineData("public, s-maxage=9000", null, null, 3600)]
    [InlineData("max-age=9000, max-age=7200", null, null, 7200)]
    [InlineData("MAX-AGE=\"7200\"", null, null, 7200)]
    [InlineData("max-age=-1", null, null, 3600)]
    [InlineData("max-age=99999999999999999999", null, null, 86_400)]
    [InlineData("no-cache, max-age=7200", null, null, 3600)]
    [InlineData(null, null, "7200", 7200)]
    [InlineData(null, null, "0", 3600)]
    [InlineData("max-age=5400", null, "7200", 5400)]
    public async Task PP_9_PP_10_BAD_56_Freshness_is_waited_for_as_RFC_9111_reckons_it(
        string? cacheControl, string? age, string? expiresIn, double waitSeconds)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Answer("/feed", async context =>
        {
            var now = _clock.GetUtcNow();
            context.Response.Headers.Date = now.ToString("r", CultureInfo.InvariantCulture);
            context.Response.Headers.CacheControl = cacheControl;
            context.Response.Headers.Age = age;
            context.Response.Headers.Expires = expiresIn is null or "0" ? expiresIn
                : now.AddSeconds(double.Parse(expiresIn, CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture);
            await OriginDocument.Of(Document).AnswerAsync(context);
        });
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        await hub.VisitNextAsync();
        await hub.VisitNextAsync();

        // After the 200, and after the 304 that came for its validators.
        Assert.Equal([200, 304, 304], _origin.Requests.Select(request => request.Status));
        Assert.All(
            _origin.Requests.Zip(_origin.Requests.Skip(1), (one, next) => (next.At - one.At).TotalSeconds),
            gap => Assert.InRange(gap, waitSeconds - 1, Math.Max(waitSeconds + 30, 3600 * 1.1)));
    }

    private async Task<SimulatedHub> StartAsync()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/feed", OriginDocument.Of(Document));
        var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        return hub;
    }
}
