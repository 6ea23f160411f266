using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FeedHub.Reading;

/// <summary>
/// What a document must read as, in JSON: every member named there must be so, null means absent, lists are complete. A text may be
/// written short: "a" is plain text, {"html": "a"} is markup.
/// </summary>
internal static class Expectation
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Check(string expected, object actual)
    {
        var read = JsonSerializer.SerializeToNode(actual, Options);
        var difference = Difference("$", JsonNode.Parse(expected), read);
        Assert.True(difference is null, $"{difference}\n{read?.ToJsonString(Options)}");
    }

    private static string? Difference(string path, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonValue text, JsonObject found) when found.ContainsKey("isHtml") => Text(path, text, false, found),
        (JsonObject { Count: 1 } text, JsonObject found) when text.ContainsKey("html") => Text(path, text["html"], true, found),
        (JsonObject members, JsonObject found) =>
            members.Select(member => Difference($"{path}.{member.Key}", member.Value, found[member.Key])).FirstOrDefault(text => text is not null),
        (JsonArray list, JsonArray found) when list.Count == found.Count =>
            list.Select((item, index) => Difference($"{path}[{index}]", item, found[index])).FirstOrDefault(text => text is not null),
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{path}: expected {Shown(expected)}, read {Shown(actual)}",
    };

    private static string? Text(string path, JsonNode? value, bool isHtml, JsonObject found) =>
        found["isHtml"]?.GetValue<bool>() != isHtml
            ? $"{path}: expected {(isHtml ? "markup" : "plain text")}, read {Shown(found)}"
            : Difference(path, value, found["value"]);

    private static string Shown(JsonNode? node) => node?.ToJsonString(Options) ?? "nothing";
}
