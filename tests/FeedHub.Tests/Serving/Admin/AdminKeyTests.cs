using System.Net;
using FeedHub.EndToEnd;
using FeedHub.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Serving.Admin;

/// <summary>Who is let in by the admin listener (BAD-65 to BAD-67).</summary>
public sealed class AdminKeyTests
{
    private const string Pause = "api/v1/feeds/one/pause";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BAD_65_HARD_4_A_change_needs_a_key_with_scope_write_in_the_header_alone()
    {
        await using var hub = await AdminHub.StartAsync();
        var (read, write) = (await hub.KeyAsync(ApiKeyScope.Read), await hub.KeyAsync(ApiKeyScope.Write));

        Assert.Equal(HttpStatusCode.Forbidden, (await hub.ChangeAsync(HttpMethod.Post, Pause, read)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.ChangeAsync(HttpMethod.Post, Pause, write[..^1] + (write[^1] == 'A' ? 'B' : 'A'))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.ChangeAsync(HttpMethod.Post, Pause, "")).Status);
        foreach (var query in (string[])[$"?key={write}", $"?access_token={write}", $"?Authorization=Bearer%20{write}"])
        {
            using var inQuery = AdminHub.Request(HttpMethod.Post, new Uri(hub.AdminUrl, Pause + query), json: "{}");
            Assert.Equal(HttpStatusCode.Unauthorized, (await hub.SendAsync(inQuery)).Status);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Post, Pause, write)).Status);
        using var remote = AdminHub.Request(HttpMethod.Get, new Uri(hub.AdminUrl, "api/v1/report"), read);
        remote.Headers.Add("Forwarded", "for=192.0.2.1");
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(remote)).Status);
    }

    [Fact]
    public async Task BAD_65_HARD_3_Failures_are_limited_and_the_right_key_is_let_in_all_the_same()
    {
        await using var hub = await AdminHub.StartAsync();
        var write = await hub.KeyAsync(ApiKeyScope.Write);
        var statuses = new List<HttpStatusCode>();

        for (var attempt = 0; attempt < 30; attempt++)
        {
            statuses.Add((await hub.ChangeAsync(HttpMethod.Post, Pause, $"wrong{attempt}")).Status);
        }

        Assert.InRange(statuses.Count(status => status == HttpStatusCode.Unauthorized), 10, 20); // a window may have ended between
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Post, Pause, write)).Status);
    }

    [Fact]
    public async Task HARD_4_A_revoked_key_opens_nothing_others_go_on_and_all_survive_a_restart_as_checksums()
    {
        await using var hub = await AdminHub.StartAsync();
        var keys = hub.Services.GetRequiredService<ApiKeys>();
        var (first, firstSecret) = await keys.CreateAsync(ApiKeyScope.Write, Cancellation);
        var (second, secondSecret) = await keys.CreateAsync(ApiKeyScope.Write, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Delete, $"api/v1/keys/{first.Id}", secondSecret)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.ChangeAsync(HttpMethod.Post, Pause, firstSecret)).Status);
        await hub.RestartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.ChangeAsync(HttpMethod.Post, Pause, firstSecret)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.ChangeAsync(HttpMethod.Post, Pause, secondSecret)).Status);
        var stored = Assert.Single(await hub.Store.ReadKeysAsync(Cancellation));
        Assert.Equal(second.Id, stored.Id);
        Assert.Matches("^[0-9a-f]{64}$", stored.Sha256);
        Assert.NotNull(stored.LastUsedAt);
        Assert.True(secondSecret.Length >= 43, "256 bits");
        Assert.DoesNotContain(secondSecret, (await hub.GetAsync("api/v1/keys")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HARD_4_A_key_made_by_the_API_is_shown_once_and_opens_what_its_scope_says()
    {
        await using var hub = await AdminHub.StartAsync();
        var write = await hub.KeyAsync(ApiKeyScope.Write);

        var (status, text) = await hub.ChangeAsync(HttpMethod.Post, "api/v1/keys", write, """{ "scope": "read" }""");

        Assert.Equal(HttpStatusCode.Created, status);
        var made = System.Text.Json.JsonDocument.Parse(text).RootElement;
        Assert.Equal(HttpStatusCode.Forbidden, (await hub.ChangeAsync(HttpMethod.Post, Pause, made.GetProperty("key").GetString()!)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.ChangeAsync(HttpMethod.Post, "api/v1/keys", write, """{ "scope": "root" }""")).Status);
    }

    [Theory]
    [InlineData("text/plain", null, null)]
    [InlineData("application/x-www-form-urlencoded", null, null)]
    [InlineData("multipart/form-data; boundary=x", null, null)]
    [InlineData("application/json", "https://attacker.example", null)]
    [InlineData("application/json", "null", null)]
    [InlineData("application/json", null, "cross-site")]
    [InlineData("application/json", null, "same-site")]
    public async Task BAD_66_What_a_foreign_page_can_send_is_refused(string contentType, string? origin, string? site)
    {
        await using var hub = await AdminHub.StartAsync();
        var write = await hub.KeyAsync(ApiKeyScope.Write);
        using var request = AdminHub.Request(HttpMethod.Post, new Uri(hub.AdminUrl, Pause), write, "{}");
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site is null ? [] : [site]);

        var (status, _) = await hub.SendAsync(request);

        Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.UnsupportedMediaType, $"{status}");
        Assert.Null((await hub.Store.ReadFeedsAsync(Cancellation)).Single(feed => feed.Id.Value == "one").PausedAt);
    }

    [Theory]
    [InlineData(Pause, """{ "isAdmin": true }""")]
    [InlineData("api/v1/keys", """{ "scope": "read", "id": "mine" }""")]
    [InlineData("api/v1/keys", """{ "scope": "read", "scope": "write" }""")]
    [InlineData("api/v1/keys", """{ "Scope": "read" }""")]
    [InlineData("api/v1/keys", "{")]
    [InlineData("api/v1/origins/unblock", """{ "origin": "file:///etc/passwd" }""")]
    [InlineData("api/v1/origins/unblock", """{ }""")]
    public async Task BAD_67_Unknown_members_and_broken_bodies_are_refused_with_constant_texts(string path, string json)
    {
        await using var hub = await AdminHub.StartAsync();
        var write = await hub.KeyAsync(ApiKeyScope.Write);

        var (status, text) = await hub.ChangeAsync(HttpMethod.Post, path, write, json);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain("isAdmin", text, StringComparison.Ordinal);
        Assert.DoesNotContain("passwd", text, StringComparison.Ordinal);
        Assert.DoesNotContain("traceId", text, StringComparison.Ordinal);
        Assert.Contains("\"status\":400", text, StringComparison.Ordinal); // RFC 9457
    }

    [Fact]
    public async Task HARD_4_The_key_command_works_beside_a_running_service_and_without_one()
    {
        await using var origin = await OriginServer.StartAsync();
        origin.Answer("/feed", new GrowingFeed("one").AnswerAsync);
        using var bench = new Workbench();
        var admin = bench.ListenToOperators();
        bench.WriteList(new { url = origin.UrlOf("/feed").AbsoluteUri, id = "one" });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var before = (await bench.RunAsync("key", "create")).Output.Trim(); // makes the store
        await using var service = await bench.StartAsync();
        var during = (await bench.RunAsync("key", "create", "--scope", "read")).Output.Trim();
        var listed = (await bench.RunAsync("key", "list")).Output;

        Assert.StartsWith("fh_", before, StringComparison.Ordinal);
        Assert.Contains("write", listed, StringComparison.Ordinal);
        Assert.Contains("read", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("fh_", listed, StringComparison.Ordinal);
        await Eventually.HoldsAsync("the key of before opens", async () => await PauseAsync(before) == HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Forbidden, await PauseAsync(during));
        var id = listed.Split('\n').Single(line => line.Contains("\twrite\t", StringComparison.Ordinal)).Split('\t')[0];
        Assert.Equal(0, (await bench.RunAsync("key", "revoke", id)).ExitCode);
        Assert.Equal(1, (await bench.RunAsync("key", "revoke", id)).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await PauseAsync(before));
        Assert.DoesNotContain(before, service.Error, StringComparison.Ordinal);

        async Task<HttpStatusCode> PauseAsync(string key)
        {
            using var request = AdminHub.Request(HttpMethod.Post, new Uri(admin, Pause), key, "{}");
            using var answer = await http.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }
}
