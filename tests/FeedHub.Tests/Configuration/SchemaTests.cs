using System.Text.Json;

namespace FeedHub.Configuration;

/// <summary>The schema that editors complete by, and the reader that decides, know the same members.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string, string[], string[]> Objects => new()
    {
        { "", ListMembers.List, ["title", "channels"] },
        { "announcement", ListMembers.Announcement, ["text"] },
        { "channel", ListMembers.Channel, ["name", "feeds"] },
        { "feed", ListMembers.Feed, ["url"] },
        { "auth", ListMembers.Auth, [] },
        { "resource", ListMembers.Resource, ["group", "title", "url"] },
        { "overrides", ListMembers.Overrides, [] },
        { "mute", ListMembers.Mute, ["feed"] },
        { "boost", ListMembers.Boost, ["feed", "factor"] },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void An_object_has_the_same_members_in_schema_and_reader(string name, string[] members, string[] required)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Clone.PathOf("docs", "feeds.schema.json")));
        var described = name.Length == 0 ? schema.RootElement : schema.RootElement.GetProperty("$defs").GetProperty(name);

        Assert.Equal(members, described.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.False(described.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(required, described.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(member => member.GetString()!)
            : []);
        Assert.Equal(
            required.Order(StringComparer.Ordinal),
            members.Where(member => IsRequired(name, member)).Order(StringComparer.Ordinal));
    }

    /// <summary>Whether the reader misses the member in an otherwise empty object.</summary>
    private static bool IsRequired(string name, string member)
    {
        var (json, path) = name switch
        {
            "" => ("{}", ""),
            "announcement" => ("""{ "announcement": {} }""", "announcement."),
            "channel" => ("""{ "channels": [{}] }""", "channels[0]."),
            "feed" => ("""{ "channels": [{ "feeds": [{}] }] }""", "channels[0].feeds[0]."),
            "resource" => ("""{ "resources": [{}] }""", "resources[0]."),
            "mute" => ("""{ "overrides": { "mute": [{}] } }""", "overrides.mute[0]."),
            "boost" => ("""{ "overrides": { "boost": [{}] } }""", "overrides.boost[0]."),
            _ => ("{}", "nothing."),
        };
        return ListText.Mistakes(json).Any(mistake => mistake.Path == path + member && mistake.Message.Contains("is missing", StringComparison.Ordinal));
    }
}
