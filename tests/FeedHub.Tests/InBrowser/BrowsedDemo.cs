using System.Globalization;
using System.Text;
using FeedHub.Commands;
using FeedHub.Configuration;
using FeedHub.Demo;
using FeedHub.EndToEnd;
using FeedHub.Pipelines;
using FeedHub.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace FeedHub.InBrowser;

/// <summary>The demo by a clock of its own, all of it read and served, and a real browser to look at it.</summary>
public sealed class BrowsedDemo : IAsyncLifetime
{
    private const string Chromium = "chromium";

    private readonly Workbench _bench = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero));
    private Uri? _operators;
    private DemoOrigin? _origin;
    private HubHost? _hub;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the front page is.</summary>
    public Uri Url => _bench.Url;

    private PublishedDocuments Published => _hub!.Services.GetRequiredService<PublishedDocuments>();

    public async ValueTask InitializeAsync()
    {
        if (Tool.Find(Chromium) is not { } path)
        {
            return; // each test says so
        }

        await StartHubAsync(TestContext.Current.CancellationToken);
        _playwright = await StartPlaywright();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu"], // tests may run as root, and the pages are our own
        });
    }

    /// <summary>
    /// It sets the encoding of the console, for which it needs the console and then its writers; who writes a log needs them the other way round.
    /// So the writers are taken first.
    /// </summary>
    private static Task<IPlaywright> StartPlaywright()
    {
#pragma warning disable CA2002 // the locks that the console's writers take themselves
        lock (Console.Out)
        {
            lock (Console.Error)
            {
                return Playwright.CreateAsync();
            }
        }
#pragma warning restore CA2002
    }

    /// <summary>The address of a page by its name.</summary>
    public string PathOf(string page) => page switch
    {
        "front" => "",
        "channel" => "channels/projects",
        "story" => TopStory,
        "archive" => "archive",
        "archive-month" => "archive/2026/11",
        "archive-day" => "archive/2026/11/24",
        "sources" => "feeds",
        "publishers" => "bot",
        "search" => "search?q=heron",
        "nothing-found" => "search?q=zzz",
        "rate" => $"{TopStory}/rate",
        "error" => "no/such/page",
        "status" => _operators!.AbsoluteUri,
        "followed" => new Uri(_operators!, "feeds").AbsoluteUri,
        "journal" => new Uri(_operators!, $"feeds/{_hub!.Services.GetRequiredService<FollowedFeeds>().List.Feeds.First().Id}").AbsoluteUri,
        _ => throw new ArgumentOutOfRangeException(nameof(page), page, null),
    };

    /// <summary>A tab of its own, without history, cookies and cache.</summary>
    /// <param name="width">Of the window.</param>
    /// <param name="isDark">Whether dark colors are preferred.</param>
    /// <param name="scripts">Whether they would run.</param>
    /// <param name="forOperators">Whether its pages are those of the admin listener.</param>
    internal async Task<BrowserTab> OpenAsync(int width = 1280, bool isDark = false, bool scripts = true, bool forOperators = false)
    {
        Tool.Require(Chromium, Chromium);
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Url.AbsoluteUri,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        return await BrowserTab.OpenAsync(context, forOperators ? _operators! : Url);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }

        _bench.Dispose();
    }

    /// <summary>The page of the story that leads the front page.</summary>
    private string TopStory
    {
        get
        {
            var front = Encoding.UTF8.GetString(Published.Find("/")!.Identity.Span);
            var start = front.IndexOf("stories/", StringComparison.Ordinal);
            return front[start..front.IndexOf('"', start)];
        }
    }

    private async Task StartHubAsync(CancellationToken cancellationToken)
    {
        _origin = await DemoOrigin.StartAsync(_clock, cancellationToken);
        _clock.Advance(RunningDemo.All);
        _operators = _bench.ListenToOperators();
        var settings = new HubSettings(
            _bench.ListPath,
            _bench.DataPath,
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_bench.Port}"),
            _bench.Environment.ToDictionary(
                setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), string? (setting) => setting.Value, StringComparer.Ordinal));
        _hub = await HubHost.CreateServiceAsync(settings, DemoList.Create(_origin.Addresses), _clock, cancellationToken);
        await _hub.StartAsync(cancellationToken);

        // One of the blogs thinks for five seconds before it answers, and publishing rests between two changes: what is to be seen is there
        // when nothing has changed for long.
        const int longEnough = 60;
        var (last, unchanged) = ("", 0);
        await Eventually.HoldsAsync("the demo is read", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            var front = Published.Find("/") is { CacheControl: not "no-store" } whole ? whole.Hash : "";
            (last, unchanged) = (front, front.Length > 0 && front == last ? unchanged + 1 : 0);
            return Task.FromResult(unchanged >= longEnough && _hub.Services.GetRequiredService<ArchiveFiles>().Find("/archive/2026-11.atom") is { Count: > 0 });
        });
    }
}
