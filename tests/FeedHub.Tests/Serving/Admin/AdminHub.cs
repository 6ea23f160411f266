using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using FeedHub.Pipelines;
using FeedHub.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FeedHub.Serving.Admin;

/// <summary>The service in this process with both listeners on loopback, over an origin of its own.</summary>
internal sealed class AdminHub : IAsyncDisposable
{
    private readonly Workbench _bench = new();
    private readonly Dictionary<string, string?> _overrides;
    private HubHost? _hub;

    private AdminHub(OriginServer origin, IReadOnlyDictionary<string, string?>? overrides)
    {
        Origin = origin;
        AdminUrl = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Workbench.FreePort()}/"));
        _overrides = new Dictionary<string, string?>
        {
            ["FeedHub:Fetching:AllowedNetworks:0"] = "127.0.0.0/8",
            ["FeedHub:Polling:MinInterval"] = "00:00:00",
            ["FeedHub:Polling:OriginGap"] = "00:00:00",
            ["FeedHub:Admin:Url"] = AdminUrl.GetLeftPart(UriPartial.Authority),
            ["Serilog:MinimumLevel"] = "Warning",
        };
        foreach (var (name, value) in overrides ?? new Dictionary<string, string?>())
        {
            _overrides[name] = value;
        }
    }

    public OriginServer Origin { get; }

    public Uri AdminUrl { get; }

    public Uri PublicUrl => _bench.Url;

    public IServiceProvider Services => _hub!.Services;

    public HubBoard Board => Services.GetRequiredService<HubBoard>();

    public IFeedStore Store => Services.GetRequiredService<IFeedStore>();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A hub whose feeds <c>one</c> and <c>two</c> have been read, and whose feed <c>bad</c> failed.</summary>
    public static async Task<AdminHub> StartAsync(IReadOnlyDictionary<string, string?>? overrides = null)
    {
        var origin = await OriginServer.StartAsync(OriginServer.Loopback(3));
        var hub = new AdminHub(origin, overrides);
        origin.Answer("/feed", new DatedFeed("one").AnswerAsync, origin.Addresses[0]);
        origin.Answer("/feed", new DatedFeed("two").AnswerAsync, origin.Addresses[1]);
        origin.Answer("/feed", Answers.Status(404), origin.Addresses[2]);
        hub._bench.WriteList(
            new { url = hub.FeedUrl(0), id = "one" }, new { url = hub.FeedUrl(1), id = "two" }, new { url = hub.FeedUrl(2), id = "bad" });
        await hub.OpenAsync();
        return hub;
    }

    public string FeedUrl(int number) => Origin.UrlOf("/feed", Origin.Addresses[number]).AbsoluteUri;

    /// <summary>Stops the service, and starts it over the same data.</summary>
    public async Task RestartAsync()
    {
        await _hub!.DisposeAsync();
        await OpenAsync();
    }

    public async Task<string> KeyAsync(ApiKeyScope scope) => (await Services.GetRequiredService<ApiKeys>().CreateAsync(scope, Cancellation)).Secret;

    public static HttpRequestMessage Request(HttpMethod method, Uri url, string? key = null, string? json = null)
    {
        var request = new HttpRequestMessage(method, url);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return request;
    }

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public Task<(HttpStatusCode Status, string Text)> GetAsync(string path) => SendAsync(Request(HttpMethod.Get, new Uri(AdminUrl, path)));

    public Task<(HttpStatusCode Status, string Text)> ChangeAsync(HttpMethod method, string path, string key, string json = "{}") =>
        SendAsync(Request(method, new Uri(AdminUrl, path), key, json));

    public async Task<JsonElement> JsonAsync(string path)
    {
        var (status, text) = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>What the board shows of a feed once it is so.</summary>
    public Task FeedBecomesAsync(string what, string id, Func<FeedView, bool> condition) => Eventually.HoldsAsync(what, () =>
        Task.FromResult(Board.Now.ById.TryGetValue(id, out var feed) && condition(feed)));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        await Origin.DisposeAsync();
        _bench.Dispose();
    }

    private async Task OpenAsync()
    {
        var settings = new HubSettings(_bench.ListPath, _bench.DataPath, _bench.Url.GetLeftPart(UriPartial.Authority), _overrides);
        _hub = await HubHost.CreateServiceAsync(settings, null, TimeProvider.System, Cancellation);
        await _hub.StartAsync(Cancellation);
        await Eventually.HoldsAsync("every feed was visited and is shown", () =>
            Task.FromResult(Board.Now.Status.Feeds.Count == 3 && Board.Now.Status.Feeds.All(feed => feed.VisitCount > 0)));
    }
}
