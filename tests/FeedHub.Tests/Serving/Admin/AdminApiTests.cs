using System.Net;
using System.Text.Json;
using FeedHub.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Serving.Admin;

/// <summary>What the admin API answers.</summary>
public sealed class AdminApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feeds_tell_state_next_visit_and_why_entries_and_failures()
    {
        await using var hub = await AdminHub.StartAsync();

        var all = await hub.JsonAsync("api/v1/feeds");
        Assert.Equal(3, all.GetProperty("total").GetInt32());
        var bad = Assert.Single((await hub.JsonAsync("api/v1/feeds?state=slow")).GetProperty("items").EnumerateArray());
        Assert.Equal("bad", bad.GetProperty("id").GetString());
        Assert.Equal("http-404", bad.GetProperty("lastOutcome").GetString());
        Assert.Equal(1, bad.GetProperty("failureCount").GetInt32());
        Assert.True(bad.TryGetProperty("failingSince", out _));
        Assert.True(bad.TryGetProperty("nextVisitAt", out _));
        Assert.Contains("backing off", bad.GetProperty("nextVisitReason").GetString(), StringComparison.Ordinal);
        Assert.Empty((await hub.JsonAsync("api/v1/feeds?state=nonsense")).GetProperty("items").EnumerateArray());

        var page = await hub.JsonAsync("api/v1/feeds?offset=1&limit=1");
        Assert.Equal("two", Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(3, (await hub.JsonAsync("api/v1/feeds?offset=-5&limit=99999")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task BAD_64_One_feed_comes_with_its_journal_and_newest_entries_and_a_path_is_the_name_of_none()
    {
        await using var hub = await AdminHub.StartAsync();
        await Eventually.HoldsAsync("the journal is held in memory", () => Task.FromResult(hub.Board.Find(new FeedId("one")) is not null));

        var one = await hub.JsonAsync("api/v1/feeds/one");
        var visit = one.GetProperty("journal").EnumerateArray().Last();
        Assert.Equal("ok", visit.GetProperty("outcome").GetString());
        Assert.Equal(200, visit.GetProperty("status").GetInt32());
        Assert.NotEmpty(one.GetProperty("entries").EnumerateArray());
        Assert.NotEmpty((await hub.JsonAsync("api/v1/feeds/one/journal")).EnumerateArray());
        Assert.NotEmpty((await hub.JsonAsync("api/v1/entries?feed=one")).GetProperty("items").EnumerateArray());
        Assert.NotEmpty((await hub.JsonAsync("api/v1/entries")).GetProperty("items").EnumerateArray());
        foreach (var path in (string[])["api/v1/feeds/nobody", "api/v1/feeds/nobody/journal", "api/v1/entries?feed=nobody", "api/v1/feeds/..%2F..%2Fetc"])
        {
            var (status, text) = await hub.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.DoesNotContain("nobody", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stories_come_with_reasons_and_the_report_with_numbers()
    {
        await using var hub = await AdminHub.StartAsync();
        await Eventually.HoldsAsync("stories are shown", () => Task.FromResult(hub.Board.Now.Stories.Count > 0));

        var story = (await hub.JsonAsync("api/v1/stories")).GetProperty("items")[0];
        var report = await hub.JsonAsync("api/v1/report");

        Assert.NotEmpty(story.GetProperty("why").GetString()!);
        Assert.NotEmpty(story.GetProperty("parts").EnumerateArray());
        Assert.Equal(1, report.GetProperty("feedsByState").GetProperty("slow").GetInt32());
        Assert.True(report.GetProperty("requests").GetProperty("requests").GetInt64() >= 3);
        var days = report.GetProperty("entriesByDay").EnumerateArray().ToList();
        Assert.Equal(HubBoard.DayCount, days.Count);
        var stored = (await hub.Store.ReadFeedsAsync(Cancellation)).Sum(feed => feed.EntryCount);
        Assert.Equal(stored, days.Sum(day => day.GetProperty("entries").GetInt32()));
    }

    [Fact]
    public async Task A_pause_is_kept_over_a_restart_is_shown_and_ends_with_resume()
    {
        await using var hub = await AdminHub.StartAsync();
        var key = await hub.KeyAsync(ApiKeyScope.Write);

        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/pause", key)).Status);

        await hub.FeedBecomesAsync("it is shown as paused", "one", feed => feed is { State: "paused", NextVisitAt: null });
        await hub.RestartAsync();
        await hub.FeedBecomesAsync("it is still paused", "one", feed => feed.State == "paused");
        var poll = await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/poll", key);
        Assert.Contains("paused", poll.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/resume", key)).Status);
        await hub.FeedBecomesAsync("it is active again", "one", feed => feed is { State: "active", NextVisitAt: not null });
        Assert.Equal(HttpStatusCode.NotFound, (await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/nobody/pause", key)).Status);
    }

    [Fact]
    public async Task A_visit_is_made_at_once_and_not_more_often_than_MinInterval()
    {
        await using var hub = await AdminHub.StartAsync();
        var key = await hub.KeyAsync(ApiKeyScope.Write);
        var count = hub.Origin.Requests.Count;

        var (status, text) = await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/poll", key);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"isStarted\":true", text, StringComparison.Ordinal);
        await hub.Origin.WaitForRequestsAsync(count + 1, Cancellation);
        await using var slow = await AdminHub.StartAsync(new Dictionary<string, string?> { ["FeedHub:Polling:MinInterval"] = "00:10:00" });
        var refused = await slow.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/poll", await slow.KeyAsync(ApiKeyScope.Write));
        Assert.Contains("\"isStarted\":false", refused.Text, StringComparison.Ordinal);
        Assert.Contains("less than", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_that_an_origin_asked_for_is_ended()
    {
        await using var hub = await AdminHub.StartAsync();
        var key = await hub.KeyAsync(ApiKeyScope.Write);
        hub.Origin.Answer("/feed", Answers.Status(429, "86400"), hub.Origin.Addresses[1]);
        await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/two/poll", key);
        await hub.FeedBecomesAsync("the origin rests", "two", feed => feed.LastOutcome == "http-429");
        Assert.Contains("asked for rest", (await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/two/poll", key)).Text, StringComparison.Ordinal);

        var origin = new Uri(hub.FeedUrl(1)).GetLeftPart(UriPartial.Authority);
        var (status, text) = await hub.ChangeAsync(HttpMethod.Post, "api/v1/origins/unblock", key, JsonSerializer.Serialize(new { origin }));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"feeds":1}""", text);
        await hub.FeedBecomesAsync("it is visited again at once", "two", feed => feed.VisitCount > 2);
    }

    [Fact]
    public async Task The_API_is_described_and_says_what_needs_a_key()
    {
        await using var hub = await AdminHub.StartAsync();

        var document = await hub.JsonAsync("openapi/v1.json");

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        Assert.All(paths.EnumerateObject(), path => Assert.StartsWith("/api/v1/", path.Name, StringComparison.Ordinal));
        Assert.True(paths.GetProperty("/api/v1/feeds/{id}/pause").GetProperty("post").TryGetProperty("security", out _));
        Assert.False(paths.GetProperty("/api/v1/feeds").GetProperty("get").TryGetProperty("security", out _));
        Assert.DoesNotContain("127.0.0.1", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_says_why_and_metrics_tell_of_the_visits()
    {
        await using var hub = await AdminHub.StartAsync();
        await Eventually.HoldsAsync("it is ready", async () => (await hub.GetAsync("health/ready")).Status == HttpStatusCode.OK);

        var metrics = (await hub.GetAsync("metrics")).Text;

        Assert.Matches("""feedhub_polls_total\{[^}]*feedhub_poll_outcome="ok"[^}]*\} [1-9]""", metrics);
        Assert.Matches("""feedhub_polls_total\{[^}]*feedhub_poll_outcome="http-404"[^}]*\} 1""", metrics);
        Assert.Matches("""feedhub_entries_total\{[^}]*feedhub_entry_change="new"[^}]*feedhub_entry_key="(guid|link)"[^}]*\} [1-9]""", metrics);
        foreach (var name in (string[])["feedhub_store_commit_duration_seconds_count", "feedhub_story_duration_seconds_count", "feedhub_render_duration_seconds_count", "feedhub_store_queue", "feedhub_polls_running", "feedhub_polls_not_modified_share", "feedhub_feeds{"])
        {
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        }

        hub.Board.Fail("the disk is full");
        var (status, text) = await hub.GetAsync("health/ready");
        Assert.True(status == HttpStatusCode.ServiceUnavailable ? text.Contains("the disk is full", StringComparison.Ordinal) : hub.Board.StoreFailure is null);
    }

    [Fact]
    public async Task Freshness_is_measured_of_what_is_new_and_not_of_the_past_that_a_feed_brings()
    {
        await using var hub = await AdminHub.StartAsync();
        var telemetry = hub.Services.GetRequiredService<Telemetry>();
        var key = await hub.KeyAsync(ApiKeyScope.Write);
        var before = telemetry.FreshnessSamples().Count;

        await hub.ChangeAsync(HttpMethod.Post, "api/v1/feeds/one/poll", key);

        await Eventually.HoldsAsync("a new entry is served", () => Task.FromResult(telemetry.FreshnessSamples().Count > before));
    }

    [Fact]
    public async Task HARD_3_Nobody_who_looks_waits_for_the_store()
    {
        await using var hub = await AdminHub.StartAsync();
        await Eventually.HoldsAsync("all feeds are held in memory", () => Task.FromResult(
            ((string[])["one", "two", "bad"]).All(id => hub.Board.Find(new FeedId(id)) is not null)));
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var change = hub.Store.ChangeFeedsAsync(
            _ =>
            {
                held.Set();
                release.Wait(TimeSpan.FromSeconds(30));
                return [];
            },
            Cancellation);
        held.Wait(Cancellation);
        try
        {
            foreach (var path in (string[])["", "feeds", "feeds/one", "api/v1/feeds", "api/v1/feeds/one", "api/v1/feeds/one/journal", "api/v1/entries", "api/v1/entries?feed=two", "api/v1/stories", "api/v1/report", "api/v1/keys", "metrics", "health/ready"])
            {
                var answer = hub.GetAsync(path);
                await answer.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
                Assert.Equal(HttpStatusCode.OK, (await answer).Status);
            }

            Assert.False(change.IsCompleted);
        }
        finally
        {
            release.Set();
            await change;
        }
    }
}
