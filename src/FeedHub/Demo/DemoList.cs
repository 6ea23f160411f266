namespace FeedHub.Demo;

/// <summary>The list that a demo polls, as an operator might have written it.</summary>
internal static class DemoList
{
    /// <summary>How often each blog is visited. On loopback this troubles nobody.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    public static FeedList Create(DemoAddresses addresses) => new()
    {
        Id = "urn:uuid:7c1f0f5e-3f0b-5a0c-8a52-9d0b6a4c2e11",
        Title = "Harbour Street",
        Description = "What the people of an invented open-source world are talking about",
        Announcement = new(
            "Breakwater Days: 64 talks, three days, one harbour. Bring a cake.",
            addresses.Post("gazette/breakwater-programme")),
        Channels = [Channel("Projects", addresses), Channel("People", addresses), Channel("News", addresses)],
        Resources =
        [
            new("Get started", "Your first patch, in six small steps", addresses.Post("wren/your-first-patch")),
            new("Get started", "Good first issues, sorted by cups of tea", addresses.Post("quillet/good-first-issues")),
            new("Join a project", "How to join Skerry without knowing anything yet", addresses.Post("skerry/join-us")),
            new("Join a project", "Lanternfish office hours, Tuesdays at four", addresses.Post("lanternfish/office-hours")),
            new("Additional resources", "How to report a security problem", addresses.Post("wren/reporting-politely")),
            new("Additional resources", "Übersetzen als erste Aufgabe (German)", addresses.Post("leni/uebersetzen")),
        ],
    };

    private static Channel Channel(string name, DemoAddresses addresses)
    {
        var slug = name.ToLowerInvariant();
        return new(name, slug, [.. DemoBlogs.All.Where(blog => blog.Channel == slug).Select(blog => Source(blog, addresses))]);
    }

    private static FeedSource Source(DemoBlog blog, DemoAddresses addresses) => new()
    {
        Id = new(blog.Slug), // not the default, which would change with the port
        Url = addresses.Feed(blog.Slug),
        Channel = blog.Channel,
        Title = blog.Has(DemoQuirk.Gone) ? blog.Title : null, // its feed will never tell
        Every = Every,
        AllowNetworks = ["127.0.0.0/8"],
    };
}
