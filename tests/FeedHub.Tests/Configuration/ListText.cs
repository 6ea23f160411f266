using System.Text;

namespace FeedHub.Configuration;

/// <summary>Lists to test with.</summary>
internal static class ListText
{
    /// <summary>The example of the contract.</summary>
    public const string Example = """
        {
          "$schema": "./docs/feeds.schema.json",
          "id": "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10",
          "title": "Open Source Today",
          "description": "What the open-source community is talking about",
          "announcement": { "text": "Community day, 12 December", "url": "https://example.org/day" },
          "channels": [
            { "name": "Project Blogs", "slug": "projects",
              "feeds": [
                "https://example.org/feed.xml",
                { "url": "https://example.com/atom", "title": "Example", "weight": 2,
                  "every": "30m", "include": ["title:release"], "exclude": ["tag:ads"] }
              ] },
            { "name": "News", "feeds": [ { "url": "https://example.net/rss", "cron": "0 0 6-22 ? * *", "zone": "Europe/Paris" } ] }
          ],
          "resources": [ { "group": "Get started", "title": "Your first patch", "url": "https://example.org/start" } ],
          "overrides": { "pin": [], "ban": [], "split": [], "merge": [], "mute": [], "boost": [] }
        }
        """;

    /// <summary>The example of the contract with all overrides that there are.</summary>
    public static string Overridden { get; } = Example.Replace("""
        "overrides": { "pin": [], "ban": [], "split": [], "merge": [], "mute": [], "boost": [] }
        """, Overrides, StringComparison.Ordinal);

    /// <summary>All overrides that there are, for the feeds of <see cref="Example"/>.</summary>
    private const string Overrides = """
        "overrides": {
            "pin": ["https://example.org/one", "http://example.com/two?id=2#top"],
            "ban": ["https://example.org/three"],
            "split": ["https://example.net/four"],
            "merge": [
              ["urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01", "URN:UUID:6F1A2C0E-3C57-5B0E-9A41-5D0F7C6B1E02"],
              ["6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e03", "https://hub.example/news/stories/6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e04"],
              ["/stories/6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e05.json", "http://localhost:8080/stories/6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e06"]
            ],
            "mute": [{ "feed": "http://example.com/atom/" }, { "feed": "https://example.net/rss", "until": "2026-03-01" }],
            "boost": [
              { "feed": "https://example.org/feed.xml", "factor": 2.5, "until": "2026-03-01T08:00:00+01:00" },
              { "feed": "https://example.net/rss", "factor": 0, "until": "2026-03-01t07:00:00.25z" }
            ]
          }
        """;

    /// <summary>A list of two lines: the feeds stand on the second, the first of them at column 1.</summary>
    public static string OfFeeds(string feeds) => $$"""
        { "title": "T", "channels": [{ "name": "C", "feeds": [
        {{feeds}} ] }] }
        """;

    /// <summary>A list of two lines with one feed, <c>https://example.org/</c>: the value of the override stands on the second.</summary>
    public static string OfOverride(string name, string value) => $$"""
        { "title": "T", "channels": [{ "name": "C", "feeds": ["https://example.org/"] }], "overrides": { "{{name}}":
        {{value}} } }
        """;

    public static FeedListResult Read(string json) => FeedListReader.Read(Encoding.UTF8.GetBytes(json), CronMistake);

    public static FeedList Valid(string json) => Read(json) switch
    {
        FeedListResult.Valid valid => valid.List,
        FeedListResult.Invalid invalid => throw new InvalidDataException(string.Join('\n', invalid.Mistakes)),
        _ => throw new InvalidOperationException(),
    };

    public static IReadOnlyList<ListMistake> Mistakes(string json) => Assert.IsType<FeedListResult.Invalid>(Read(json)).Mistakes;

    /// <summary>The feed of a list with one.</summary>
    public static FeedSource ValidFeed(string feed) => Assert.Single(Valid(OfFeeds(feed)).Feeds);

    public static string? CronMistake(string cron) => cron.Split(' ').Length is 6 or 7 ? null : "is not a cron expression";
}
