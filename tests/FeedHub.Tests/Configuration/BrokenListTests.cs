using System.Globalization;
using System.Text;

namespace FeedHub.Configuration;

/// <summary>What is wrong with a list is told with its line, its column, its path and what to do.</summary>
public sealed class BrokenListTests
{
    [Theory]
    [InlineData("", 1, 1, "", "the file is empty")]
    [InlineData(" \n ", 2, 2, "", "the file is empty")]
    [InlineData("{", 1, 2, "", "not valid JSON")]
    [InlineData("{ \"title\": \"T\",\n  \"channels\": [", 2, 16, "", "not valid JSON")]
    [InlineData("{ \"title\": \"T\"\n  \"channels\": [] }", 2, 3, "", "not valid JSON")]
    [InlineData("{} {}", 1, 4, "", "not valid JSON")]
    [InlineData("{ title: 1 }", 1, 3, "", "not valid JSON")]
    [InlineData("{ \"title\": \"\\ud800\" }", 1, 12, "", "surrogate")]
    [InlineData("[]", 1, 1, "", "must be an object")]
    [InlineData("null", 1, 1, "", "not null")]
    [InlineData("""{ "channels": [{ "name": "C", "feeds": ["https://example.org/"] }] }""", 1, 1, "title", "`title` is missing")]
    [InlineData("""{ "title": "T" }""", 1, 1, "channels", "`channels` is missing")]
    [InlineData("""{ "title": "T", "channels": [] }""", 1, 29, "channels", "there is no feed")]
    [InlineData("""{ "title": "T", "channels": [{ "name": "C", "feeds": [] }] }""", 1, 29, "channels", "there is no feed")]
    [InlineData("""{ "title": "T", "channels": {} }""", 1, 29, "channels", "must be an array")]
    [InlineData("""{ "title": "T", "channels": ["C"] }""", 1, 30, "channels[0]", "must be an object")]
    [InlineData("""{ "title": "T", "channels": [{ "feeds": ["https://example.org/"] }] }""", 1, 30, "channels[0].name", "`name` is missing")]
    [InlineData("""{ "title": "T", "channels": [{ "name": "C" }] }""", 1, 30, "channels[0].feeds", "`feeds` is missing")]
    [InlineData("""{ "title": "T", "channels": [{ "name": "C", "slug": "C d", "feeds": ["https://example.org/"] }] }""", 1, 53,
        "channels[0].slug", "lower-case letters")]
    [InlineData("""{ "title": "T", "channels": [{ "name": "A b", "feeds": ["https://example.org/"] }, { "name": "a B", "feeds": [] }] }""",
        1, 94, "channels[1].name", "belongs already to the channel on line 1")]
    public void BAD_61_A_broken_list_is_told(string json, int line, int column, string path, string message) =>
        AssertMistake(json, line, column, path, message);

    [Theory]
    [InlineData("""{ "titel": "T", "title": "T", """, 3, "titel", "unknown member `titel`, did you mean `title`?")]
    [InlineData("""{ "Title": "x", "title": "T", """, 3, "Title", "did you mean `title`?")]
    [InlineData("""{ "colour": 1, "title": "T", """, 3, "colour", "unknown member `colour`: remove it")]
    [InlineData("""{ "title": "T", "title": "U", """, 17, "title", "the second `title`, the first is on line 1")]
    [InlineData("""{ "title": 5, """, 12, "title", "must be text in quotes, not a number")]
    [InlineData("""{ "title": " ", """, 12, "title", "must not be empty")]
    [InlineData("""{ "title": "a\nb", """, 12, "title", "line break or control character")]
    [InlineData("""{ "title": "a\u2028b", """, 12, "title", "line break or control character")]
    [InlineData("""{ "title": "T", "id": "here", """, 23, "id", "must be an absolute IRI")]
    [InlineData("""{ "title": "T", "id": "/etc/passwd", """, 23, "id", "must be an absolute IRI")]
    [InlineData("""{ "title": "T", "id": "urn:a b", """, 23, "id", "must be an absolute IRI")]
    [InlineData("""{ "title": "T", "$schema": 1, """, 28, "$schema", "must be text")]
    [InlineData("""{ "title": "T", "announcement": "now", """, 33, "announcement", "must be an object with members of text, url")]
    [InlineData("""{ "title": "T", "announcement": {}, """, 33, "announcement.text", "`text` is missing")]
    [InlineData("""{ "title": "T", "announcement": { "text": "x", "url": "/day" }, """, 55, "announcement.url", "must be an absolute address")]
    [InlineData("""{ "title": "T", "resources": [{ "title": "x", "url": "https://a.example/" }], """, 31, "resources[0].group", "`group` is missing")]
    [InlineData("""{ "title": "T", "resources": [{ "group": "g", "title": "x", "url": "javascript:alert(1)" }], """, 68,
        "resources[0].url", "has the scheme `javascript`")]
    [InlineData("""{ "title": "T", "overrides": [], """, 30, "overrides", "must be an object")]
    [InlineData("""{ "title": "T", "overrides": { "pin": {} }, """, 39, "overrides.pin", "must be an array")]
    [InlineData("""{ "title": "T", "overrides": { "bann": [] }, """, 32, "overrides.bann", "did you mean `ban`?")]
    public void BAD_61_A_mistake_beside_the_channels_is_told(string start, int column, string path, string message) =>
        AssertMistake(start + "\n\"channels\": [{ \"name\": \"C\", \"feeds\": [\"https://example.org/\"] }] }", 1, column, path, message);

