using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FeedHub.Reading;

/// <summary>Documents with what they must read as: every member named there must be so, null means absent, lists are complete.</summary>
public sealed class FixtureTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private static readonly string[] Folders = ["atom", "broken", "cdf", "encoding", "json", "modules", "rdf", "rss"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IEnumerable<TheoryDataRow<string>> Documents() =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.expected.json"))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(name => new TheoryDataRow<string>(name[..^".expected.json".Length]));

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_fixture_reads_as_expected(string name)
    {
        var document = new[] { ".xml", ".json" }.Select(ending => Path.Combine(Root, name + ending)).First(File.Exists);
        var feed = Reads.Feed(File.ReadAllBytes(document));
        var actual = JsonSerializer.SerializeToNode(feed, Options);

        var difference = Difference("$", JsonNode.Parse(File.ReadAllText(Path.Combine(Root, name + ".expected.json"))), actual);
        Assert.True(difference is null, $"{difference}\n{actual?.ToJsonString(Options)}");
    }

    private static string? Difference(string path, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject members, JsonObject found) =>
            members.Select(member => Difference($"{path}.{member.Key}", member.Value, found[member.Key])).FirstOrDefault(text => text is not null),
        (JsonArray list, JsonArray found) when list.Count == found.Count =>
            list.Select((item, index) => Difference($"{path}[{index}]", item, found[index])).FirstOrDefault(text => text is not null),
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{path}: expected {expected?.ToJsonString() ?? "nothing"}, read {actual?.ToJsonString() ?? "nothing"}",
    };
}
