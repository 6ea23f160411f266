using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace FeedHub.InBrowser;

/// <summary>The pages as a browser shows them and people use them.</summary>
public sealed class BrowserTests(BrowsedDemo demo) : IClassFixture<BrowsedDemo>
{
    /// <summary>WCAG 2.2 AA, and what the makers of axe advise beside it.</summary>
    private static readonly AxeRunOptions _rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    private const int Height = 900;

    private static int[] Widths { get; } = [360, 800, 1280];

    public static TheoryData<string> Pages =>
    [
        "front", "channel", "story", "archive", "archive-month", "archive-day", "sources", "publishers", "search", "nothing-found", "rate",
        "error",
    ];

    /// <summary>Those of the admin listener.</summary>
    public static TheoryData<string> PagesForOperators => ["status", "followed", "journal"];

    [Theory]
    [MemberData(nameof(Pages))]
    [MemberData(nameof(PagesForOperators))]
    public async Task A_page_is_open_to_everybody_in_both_themes_and_at_every_width(string page)
    {
        List<string> violations = [];
        foreach (var isDark in (bool[])[false, true])
        {
            await using var tab = await demo.OpenAsync(Widths[0], isDark, forOperators: IsForOperators(page));
            var answer = await tab.Page.GotoAsync(demo.PathOf(page));
            Assert.Equal(page == "error" ? 404 : 200, answer!.Status);
            foreach (var width in Widths)
            {
                await tab.Page.SetViewportSizeAsync(width, Height);
                var found = await tab.Page.RunAxe(_rules);
                violations.AddRange(
                    from rule in found.Violations
                    from node in rule.Nodes
                    select $"{width} {(isDark ? "dark" : "light")}: {rule.Id}: {rule.Help}: {node.Html}");
                Assert.True(
                    await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                    $"it scrolls sideways at {width}");
            }

            // A missing page is told to the console by the browser itself.
            Assert.DoesNotContain(tab.Complaints, complaint => page != "error" || !complaint.Contains("404", StringComparison.Ordinal));
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task The_search_for_obstacles_finds_what_it_looks_for()
    {
        await using var tab = await demo.OpenAsync();
        await tab.Page.SetContentAsync("<html><head><title>A page</title></head><body><img src='data:,'><p style='color:#ccc;background:#fff'>Pale</p></body></html>");
        var found = await tab.Page.RunAxe(_rules);
        var rules = found.Violations.Select(rule => rule.Id).ToList();
        Assert.All((string[])["image-alt", "color-contrast", "html-has-lang", "landmark-one-main", "region"], rule => Assert.Contains(rule, rules));
    }

    [Fact]
    public async Task Everything_is_reached_without_scripts_by_links_alone()
    {
        await using var tab = await demo.OpenAsync(scripts: false);
        await tab.Page.GotoAsync("");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "The whole story" }).First.ClickAsync();
        await Expect(tab, "Who covers it");
        await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Archive" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "November 2026" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Tuesday, 24 November" }).ClickAsync();
        await Expect(tab, "Tuesday, 24 November 2026");
        foreach (var name in (string[])["Projects", "Sources", "For publishers", "Top stories"])
        {
            await tab.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
        }

        await Expect(tab, "Harbour Street");
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("lantern");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(tab, "Lanternfish is open source again");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "The whole story" }).First.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Rate this story" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Radio, new() { Name = "4" }).CheckAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Rate it" }).ClickAsync();
        Assert.Contains("Thank you", await tab.Page.GetByRole(AriaRole.Status).TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Who_has_no_mouse_skips_to_the_stories_and_sees_where_they_are()
    {
        await using var tab = await demo.OpenAsync();
        await tab.Page.GotoAsync("");
        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedTextAsync(tab));
        Assert.True(await IsSeenAsync(tab));
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("H3", await tab.Page.EvaluateAsync<string>("document.activeElement.parentElement.tagName"));

        // Every stop on the way is on the screen and has a ring around it.
        for (var stop = 0; stop < 25; stop++)
        {
            Assert.True(await IsSeenAsync(tab), await FocusedTextAsync(tab));
            await tab.Page.Keyboard.PressAsync("Tab");
        }
    }

    [Fact]
    public async Task The_front_page_is_light_and_nothing_holds_it_up()
    {
        await using var tab = await demo.OpenAsync();
        await tab.Page.GotoAsync("", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var sizes = new List<(string Type, long Bytes)>();
        foreach (var request in tab.Requests)
        {
            var size = await request.SizesAsync();
            sizes.Add((request.ResourceType, size.ResponseBodySize + size.ResponseHeadersSize));
        }

        Assert.Single(sizes, size => size.Type == "stylesheet");
        Assert.DoesNotContain(sizes, size => size.Type is "script" or "font" or "image" or "xhr" or "fetch");
        Assert.InRange(sizes.Sum(size => size.Bytes), 1, 60 * 1024);
    }

    [Fact]
    public async Task On_paper_there_is_the_text_and_no_navigation()
    {
        await using var tab = await demo.OpenAsync();
        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await tab.Page.GotoAsync("");
        Assert.False(await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main", IncludeHidden = true }).IsVisibleAsync());
        Assert.True(await tab.Page.Locator(".stories h3").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Pictures_are_taken_where_they_are_asked_for()
    {
        var folder = Environment.GetEnvironmentVariable("FEEDHUB_SCREENSHOTS");
        Assert.SkipWhen(folder is null, "FEEDHUB_SCREENSHOTS names no folder for pictures.");
        Directory.CreateDirectory(folder!);
        foreach (var page in Pages.Concat(PagesForOperators).Select(row => row.Data).Where(page => page != "nothing-found"))
        {
            await TakeAsync(page, 1280, isDark: false, $"{page}.png");
        }

        await TakeAsync("front", 1280, isDark: true, "front-dark.png");
        await TakeAsync("story", 1280, isDark: true, "story-dark.png");
        await TakeAsync("front", 360, isDark: false, "front-phone.png");
        await TakeAsync("story", 360, isDark: true, "story-phone-dark.png");

        async Task TakeAsync(string page, int width, bool isDark, string file)
        {
            await using var tab = await demo.OpenAsync(width, isDark, forOperators: IsForOperators(page));
            await tab.Page.GotoAsync(demo.PathOf(page));
            await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, file), FullPage = page is "story" or "status" });
        }
    }

    private static bool IsForOperators(string page) => PagesForOperators.Any(row => row.Data == page);

    private static Task Expect(BrowserTab tab, string heading) => tab.Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true }).WaitForAsync();

    private static Task<string> FocusedTextAsync(BrowserTab tab) => tab.Page.EvaluateAsync<string>("document.activeElement.textContent.trim()");

    /// <summary>Whether what has the focus has a ring, and comes to stand on the screen: the browser may still be scrolling to it.</summary>
    private static Task<bool> IsSeenAsync(BrowserTab tab) => tab.Page.EvaluateAsync<bool>("""
        () => new Promise(resolve => {
          const isSeen = () => {
            const element = document.activeElement, box = element.getBoundingClientRect(), style = getComputedStyle(element);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
              && box.width > 0 && box.left >= -1 && box.top >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1; // it scrolls by whole pixels
          };
          const until = performance.now() + 5000;
          const look = () => isSeen() || performance.now() > until ? resolve(isSeen()) : requestAnimationFrame(look);
          look();
        })
        """);
}
