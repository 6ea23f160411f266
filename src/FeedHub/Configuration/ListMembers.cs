namespace FeedHub.Configuration;

/// <summary>The members that each object of the list may have; <c>docs/feeds.schema.json</c> describes the same ones.</summary>
internal static class ListMembers
{
    public static readonly string[] List =
        ["$schema", "id", "title", "description", "announcement", "channels", "resources", "overrides"];

    public static readonly string[] Announcement = ["text", "url"];

    public static readonly string[] Channel = ["name", "slug", "feeds"];

    public static readonly string[] Feed =
        ["url", "id", "title", "weight", "every", "cron", "zone", "include", "exclude", "paused", "auth", "allowNetworks"];

    public static readonly string[] Auth = ["userEnv", "passwordEnv", "tokenEnv"];

    public static readonly string[] Resource = ["group", "title", "url"];

    public static readonly string[] Overrides = ["pin", "ban", "split", "merge", "mute", "boost"];

    public static readonly string[] Mute = ["feed", "until"];

    public static readonly string[] Boost = ["feed", "factor", "until"];
}
