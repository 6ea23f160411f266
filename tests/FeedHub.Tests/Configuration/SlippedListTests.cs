using System.Text;
using System.Text.Json;

namespace FeedHub.Configuration;

/// <summary>
/// Every member and every value of a list that uses all there is, slipped in one way at a time: each slip is told on its own line and column, and
/// none is taken over.
/// </summary>
public sealed class SlippedListTests : IDisposable
{
    private const int MinCount = 200;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-slips-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Each_slip_is_told_where_it_is()
    {
        var slips = Slips().ToList();
        Assert.InRange(slips.Count, MinCount, 1000);
        foreach (var slip in slips)
        {
            var mistakes = ListText.Mistakes(slip.Json);

            // The position is counted here, not asked for.
            var before = slip.Json[..slip.At];
            var place = (before.Count(letter => letter == '\n') + 1, slip.At - before.LastIndexOf('\n'), slip.Path);
            Assert.True(
                mistakes.Any(mistake => (mistake.Line, mistake.Column, mistake.Path) == place && mistake.Message.Contains(slip.Message, StringComparison.Ordinal)),
                $"{place} {slip.Message}\n{string.Join('\n', mistakes)}\n{slip.Json}");
        }
    }

    [Fact]
    public async Task No_slip_is_taken_over()
    {
        var path = Path.Combine(_directory.FullName, "feeds.json");
        await File.WriteAllTextAsync(path, ListText.Overridden, Cancel);
        var file = new FeedListFile(path, ListText.CronMistake);
        Assert.IsType<FeedListResult.Valid>(await file.LoadAsync(Cancel));
        var good = file.Current;
        foreach (var slip in Slips())
        {
            await File.WriteAllTextAsync(path, slip.Json, Cancel);

            Assert.Equal([FeedListCheck.Unchanged, FeedListCheck.Refused], [await file.CheckAsync(Cancel), await file.CheckAsync(Cancel)]);
            Assert.Same(good, file.Current);
        }
    }

    private static IEnumerable<Slip> Slips()
    {
        const string json = """
            {
              // a list that uses all there is
              "$schema": "./docs/feeds.schema.json",
              "id": "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", "title": "Ünïcödé before the rest", "description": "What",
              "announcement": { "text": "Ä day", "url": "https://example.org/day" },
              "channels": [
                { "name": "Ones", "slug": "ones", "feeds": [
                  "https://example.org/feed.xml",
                  { "url": "https://example.com/atom", "title": "Ex ümple", "weight": 2, "every": "30m",
                    "include": ["title:release", "older-than:7d"], "exclude": ["tag:ads"], "paused": false,
                    "auth": { "userEnv": "U", "passwordEnv": "P" }, "allowNetworks": ["10.1.0.0/16"] } ] },
                { "name": "News", "feeds": [
                  { "url": "https://example.net/rss", "id": "net", "cron": "0 0 6-22 ? * *", "zone": "Europe/Paris", "auth": { "tokenEnv": "T" } } ] }
              ],
              "resources": [ { "group": "Get started", "title": "Your first", "url": "https://example.org/start" } ],
              "overrides": {
                "pin": ["https://example.org/one"], "ban": ["https://example.org/two"], "split": ["https://example.org/three"],
                "merge": [["urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01", "urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e02"]],
                "mute": [{ "feed": "net", "until": "2026-03-01" }],
                "boost": [{ "feed": "https://example.org/feed.xml", "factor": 2.5, "until": "2026-03-01T08:00:00+01:00" }]
              }
            }
            """;
        _ = ListText.Valid(json);
        var bytes = Encoding.UTF8.GetBytes(json);
        var positions = new TextPositions(bytes);
        var root = ListTree.Read(bytes, positions, new MistakeList(positions))!;
        int At(int offset) => Encoding.UTF8.GetCharCount(bytes.AsSpan(0, offset));
        foreach (var node in All(root))
        {
            var (start, end) = (At(node.Offset), At(node.End));
            if (node.Parent is not null)
            {
                // Another kind of value than any that is expected there.
                var wrong = node.Kind is JsonTokenType.True or JsonTokenType.False ? "\"yes\"" : "false";
                yield return new Slip(json[..start] + wrong + json[end..], start, node.Path, "must be");
                yield return new Slip(json[..start] + "null" + json[end..], start, node.Path, "null");
            }

            foreach (var member in node.Members)
            {
                var at = At(member.Offset);
                var behind = at + member.Name.Length + 2;
                var renamed = member.Name + "x";
                yield return new Slip(
                    $"{json[..at]}\"{renamed}\"{json[behind..]}", at, node.PathOf(renamed),
                    member.Name.Length > 2 ? $"unknown member `{renamed}`, did you mean `{member.Name}`?" : $"unknown member `{renamed}`");
                var text = json[at..At(member.Value.End)];
                yield return new Slip($"{json[..at]}{text}, {json[at..]}", at + text.Length + 2, member.Value.Path, $"this is the second `{member.Name}`");
            }
        }
    }

    private static IEnumerable<ListNode> All(ListNode node) =>
        [node, .. node.Members.SelectMany(member => All(member.Value)), .. node.Items.SelectMany(All)];

    private sealed record Slip(string Json, int At, string Path, string Message);
}
