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

    /// <summary>A list of two lines: the feeds stand on the second, the first of them at column 1.</summary>
    public static string OfFeeds(string feeds) => $$"""
        { "title": "T", "channels": [{ "name": "C", "feeds": [
        {{feeds}} ] }] }
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

    /// <summary>A file of the clone.</summary>
    public static string PathInRepository(params string[] names)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FeedHub.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the clone.");
        }

        return Path.Combine([root, .. names]);
    }
}
