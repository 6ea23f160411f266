using System.Text;
using FeedHub.Configuration;

namespace FeedHub.Editing;

/// <summary>
/// Edits of a list of 300 lines that people have formatted by hand: what is not concerned keeps every byte. Each expectation is a diff beside
/// the list.
/// </summary>
public sealed class ListEditorTests
{
    private static readonly byte[] _list = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "lists", "hand-formatted.json"));

    private static readonly Dictionary<string, Action<ListEditor>> _edits = new(StringComparer.Ordinal)
    {
        ["add-after-a-comment-without-comma"] = editor => editor.Add("Projects", New("https://new.example/feed")),
        ["add-behind-a-trailing-comma"] = editor => editor.Add("People", New("https://new.example/feed", "A \"new\" one — № 1 😀")),
        ["add-on-one-line"] = editor => editor.Add("News", New("https://new.example/feed")),
        ["add-many-to-one-line"] = editor => AddMany(editor, "News", 5),
        ["add-behind-leading-commas"] = editor => editor.Add("Nils' corner", New("https://new.example/feed")),
        ["add-to-an-empty-channel"] = editor => editor.Add("Empty for now", New("https://new.example/feed", "New")),
        ["add-to-a-channel-of-comments"] = editor => editor.Add("Also empty", New("https://new.example/feed")),
        ["add-a-channel"] = editor => AddMany(editor, "Podcasts", 2),
        ["add-a-channel-with-a-taken-slug"] = editor => editor.Add("news!", New("https://new.example/feed")),
        ["add-everywhere"] = AddEverywhere,
        ["remove-with-its-comment-and-mute"] = editor => editor.Remove(IdOf("https://p05.example/feed.xml")),
        ["remove-an-object-and-its-boost"] = editor => editor.Remove(IdOf("https://p12.example/feed.xml")),
        ["remove-from-the-middle-of-a-line"] = editor => editor.Remove(IdOf("https://p17b.example/atom")),
        ["remove-all-of-a-line"] = editor => RemoveAll(editor, "https://p17.example/feed.xml", "https://p17b.example/atom", "https://p17c.example/atom"),
        ["remove-the-last"] = editor => editor.Remove(IdOf("https://p40.example/feed.xml")),
        ["remove-below-a-comment"] = editor => editor.Remove(IdOf("https://p23.example/feed.xml")),
        ["remove-the-first-of-a-line"] = editor => editor.Remove(IdOf("https://news1.example/rss")),
        ["remove-behind-a-leading-comma"] = editor => RemoveAll(editor, "https://nils2.example/rss", "https://nils3.example/rss"),
        ["replace-an-address"] = editor => editor.Replace(IdOf("https://p31.example/feed.xml"), new Uri("https://elsewhere.example/feed?a=1&b=2")),
        ["replace-an-address-that-keeps-its-id"] = editor => editor.Replace(IdOf("https://p31.example/feed.xml"), new Uri("http://p31.example/feed.xml")),
        ["replace-in-an-object"] = editor => editor.Replace(IdOf("https://p08.example/feed.xml"), new Uri("https://elsewhere.example/feed")),
        ["replace-in-an-object-of-lines"] = editor => editor.Replace(IdOf("https://p12.example/feed.xml"), new Uri("https://elsewhere.example/feed")),
    };

    public static TheoryData<string> Edits => [.. _edits.Keys];

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_changes_what_its_diff_says_and_no_other_byte(string name)
    {
        var edited = Edit(_list, _edits[name]);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "lists", $"{name}.diff")), Text(edited));
        Assert.Equal(Apply(Encoding.UTF8.GetString(_list), edited.Diff), Encoding.UTF8.GetString(edited.File));
        Assert.IsType<FeedListResult.Valid>(FeedListReader.Read(edited.File, ListText.CronMistake));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void Line_ends_and_byte_order_mark_stay_as_they_are(string name) => Assert.Equal(
        WithMark(Edit(_list, _edits[name]).File),
        Edit(WithMark(_list), _edits[name]).File);

    [Fact]
    public void Each_feed_can_be_taken_out_and_all_others_stay()
    {
        var list = Read(_list);
        foreach (var feed in list.Feeds)
        {
            var edited = Read(Edit(_list, editor => editor.Remove(feed.Id)).File);

            Assert.Equal(list.Feeds.Where(other => other.Id != feed.Id).Select(Outline), edited.Feeds.Select(Outline));
        }
    }

    [Fact]
    public void Each_feed_can_move_and_keeps_id_and_settings()
    {
        var list = Read(_list);
        foreach (var feed in list.Feeds)
        {
            var edited = Read(Edit(_list, editor => editor.Replace(feed.Id, new Uri("https://elsewhere.example/feed"))).File);

            Assert.Equal(
                list.Feeds.Select(other => other.Id == feed.Id ? Outline(other with { Url = new Uri("https://elsewhere.example/feed") }) : Outline(other)),
                edited.Feeds.Select(Outline));
            Assert.Equal(list.Overrides.Mute, edited.Overrides.Mute);
            Assert.Equal(list.Overrides.Boost, edited.Overrides.Boost);
        }
    }

    [Fact]
    public void Any_set_of_feeds_can_be_taken_out_at_once()
    {
        var list = Read(_list);
        var random = new Random(20_261_126);
        for (var round = 0; round < 100; round++)
        {
            var removed = list.Feeds.Where(_ => random.Next(3) == 0).Select(feed => feed.Id).ToHashSet();

            var edited = Edit(_list, editor => removed.ToList().ForEach(editor.Remove));

            Assert.Equal(list.Feeds.Where(feed => !removed.Contains(feed.Id)).Select(Outline), Read(edited.File).Feeds.Select(Outline));
            Assert.Equal(Apply(Encoding.UTF8.GetString(_list), edited.Diff), Encoding.UTF8.GetString(edited.File));
        }
    }

    [Theory]
    [InlineData("""{"title":"T","channels":[{"name":"C","feeds":["https://a.example/"]}]}""")]
    [InlineData("{\"title\":\"T\",\"channels\":[{\"name\":\"C\",\"feeds\":[\"https://a.example/\",],},],}")]
    [InlineData("{\n\t\"title\": \"T\",\n\t\"channels\": [\n\t\t{ \"name\": \"C\", \"feeds\": [\n\t\t\t\"https://a.example/\" ] } ]\n}")]
    [InlineData("{ \"channels\": [ { \"feeds\": [ /* a */ \"https://a.example/\" /* b */ , /* c */ ], \"name\": \"C\" } ] /* d */, \"title\": \"T\" } // e")]
    public void Lists_of_any_layout_take_feeds_and_channels(string json)
    {
        var edited = Read(Edit(Encoding.UTF8.GetBytes(json), editor =>
        {
            editor.Add("C", New("https://b.example/", "B"));
            editor.Add("D", New("https://c.example/"));
        }).File);

        Assert.Equal(["C: https://a.example/ ", "C: https://b.example/ B", "D: https://c.example/ "],
            edited.Channels.SelectMany(channel => channel.Feeds.Select(feed => $"{channel.Name}: {feed.Url} {feed.Title}")));
    }

    private static EditedList Edit(byte[] list, Action<ListEditor> edit)
    {
        var editor = new ListEditor(list, Read(list));
        edit(editor);
        return editor.Finish();
    }

    private static FeedList Read(byte[] list) => FeedListReader.Read(list, ListText.CronMistake) switch
    {
        FeedListResult.Valid valid => valid.List,
        FeedListResult.Invalid invalid => throw new InvalidDataException(string.Join('\n', invalid.Mistakes) + Encoding.UTF8.GetString(list)),
        _ => throw new InvalidOperationException(),
    };

    private static string Outline(FeedSource feed) =>
        $"{feed.Channel} {feed.Id} {feed.Url} {feed.Title} {feed.Weight} {feed.Every} {feed.Cron} {feed.Paused} {string.Join('|', feed.Exclude)}";

    private static string Text(EditedList edited) => string.Join('\n', edited.Diff) + "\n";

    private static byte[] WithMark(byte[] list) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(list).Replace("\n", "\r\n", StringComparison.Ordinal))];

    private static NewFeed New(string url, string? title = null) => new(new Uri(url), title);

    private static FeedId IdOf(string url) => Read(_list).Feeds.First(feed => feed.Url == new Uri(url)).Id;

    private static void AddMany(ListEditor editor, string channel, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            editor.Add(channel, New($"https://new{number}.example/feed"));
        }
    }

    private static void AddEverywhere(ListEditor editor)
    {
        foreach (var (number, channel) in Read(_list).Channels.Select(channel => channel.Name).Append("Podcasts").Append("Videos").Index())
        {
            editor.Add(channel, New($"https://new{number}.example/feed"));
        }
    }

    private static void RemoveAll(ListEditor editor, params IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            editor.Remove(IdOf(url));
        }
    }

    /// <summary>Applies a unified diff as <c>patch</c> does, without fuzz: context and removed lines must be there.</summary>
    private static string Apply(string text, IReadOnlyList<string> diff)
    {
        var old = text.Split('\n');
        var result = new List<string>();
        var line = 0;
        foreach (var shown in diff)
        {
            if (shown.StartsWith("@@ -", StringComparison.Ordinal))
            {
                var start = int.Parse(shown[4..].Split(',', ' ')[0], System.Globalization.CultureInfo.InvariantCulture) - 1;
                result.AddRange(old[line..start]);
                line = start;
            }
            else if (shown[0] == '+')
            {
                result.Add(shown[1..]);
            }
            else
            {
                Assert.Equal(shown[1..], old[line]);
                if (shown[0] == ' ')
                {
                    result.Add(old[line]);
                }

                line++;
            }
        }

        result.AddRange(old[line..]);
        return string.Join('\n', result);
    }
}