    [Theory]
    [InlineData("""5""", 1, "", "must be the address of a feed, or an object")]
    [InlineData("""{ "title": "x" }""", 1, ".url", "`url` is missing")]
    [InlineData("""{ "url": 5 }""", 10, ".url", "must be an address in quotes, not a number")]
    [InlineData("""{ "url": "https://example.org/", "evry": "1h" }""", 34, ".evry", "unknown member `evry`, did you mean `every`?")]
    [InlineData("""{ "url": "https://example.org/", "every": 30 }""", 43, ".every", "must be text in quotes, not a number")]
    [InlineData("""{ "url": "https://example.org/", "every": "often" }""", 43, ".every", "must be a duration")]
    [InlineData("""{ "url": "https://example.org/", "every": "0m" }""", 43, ".every", "must be a duration")]
    [InlineData("""{ "url": "https://example.org/", "every": "-1h" }""", 43, ".every", "must be a duration")]
    [InlineData("""{ "url": "https://example.org/", "every": "30" }""", 43, ".every", "must be a duration")]
    [InlineData("""{ "url": "https://example.org/", "every": "99999999999d" }""", 43, ".every", "must be a duration")]
    [InlineData("""{ "url": "https://example.org/", "every": "1h", "cron": "0 0 6 ? * *" }""", 57, ".cron", "exclude each other")]
    [InlineData("""{ "url": "https://example.org/", "cron": "daily" }""", 42, ".cron", "is not a cron expression")]
    [InlineData("""{ "url": "https://example.org/", "zone": "Europe/Paris" }""", 42, ".zone", "goes with `cron` only")]
    [InlineData("""{ "url": "https://example.org/", "cron": "0 0 6 ? * *", "zone": "Europe/Atlantis" }""", 65, ".zone", "not a known time zone")]
    [InlineData("""{ "url": "https://example.org/", "cron": "0 0 6 ? * *", "zone": "../../etc/passwd" }""", 65, ".zone", "not a known time zone")]
    [InlineData("""{ "url": "https://example.org/", "weight": 11 }""", 44, ".weight", "must be a number from 0 to 10")]
    [InlineData("""{ "url": "https://example.org/", "weight": -1 }""", 44, ".weight", "must be a number from 0 to 10")]
    [InlineData("""{ "url": "https://example.org/", "weight": 1e999 }""", 44, ".weight", "must be a number from 0 to 10")]
    [InlineData("""{ "url": "https://example.org/", "weight": "2" }""", 44, ".weight", "must be a number from 0 to 10, not text")]
    [InlineData("""{ "url": "https://example.org/", "paused": "yes" }""", 44, ".paused", "must be true or false, not text")]
    [InlineData("""{ "url": "https://example.org/", "title": "" }""", 43, ".title", "must not be empty")]
    [InlineData("""{ "url": "https://example.org/", "id": "../x" }""", 40, ".id", "lower-case letters")]
    [InlineData("""{ "url": "https://example.org/", "id": "a\n" }""", 40, ".id", "lower-case letters")]
    [InlineData("""{ "url": "https://example.org/", "include": "title:a" }""", 45, ".include", "must be an array")]
    [InlineData("""{ "url": "https://example.org/", "include": ["a", 1] }""", 46, ".include[0]", "a rule is written field:text")]
    [InlineData("""{ "url": "https://example.org/", "exclude": ["title:/(a/"] }""", 46, ".exclude[0]", "not a regular expression")]
    [InlineData("""{ "url": "https://example.org/", "exclude": ["title:/(a)\\1/"] }""", 46, ".exclude[0]", "not a regular expression")]
    [InlineData("""{ "url": "https://example.org/", "allowNetworks": ["10.0.0.1"] }""", 52, ".allowNetworks[0]", "is not a network")]
    [InlineData("""{ "url": "https://example.org/", "allowNetworks": ["10.0.0.1/8"] }""", 52, ".allowNetworks[0]", "is not a network")]
    [InlineData("""{ "url": "https://example.org/", "allowNetworks": ["012.0.0.0/8"] }""", 52, ".allowNetworks[0]", "is not a network")]
    [InlineData("""{ "url": "https://example.org/", "auth": "x" }""", 42, ".auth", "must be an object")]
    [InlineData("""{ "url": "https://example.org/", "auth": {} }""", 42, ".auth", "together, or `tokenEnv` alone")]
    [InlineData("""{ "url": "https://example.org/", "auth": { "userEnv": "U" } }""", 42, ".auth", "together, or `tokenEnv` alone")]
    [InlineData("""{ "url": "https://example.org/", "auth": { "userEnv": "U", "passwordEnv": "P", "tokenEnv": "T" } }""", 42, ".auth", "alone")]
    [InlineData("""{ "url": "https://example.org/", "auth": { "tokenEnv": "a-b" } }""", 56, ".auth.tokenEnv", "never the secret itself")]
    [InlineData("""{ "url": "https://example.org/", "auth": { "tokenEnv": "T", "password": "hunter2" } }""", 61, ".auth.password", "`passwordEnv`")]
    [InlineData("""{ "url": "https://example.org/", "token": "hunter2" }""", 34, ".token", "holds no secrets")]
    [InlineData("""{ "url": null }""", 10, ".url", "not null")]
    public void BAD_61_BAD_62_BAD_64_BAD_68_A_mistake_in_a_feed_is_told(string feed, int column, string path, string message)
    {
        AssertMistake(ListText.OfFeeds(feed), 2, column, "channels[0].feeds[0]" + path, message);
        Assert.DoesNotContain("hunter2", string.Join('\n', ListText.Mistakes(ListText.OfFeeds(feed))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(@"a\\b")]
    [InlineData(@"C:\\x")]
    [InlineData("C:x")]
    [InlineData(@"a\u0000")]
    [InlineData(@"a\n")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void BAD_64_What_could_be_part_of_a_path_is_neither_an_id_nor_a_slug(string name)
    {
        AssertMistake(ListText.OfFeeds($$"""{ "url": "https://example.org/", "id": "{{name}}" }"""), 2, 40, "channels[0].feeds[0].id", "lower-case letters");
        AssertMistake(
            $$"""{ "title": "T", "channels": [{ "name": "C", "slug": "{{name}}", "feeds": ["https://example.org/"] }] }""",
            1, 53, "channels[0].slug", "lower-case letters");
    }

    [Theory]
    [InlineData("pin", """["/one"]""", 2, "pin[0]", "must be an absolute address")]
    [InlineData("pin", """[5]""", 2, "pin[0]", "must be text in quotes, not a number")]
    [InlineData("ban", """["ftp://example.org/1"]""", 2, "ban[0]", "only https and http are allowed")]
    [InlineData("ban", """["https://user:hunter2@example.org/1"]""", 2, "ban[0]", "must not hold a user name or password")]
    [InlineData("split", "\"https://example.org/1\"", 1, "split", "must be an array")]
    [InlineData("split", """["https://example.org/1", "https://EXAMPLE.org/1"]""", 27, "split[1]", "stands already on line 2: keep one")]
    [InlineData("merge", """["urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01"]""", 2, "merge[0]", "must be an array of two story ids")]
    [InlineData("merge", """[["urn:uuid:6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01"]]""", 2, "merge[0]", "not one of 1")]
    [InlineData("merge", """[["a", "b", "c"]]""", 2, "merge[0]", "not one of 3")]
    [InlineData("merge", """[{}]""", 2, "merge[0]", "not an object")]
    [InlineData("merge", """[["6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01", 5]]""", 43, "merge[0][1]", "must be the id of a story in quotes, not a number")]
    [InlineData("merge", """[["urn:uuid:none", "6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01"]]""", 3, "merge[0][0]", "must be the id of a story")]
    [InlineData("merge", """[["6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e010", "6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01"]]""", 3, "merge[0][0]", "must be the id of a story")]
    [InlineData("merge", """[["6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01", "/stories/6F1A2C0E-3C57-5B0E-9A41-5D0F7C6B1E01"]]""", 43, "merge[0][1]", "is the same story as the one before it")]
    [InlineData("mute", """["https://example.org/"]""", 2, "mute[0]", "must be an object with members of feed, until")]
    [InlineData("mute", """[{}]""", 2, "mute[0].feed", "`feed` is missing")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "untill": "2026-03-01" }]""", 36, "mute[0].untill", "did you mean `until`?")]
    [InlineData("mute", """[{ "feed": 5 }]""", 12, "mute[0].feed", "must be text in quotes, not a number")]
    [InlineData("mute", """[{ "feed": "https://example.net/" }]""", 12, "mute[0].feed", "is no feed of this list")]
    [InlineData("mute", """[{ "feed": "someone" }]""", 12, "mute[0].feed", "is no feed of this list")]
    [InlineData("mute", """[{ "feed": "mailto:hunter2@example.org" }]""", 12, "mute[0].feed", "has the scheme")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "soon" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-13-01" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-02-30" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-03-01T08:00:00" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-03-01 08:00:00Z" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-03-01T25:00:00Z" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-03-01T08:00:00+0100" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "1 March 2026" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "20260301" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": "2026-3-1" }]""", 45, "mute[0].until", "must be a date or a moment with its offset")]
    [InlineData("mute", """[{ "feed": "https://example.org/", "until": 1772323200 }]""", 45, "mute[0].until", "must be text in quotes, not a number")]
    [InlineData("boost", """[{ "feed": "https://example.org/" }]""", 2, "boost[0].factor", "`factor` is missing")]
    [InlineData("boost", """[{ "factor": 2 }]""", 2, "boost[0].feed", "`feed` is missing")]
    [InlineData("boost", """[{ "feed": "https://example.org/", "factor": 10.5 }]""", 46, "boost[0].factor", "must be a number from 0 to 10")]
    [InlineData("boost", """[{ "feed": "https://example.org/", "factor": -1 }]""", 46, "boost[0].factor", "must be a number from 0 to 10")]
    [InlineData("boost", """[{ "feed": "https://example.org/", "factor": "2" }]""", 46, "boost[0].factor", "must be a number from 0 to 10, not text")]
    [InlineData("boost", """[{ "feed": "https://example.org/", "factor": 2, "until": null }]""", 58, "boost[0].until", "not null")]
    public void BAD_61_A_mistake_in_an_override_is_told(string name, string value, int column, string path, string message)
    {
        AssertMistake(ListText.OfOverride(name, value), 2, column, $"overrides.{path}", message);
        Assert.DoesNotContain("hunter2", string.Join('\n', ListText.Mistakes(ListText.OfOverride(name, value))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pin", "\"https://example.org/{0}\"")]
    [InlineData("ban", "\"https://example.org/{0}\"")]
    [InlineData("split", "\"https://example.org/{0}\"")]
    [InlineData("merge", "[\"6f1a2c0e-3c57-5b0e-9a41-5d0f7c6b1e01\", \"6f1a2c0e-3c57-5b0e-9a41-00000000{0:x4}\"]")]
    [InlineData("mute", "{{ \"feed\": \"https://example.org/\", \"until\": \"{0}-01-01\" }}")]
    [InlineData("boost", "{{ \"feed\": \"https://example.org/\", \"factor\": 1.{0} }}")]
    public void Overrides_without_end_are_refused_at_the_first_that_is_over(string name, string item)
    {
        var format = CompositeFormat.Parse(item);
        var items = Enumerable.Range(1_000, OverridesReader.MaxCount + 2).Select(number => string.Format(CultureInfo.InvariantCulture, format, number));

        var mistake = Assert.Single(ListText.Mistakes(ListText.OfOverride(name, $"[{string.Join(",\n", items)}]")));

        Assert.Equal((OverridesReader.MaxCount + 2, $"overrides.{name}[{OverridesReader.MaxCount}]"), (mistake.Line, mistake.Path));
        Assert.Contains("there are 1002 of these, but at most 1000 may be", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_of_a_feed_that_could_not_be_read_is_not_another_mistake() => Assert.Equal(
        ["channels[0].feeds[0]"],
        ListText.Mistakes("""
            { "title": "T", "channels": [{ "name": "C", "feeds": ["ftp://example.org/"] }],
              "overrides": { "mute": [{ "feed": "https://example.org/" }] } }
            """).Select(mistake => mistake.Path));

    [Theory]
    [InlineData("https://example.org/feed", "https://example.org/feed")]
    [InlineData("https://example.org/feed", "http://example.org/feed")]
    [InlineData("https://example.org/feed", "https://EXAMPLE.org:443/feed/#top")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example")]
    public void BAD_61_The_same_feed_twice_is_told_at_the_second(string first, string second)
    {
        var mistake = Assert.Single(ListText.Mistakes(ListText.OfFeeds($"\"{first}\",\n {{ \"url\": \"{second}\", \"id\": \"x\" }}")));

        Assert.Equal((3, 11, "channels[0].feeds[1].url"), (mistake.Line, mistake.Column, mistake.Path));
        Assert.Contains("line 2", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BAD_61_Two_equal_ids_are_told_at_the_second() => AssertMistake(
        ListText.OfFeeds("""
            { "url": "https://example.org/a", "id": "x" },
            { "url": "https://example.org/b", "id": "x" }
            """),
        3, 41, "channels[0].feeds[1].id", "the id `x` belongs already to the feed on line 2");

    [Fact]
    public void BAD_61_All_mistakes_are_told_at_once_in_the_order_of_the_file() => Assert.Equal(
        ["x", "channels[0].feeds[0]", "channels[0].feeds[1].url", "channels[0].feeds[1].weight", "channels[0].slug", "resources[0].url"],
        ListText.Mistakes("""
            { "title": "T", "x": 1,
              "channels": [{ "name": "C", "feeds": ["ftp://example.org/", { "url": "nowhere", "weight": 99 }], "slug": "?" }],
              "resources": [{ "group": "g", "title": "t", "url": "mailto:a@example.org" }] }
            """).Select(mistake => mistake.Path));

    [Fact]
    public void BAD_61_A_list_without_feeds_is_told_beside_other_mistakes() => Assert.Equal(
        ["x", "channels"], ListText.Mistakes("""{ "title": "T", "x": 1, "channels": [] }""").Select(mistake => mistake.Path));

    [Fact]
    public void BAD_61_What_is_not_utf8_is_told_with_its_place()
    {
        byte[] json = [.. "{\n \"title\": \"Gr"u8, 0xFC, .. "n\" }"u8];

        var mistake = Assert.Single(Assert.IsType<FeedListResult.Invalid>(FeedListReader.Read(json, ListText.CronMistake)).Mistakes);

        Assert.Equal((2, 14), (mistake.Line, mistake.Column));
        Assert.Contains("UTF-8", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BAD_61_A_list_that_is_too_large_is_refused_unread() => Assert.Equal(
        new ListMistake(0, 0, "", "the list has more than 5 MB: split it, or check that this is the right file"),
        Assert.Single(ListText.Mistakes(new string(' ', FeedListReader.MaxBytes + 1))));

    [Fact]
    public void BAD_61_A_list_that_is_nested_without_end_is_refused() => AssertMistake(
        new string('[', 10_000), 1, 33, "", "maximum configured depth");

    [Fact]
    public void BAD_61_Mistakes_without_end_are_cut_short()
    {
        var mistakes = ListText.Mistakes(ListText.OfFeeds(string.Join(',', Enumerable.Repeat("0", 200_000))));

        Assert.Equal(1001, mistakes.Count);
        Assert.Contains("more than these 1000", mistakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BAD_69_A_mistake_is_one_line_whatever_the_list_holds() => Assert.Equal(
        "1:3: a?b: unknown member `a?b`: remove it; this object knows text, url",
        string.Join('\n', Mistakes("""{ "a\nb": 1, "text": "x" }""").Select(mistake => mistake.ToString())));

    private static IReadOnlyList<ListMistake> Mistakes(string announcement)
    {
        var bytes = Encoding.UTF8.GetBytes(announcement);
        var positions = new TextPositions(bytes);
        var mistakes = new MistakeList(positions);
        ListObject.Open(ListTree.Read(bytes, positions, mistakes)!, ListMembers.Announcement, mistakes);
        return mistakes.InOrder;
    }

    private static void AssertMistake(string json, int line, int column, string path, string message)
    {
        var mistakes = ListText.Mistakes(json);
        Assert.Contains(mistakes, mistake => (mistake.Line, mistake.Column, mistake.Path) == (line, column, path)
            && mistake.Message.Contains(message, StringComparison.Ordinal));
    }
}
