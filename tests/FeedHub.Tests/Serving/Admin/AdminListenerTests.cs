using System.Net;
using System.Net.Sockets;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Serving.Admin;

/// <summary>The listener for operators beside the public one.</summary>
public sealed class AdminListenerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string[] AdminPaths => ["feeds/one", "feeds?state=active", "api/v1/feeds", "api/v1/report", "openapi/v1.json", "metrics", "health/ready", "admin.css"];

    [Fact]
    public async Task HARD_1_Nothing_of_one_listener_is_reached_by_another()
    {
        await using var hub = await AdminHub.StartAsync();

        foreach (var path in AdminPaths)
        {
            var shown = await hub.GetAsync(path);
            var open = await hub.SendAsync(AdminHub.Request(HttpMethod.Get, new Uri(hub.PublicUrl, path)));
            Assert.Equal(HttpStatusCode.OK, shown.Status);
            Assert.Equal(path.StartsWith("feeds?", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound, open.Status); // both have such a page, each its own
            Assert.NotEqual(shown.Text, open.Text);
        }

        foreach (var path in (string[])["latest.atom", "top-stories.json", "feeds.opml", "bot", "style.css", "health/live", "status", "top", "keys"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync(path)).Status);
        }

        Assert.Contains("<h1>Status</h1>", (await hub.GetAsync("")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1>Status</h1>", (await hub.SendAsync(AdminHub.Request(HttpMethod.Get, hub.PublicUrl))).Text, StringComparison.Ordinal);
        var key = await hub.KeyAsync(ApiKeyScope.Write);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.ChangeAsync(HttpMethod.Post, "poll?all=true", key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.ChangeAsync(HttpMethod.Post, "keys/create?scope=write", key)).Status);
    }

    [Fact]
    public async Task HARD_4_Every_endpoint_names_its_listener_and_no_change_and_no_reading_from_elsewhere_is_let_in_without_a_key()
    {
        // Many failures are the matter here, so each is counted for itself: by an address of its own would be nicer, but loopback has one.
        await using var hub = await AdminHub.StartAsync();
        var endpoints = hub.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<OnListener>()));
        var admin = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<OnListener>()!.Listener == Listener.Admin).ToList();
        Assert.True(admin.Count >= 20, $"{admin.Count} endpoints");

        foreach (var endpoint in admin)
        {
            var path = endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{id}", "one", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal);
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            foreach (var method in methods.Select(name => new HttpMethod(name)))
            {
                var url = new Uri(hub.AdminUrl, path);
                var isReading = method == HttpMethod.Get || method == HttpMethod.Head;
                using var plain = AdminHub.Request(method, url, json: isReading ? null : "{}");
                var (status, text) = await hub.SendAsync(plain);
                if (!isReading)
                {
                    AssertRefused(status, $"{method} {path}");
                }
                else
                {
                    Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {status} {text}");
                    using var forwarded = AdminHub.Request(method, url);
                    forwarded.Headers.Add("X-Forwarded-For", "192.0.2.1");
                    AssertRefused((await hub.SendAsync(forwarded)).Status, $"forwarded {method} {path}");
                    using var rebound = AdminHub.Request(method, url);
                    rebound.Headers.Host = "attacker.example";
                    AssertRefused((await hub.SendAsync(rebound)).Status, $"{method} {path} of another host");
                }
            }
        }
    }

    [Fact]
    public async Task HARD_2_Every_answer_carries_the_headers_that_keep_browsers_safe()
    {
        await using var hub = await AdminHub.StartAsync();

        foreach (var path in (string[])["", "api/v1/feeds", "metrics", "nowhere"])
        {
            using var answer = await hub.Http.GetAsync(new Uri(hub.AdminUrl, path), Cancellation);

            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task HARD_2_Refusals_and_failures_of_ours_carry_them_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody move a directory in use.");
        await using var hub = await AdminHub.StartAsync();
        var key = await hub.KeyAsync(ApiKeyScope.Write);
        var data = hub.Services.GetRequiredService<HubSettings>().DataPath;

        foreach (var (method, path, secret, status) in ((string, string, string?, int)[])
        [
            ("POST", "api/v1/feeds/one/pause", null, 401), ("DELETE", "feeds", key, 404), ("POST", "api/v1/keys", key, 400), ("POST", "api/v1/feeds/nobody/pause", key, 404),
            ("POST", "api/v1/feeds/one/pause", key, 500),
        ])
        {
            if (status == 500)
            {
                Directory.Move(data, data + "-gone"); // so that the store fails
            }

            using var request = AdminHub.Request(new HttpMethod(method), new Uri(hub.AdminUrl, path), secret, "{}");
            using var answer = await hub.Http.SendAsync(request, Cancellation);
            Assert.True((int)answer.StatusCode == status, $"{method} {path}: {answer.StatusCode}");
            foreach (var (name, value) in ((string, string)[])
            [
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
                ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ])
            {
                Assert.True(answer.Headers.TryGetValues(name, out var values) && values.SequenceEqual([value]), $"{status}: {name}");
            }

            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HARD_3_More_than_fifty_connections_are_turned_away_and_a_body_over_64_KB_is_refused()
    {
        await using var hub = await AdminHub.StartAsync();
        var key = await hub.KeyAsync(ApiKeyScope.Write);

        using var large = AdminHub.Request(HttpMethod.Post, new Uri(hub.AdminUrl, "api/v1/keys"), key, $"{{\"scope\":\"{new string('x', 70_000)}\"}}");
        large.Headers.ExpectContinue = true; // else the end of the connection may overtake the answer

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await hub.SendAsync(large)).Status);
        hub.Http.Dispose(); // its connection counts too
        var sockets = new List<Socket>();
        try
        {
            for (var number = 0; number < 60; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, hub.AdminUrl.Port, Cancellation);
                }
                catch (SocketException)
                {
                    // Turned away at once.
                }
            }

            var answers = await Task.WhenAll(sockets.Select(AskAsync));
            Assert.InRange(answers.Count(isAnswered => isAnswered), 40, 50);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_exit_code_3_and_an_empty_address_turns_the_listener_off()
    {
        using var bench = new Workbench();
        bench.WriteList($"http://127.0.0.1:{Workbench.FreePort()}/feed");
        var admin = bench.ListenToOperators();
        using var other = new TcpListener(IPAddress.Loopback, admin.Port);
        other.Start();

        var taken = await bench.RunAsync("run");

        Assert.Equal(3, taken.ExitCode);
        Assert.Contains("FeedHub:Admin:Url", Assert.Single(taken.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        bench.Environment["FeedHub__Admin__Url"] = "";
        await using var service = await bench.StartAsync();
        Assert.DoesNotContain("status page", service.Error, StringComparison.Ordinal);
    }

    private static void AssertRefused(HttpStatusCode status, string what) =>
        Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{what}: {status}");

    private static async Task<bool> AskAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Cancellation);
            return await socket.ReceiveAsync(new byte[64], Cancellation) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
