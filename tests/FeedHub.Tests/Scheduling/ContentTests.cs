using System.Globalization;
using System.Net;
using System.Text;
using FeedHub.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Scheduling;

/// <summary>What publishers do to their entries, seen by the whole program over weeks.</summary>
public sealed class ContentTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> _hourly = new() { ["FeedHub:Polling:MaxInterval"] = "01:00:00" };
    private static readonly DateTimeOffset _start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(_start);
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
    public async Task BAD_48_Of_a_hundred_thousand_entries_ten_thousand_are_read_and_other_feeds_are_as_ever()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/huge", Document(Enumerable.Range(1, 100_000).Select(number => new Item(number) { IsShort = true })));
        _origin.Serve("/other", Document(Items(3, prefix: "other")));
        await using var hub = await SimulatedHub.StartAsync(
            _clock, new[] { "huge", "other" }.Select(name => new { id = name, url = _origin.UrlOf("/" + name).AbsoluteUri }), _hourly);
        await hub.VisitDueAsync(all: false);

        var states = await hub.Store.ReadFeedsAsync(Cancellation);
        Assert.Equal([10_000, 3], states.Select(state => state.EntryCount));
        Assert.All(states, state => Assert.Equal(("ok", true), (state.LastOutcome, state.Validators is not null)));
    }

    [Fact]
    public async Task BAD_48_What_does_not_fit_into_one_commit_follows_in_the_next_ones_the_newest_first()
    {
        await using var hub = await StartAsync(Items(1));
        Serve(Enumerable.Range(2, 1_200).Select(number => new Item(number)));
        await hub.VisitNextAsync();
        await hub.KillAsync();

        var state = await hub.StateAsync();
        Assert.Equal(1_201, state.EntryCount);
        var keys = Enumerable.Range(1, 1_201).Select(number => new EntryKey($"g:urn:example:{number}")).ToList();
        Assert.Equal(1_201, (await hub.Store.FindEntriesAsync(state.Id, keys, Cancellation)).Count);
    }

    [Fact]
    public async Task BAD_48_PP_3_A_kill_between_two_commits_of_one_visit_finds_the_newest_entries_and_the_old_validators()
    {
        const int count = 9_000;
        await using var hub = await StartAsync(Items(1));
        var validators = (await hub.StateAsync()).Validators;
        Serve(Enumerable.Range(1, count).Select(number => new Item(number)));
        _clock.Advance(TimeSpan.FromDays(1));
        var visit = hub.VisitDueAsync(all: false);
        var state = await hub.StateAsync();
        while (state.EntryCount == 1 && !visit.IsCompleted)
        {
            state = await hub.StateAsync();
        }

        using (await hub.Services.GetRequiredService<CommitPolls>().PauseAsync(Cancellation)) // the moment of the kill
        {
            Assert.False(visit.IsCompleted);
            await hub.KillAsync();
            await visit; // it went down with its process
        }

        state = await hub.StateAsync();
        Assert.True(state.EntryCount is > 1 and < count && (state.EntryCount - 1) % 500 == 0, $"{state.EntryCount}");
        Assert.Equal(validators, state.Validators);
        var newest = Enumerable.Range(count - state.EntryCount + 2, state.EntryCount - 1).Select(number => new EntryKey($"g:urn:example:{number}")).ToList();
        Assert.Equal(newest.Count, (await hub.Store.FindEntriesAsync(state.Id, newest, Cancellation)).Count);

        await hub.VisitNextAsync();
        Assert.Equal(count, (await hub.StateAsync()).EntryCount);
        Assert.Equal(200, _origin!.Requests[^1].Status);
    }

    [Fact]
    public async Task BAD_49_A_feed_that_uses_the_ids_of_another_neither_overwrites_nor_hides_its_entries()
    {
        await using var hub = await StartTwoAsync(Items(5), []);
        _origin!.Serve("/b", Document(Items(5, prefix: "evil").Select((item, index) => item with { Guid = $"urn:example:{index + 1}" })));
        await hub.RunUntilAsync(_clock.GetUtcNow().AddHours(3));

        var latest = await hub.Store.ReadLatestAsync(100, Cancellation);
        Assert.Equal(10, latest.Count);
        var own = latest.Where(article => article.Lead.FeedId.Value == "a").ToList();
        Assert.Equal(5, own.Count);
        Assert.All(own, article => Assert.Equal((article.Lead.Guid, 1), (article.Article.Id, article.Article.Sources.Count)));
        Assert.All(own, article => Assert.StartsWith("Title ", article.Lead.Title, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https")]
    [InlineData("guids")]
    [InlineData("guids and links")]
    [InlineData("host")]
    public async Task F_47_A_feed_that_renames_all_its_entries_brings_nothing_new_and_one_notice(string change)
    {
        var items = Items(10).Select(item => item with { Guid = item.Link }).ToList();
        await using var hub = await StartAsync(items);
        var before = await IdsAsync(hub);
        string Renamed(string address) => change switch
        {
            "https" => address.Replace("http:", "https:", StringComparison.Ordinal),
            "host" => address.Replace("e.example", "new.example", StringComparison.Ordinal),
            _ => $"https://e.example/?page={Convert.ToHexString(Encoding.UTF8.GetBytes(address))}",
        };
        var renamed = items.ConvertAll(item => item with { Guid = Renamed(item.Guid), Link = change == "guids" ? item.Link : Renamed(item.Link) });

        Serve(renamed);
        await hub.VisitNextAsync();
        var state = await hub.StateAsync();
        Assert.Equal((10, 10), (state.EntryCount, (await IdsAsync(hub)).Count));
        Assert.Equal(before, await IdsAsync(hub));
        Assert.Contains("new ids on 2026-11-02", state.Notice, StringComparison.Ordinal);

        // From then on they are known by their new names, also where they are few among new ones, and the old document may come back.
        for (var count = 1; count <= 10; count++)
        {
            Serve([.. Enumerable.Range(11, count).Select(number => new Item(number)).Reverse(), .. renamed[..(10 - count)]]);
            await hub.VisitNextAsync();
            Assert.Equal(10 + count, (await hub.StateAsync()).EntryCount);
        }

        Serve(items);
        await hub.VisitNextAsync();
        Assert.Equal((20, 20), ((await hub.StateAsync()).EntryCount, (await IdsAsync(hub)).Count));
    }

    [Fact]
    public async Task BAD_50_F_47_Guids_that_change_at_every_visit_for_weeks_bring_nothing_new_but_what_is()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        var answers = 0;
        var posts = 10;
        _origin.Answer("/feed", context =>
        {
            answers++;
            return Document(Enumerable.Range(posts - 9, 10).Reverse().Select(number => new Item(number) { Guid = $"{answers}-{number}" })).AnswerAsync(context);
        });
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        for (var day = 1; day <= 21; day++)
        {
            await hub.RunUntilAsync(_start.AddDays(day));
            posts++;
        }

        await hub.VisitNextAsync();
        var state = await hub.StateAsync();
        Assert.Equal((31, EntryKeyStep.Link), (state.EntryCount, state.KeyStep));
        Assert.Equal(31, (await IdsAsync(hub)).Count);
        Assert.Contains("new ids", state.Notice, StringComparison.Ordinal);
        Assert.True(answers > 200);
    }

    [Fact]
    public async Task F_47_Guids_links_and_texts_that_change_at_every_visit_leave_the_titles_to_know_by()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        var answers = 0;
        _origin.Answer("/feed", context =>
        {
            answers++;
            return Document(Items(10).Select(item => item with
            {
                Guid = $"{answers}-{item.Number}",
                Link = $"{item.Link}?session={answers}",
                Text = $"{item.Text} {answers}",
            })).AnswerAsync(context);
        });
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        await hub.RunUntilAsync(_start.AddDays(7));

        Assert.Equal((10, 10), ((await hub.StateAsync()).EntryCount, (await IdsAsync(hub)).Count));
        Assert.True(answers > 50);
    }

    [Fact]
    public async Task BAD_50_Guids_that_all_items_share_are_told_and_lose_nothing()
    {
        await using var hub = await StartAsync(Items(10).Select(item => item with { Guid = "post" }));
        Serve(Items(12).Select(item => item with { Guid = "post" }));
        await hub.VisitNextAsync();
        var state = await hub.StateAsync();
        Assert.Equal(12, state.EntryCount);
        Assert.Contains("unstable", state.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BAD_52_F_46_Entries_dated_in_the_future_or_nonsense_come_by_first_sight()
    {
        string[] dates =
        [
            "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "", "tomorrow", "-1", "1000000000000", "Tue, 30 Feb 2026 24:00:00 CET",
            "Thu, 05 Nov 2026 08:00:00 GMT", "Thu, 05 Nov 2026 08:00:00 GMT",
        ];
        await using var hub = await StartAsync(dates.Select((date, index) => new Item(index + 1) { Date = date }));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Serve([new Item(100) { Date = "Mon, 02 Nov 2026 08:30:00 GMT" }, .. dates.Select((date, index) => new Item(index + 1) { Date = date })]);
        await hub.VisitNextAsync();

        var latest = await hub.Store.ReadLatestAsync(100, Cancellation);
        Assert.Equal(10, latest.Count);
        Assert.Equal("urn:example:100", latest[0].Lead.Guid);
        Assert.All(latest, article => Assert.True(article.Article.DatedAt <= article.Article.FirstSeenAt));
        Assert.All(latest.SelectMany(article => article.Article.Sources), source => Assert.True(!(source.EvidenceAt > _clock.GetUtcNow())));
    }

    [Fact]
    public async Task BAD_53_F_50_An_entry_that_is_edited_all_the_time_keeps_its_place()
    {
        await using var hub = await StartAsync(Items(3));
        var before = await IdsAsync(hub);
        for (var edit = 0; edit < 100; edit++)
        {
            Serve(Items(3).Select(item => item.Number == 3 ? item with { Text = $"{item.Text} nonce={edit}" } : item));
            await hub.VisitNextAsync();
        }

        Assert.Equal(before, await IdsAsync(hub));
        Assert.All(await hub.Store.ReadLatestAsync(10, Cancellation), article => Assert.Equal(article.Lead.FirstSeenAt, article.Lead.ChangedAt));
        Assert.Equal(3, (await hub.StateAsync()).EntryCount);
    }

    [Fact]
    public async Task BAD_55_An_item_that_names_another_feed_as_its_source_is_this_feeds()
    {
        await using var hub = await StartAsync([]);
        _origin!.Serve("/feed", OriginDocument.Of(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title><id>urn:blog</id><entry><id>urn:example:1</id><title>One</title>"
            + "<source><id>urn:victim</id><title>Victim</title><link href='https://victim.example/'/></source></entry></feed>"));
        await hub.VisitNextAsync();

        var state = await hub.StateAsync();
        Assert.Equal(("Blog", "urn:blog"), (state.Profile!.Title, state.Profile.AtomId));
        Assert.Equal(state.Id, Assert.Single(await hub.Store.ReadLatestAsync(10, Cancellation)).Lead.FeedId);
    }

    [Fact]
    public async Task BAD_56_Whatever_a_feed_asks_for_it_is_visited_once_a_day()
    {
        await using var hub = await StartAsync([]);
        var hours = string.Concat(Enumerable.Range(0, 24).Select(hour => $"<hour>{hour}</hour>"));
        var days = string.Concat(Enum.GetNames<DayOfWeek>().Select(day => $"<day>{day}</day>"));
        _origin!.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>Blog</title><ttl>1000000000</ttl>"
            + $"<skipHours>{hours}</skipHours><skipDays>{days}</skipDays><sy:updatePeriod>yearly</sy:updatePeriod></channel></rss>"));
        await hub.VisitNextAsync();
        var count = _origin.Requests.Count;
        await hub.RunUntilAsync(_clock.GetUtcNow().AddDays(10));
        Assert.InRange(_origin.Requests.Count - count, 9, 20);
    }

    [Fact]
    public async Task BAD_57_Addresses_that_a_document_names_for_itself_are_never_asked()
    {
        _origin = await OriginServer.StartAsync([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")], clock: _clock);
        var other = _origin.UrlOf("/other", _origin.Addresses[1]);
        _origin.Serve("/other", Document(Items(1)));
        _origin.Serve("/feed", OriginDocument.Of(
            "<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:atom='http://www.w3.org/2005/Atom'><channel>"
            + $"<title>Blog</title><itunes:new-feed-url>{other}</itunes:new-feed-url><atom:link rel='self' href='{other}'/>"
            + $"<atom:link rel='hub' href='{other}'/><atom:link rel='next' href='{other}'/></channel></rss>"));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        await hub.RunUntilAsync(_start.AddDays(3));

        Assert.All(_origin.Requests, request => Assert.Equal("/feed", request.Path));
        Assert.Null((await hub.StateAsync()).Move);
    }

    [Fact]
    public async Task BAD_58_A_draft_is_not_republished_until_it_is_none_any_more()
    {
        string Entry(string draft) =>
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://www.w3.org/2007/app'><title>Blog</title><entry><id>urn:example:1</id>"
            + $"<title>One</title><app:control><app:draft>{draft}</app:draft></app:control></entry></feed>";
        await using var hub = await StartAsync([]);
        _origin!.Serve("/feed", OriginDocument.Of(Entry("yes")));
        await hub.VisitNextAsync();
        Assert.Empty(await hub.Store.ReadLatestAsync(10, Cancellation));

        _origin.Serve("/feed", OriginDocument.Of(Entry("no")));
        await hub.VisitNextAsync();
        Assert.Single(await hub.Store.ReadLatestAsync(10, Cancellation));
    }

    [Fact]
    public async Task F_20_An_origin_that_alternates_between_two_versions_makes_no_duplicates_and_deletes_nothing()
    {
        await using var hub = await StartAsync(Items(10));
        var newer = Items(12).Skip(2).Reverse().ToList();
        List<string>? order = null;
        for (var visit = 0; visit < 20; visit++)
        {
            Serve(visit % 2 == 0 ? newer : Items(10));
            await hub.VisitNextAsync();
            var ids = await IdsAsync(hub);
            Assert.Equal(order ??= ids, ids);
        }

        Assert.Equal((12, 12), (order!.Count, (await hub.StateAsync()).EntryCount));
    }

    [Fact]
    public async Task F_22_A_changed_body_wins_over_an_unchanged_tag_and_a_changed_tag_alone_is_nothing_new()
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        byte[] one = [.. Document(Items(1)).Body.Span];
        byte[] two = [.. Document(Items(2)).Body.Span];
        _origin.Answer("/feed", Answers.InOrder(
            Answers.Body(one, ("ETag", "\"a\"")), Answers.Body(two, ("ETag", "\"a\"")), Answers.Body(two, ("ETag", "\"b\""))));
        await using var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        await hub.VisitNextAsync();
        Assert.Equal((2, "\"a\""), ((await hub.StateAsync()).EntryCount, (await hub.StateAsync()).Validators!.ETag));
        await hub.VisitNextAsync();
        Assert.Equal((2, "\"b\""), ((await hub.StateAsync()).EntryCount, (await hub.StateAsync()).Validators!.ETag));
    }

    [Fact]
    public async Task F_23_An_empty_document_after_a_hundred_entries_deletes_none_and_they_are_not_new_when_they_return()
    {
        await using var hub = await StartAsync(Items(100));
        var before = await IdsAsync(hub);
        Serve([]);
        await hub.VisitNextAsync();
        Assert.Contains("empty", (await hub.StateAsync()).Notice, StringComparison.Ordinal);
        Serve(Items(100));
        await hub.VisitNextAsync();
        var state = await hub.StateAsync();
        Assert.Equal((100, null), (state.EntryCount, state.Notice));
        Assert.Equal(before, await IdsAsync(hub));
    }

    [Fact]
    public async Task F_48_One_text_in_twenty_feeds_is_one_article_with_all_its_sources()
    {
        _origin = await OriginServer.StartAsync(OriginServer.Loopback(20), clock: _clock);
        for (var number = 0; number < 20; number++)
        {
            _origin.Serve($"/{number}", Document([new Item(1) { Guid = $"urn:example:{number}", Link = $"http://e.example/1?utm_source={number}" }]));
        }

        await using var hub = await SimulatedHub.StartAsync(
            _clock, _origin.Addresses.Select((address, number) => new { id = $"f{number:00}", url = _origin.UrlOf($"/{number}", address).AbsoluteUri }), _hourly);
        await hub.VisitDueAsync(all: false);

        var (article, lead) = Assert.Single(await hub.Store.ReadLatestAsync(100, Cancellation));
        Assert.Equal(20, article.Sources.Select(source => source.FeedId).Distinct().Count());
        Assert.Equal((article.Sources[0].FeedId, lead.Guid), (lead.FeedId, article.Id));
    }

    [Fact]
    public async Task F_49_An_entry_that_returns_after_sixty_days_without_its_texts_has_its_id_and_is_not_new()
    {
        await using var hub = await StartAsync(Items(3));
        var ids = await IdsAsync(hub);
        Serve(Items(3).Where(item => item.Number > 1));
        await hub.VisitNextAsync();
        await hub.RunUntilAsync(_start.AddDays(60));
        Assert.Equal(3, await hub.Store.RemoveTextsAsync(_clock.GetUtcNow(), 10, Cancellation));

        Serve(Items(4));
        await hub.VisitNextAsync();
        var state = await hub.StateAsync();
        Assert.Equal(4, state.EntryCount);
        Assert.Equal("urn:example:4", Assert.Single(await hub.Store.ReadLatestAsync(10, Cancellation)).Article.Id);
        var returned = await hub.Store.FindEntriesAsync(state.Id, [new EntryKey("g:urn:example:1")], Cancellation);
        Assert.Contains(Assert.Single(returned).Value.ArticleId, ids);
    }

    private static List<Item> Items(int count, string prefix = "") => [.. Enumerable.Range(1, count).Select(number => new Item(number, prefix))];

    private static OriginDocument Document(IEnumerable<Item> items)
    {
        var document = new StringBuilder("<rss version='2.0'><channel><title>Blog</title>");
        foreach (var item in items)
        {
            document.Append("<item><guid isPermaLink='false'>").Append(item.Guid).Append("</guid>");
            if (!item.IsShort)
            {
                document.Append("<title>").Append(item.Title).Append("</title><link>").Append(item.Link).Append("</link><pubDate>").Append(item.Date)
                    .Append("</pubDate><description>").Append(item.Text).Append("</description>");
            }

            document.Append("</item>");
        }

        return OriginDocument.Of(document.Append("</channel></rss>").ToString());
    }

    private static async Task<List<string>> IdsAsync(SimulatedHub hub) =>
        [.. (await hub.Store.ReadLatestAsync(1_000, Cancellation)).Select(article => article.Article.Id)];

    private void Serve(IEnumerable<Item> items) => _origin!.Serve("/feed", Document(items));

    private async Task<SimulatedHub> StartAsync(IEnumerable<Item> items)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        Serve(items);
        var hub = await SimulatedHub.StartAsync(_clock, [new { url = _origin.UrlOf("/feed").AbsoluteUri }], _hourly);
        await hub.VisitDueAsync(all: false);
        return hub;
    }

    private async Task<SimulatedHub> StartTwoAsync(IEnumerable<Item> a, IEnumerable<Item> b)
    {
        _origin = await OriginServer.StartAsync(clock: _clock);
        _origin.Serve("/a", Document(a));
        _origin.Serve("/b", Document(b));
        var hub = await SimulatedHub.StartAsync(
            _clock, new[] { "a", "b" }.Select(name => new { id = name, url = _origin.UrlOf("/" + name).AbsoluteUri }), _hourly);
        await hub.VisitDueAsync(all: false);
        return hub;
    }

    /// <summary>An item as its feed tells it.</summary>
    private sealed record Item(int Number, string Prefix = "")
    {
        public string Guid { get; init; } = $"urn:example:{Prefix}{Number}";

        public string Link { get; init; } = $"http://e.example/{Prefix}{Number}";

        public string Title { get; init; } = $"{Prefix}Title {Number}";

        public string Text { get; init; } = string.Join(' ', Enumerable.Range(0, 60).Select(word => $"word{(word * 7919) + Number}"));

        public string Date { get; init; } = _start.AddDays(-30).AddHours(Number).ToString("r", CultureInfo.InvariantCulture);

        /// <summary>A guid and nothing else.</summary>
        public bool IsShort { get; init; }
    }
}
