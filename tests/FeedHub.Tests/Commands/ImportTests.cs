using System.Globalization;
using System.Text;
using FeedHub.Configuration;
using FeedHub.EndToEnd;
using FeedHub.Fetching;
using FeedHub.Reading.Opml;
using FeedHub.Rendering;

namespace FeedHub.Commands;

/// <summary>Subscriptions of other readers become a list.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-import-");

    /// <summary>Counted with regular expressions outside of FeedHub, and looked through: the lists are not ours, their counts are.</summary>
    public static TheoryData<string, int, int, int, int, int> Expected
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int, int>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "lists", "opml-corpus.tsv")).Skip(1))
            {
                var cells = line.Split('\t');
                var counts = cells.Skip(1).Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
                data.Add(cells[0], counts[0], counts[1], counts[2], counts[3], counts[4]);
            }

            return data;
        }
    }

    private string ListPath => Path.Combine(_directory.FullName, "feeds.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task Real_lists_give_as_many_feeds_as_they_hold(string file, int feeds, int added, int duplicates, int rejected, int channels)
    {
        Corpus.Require();
        var opml = Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read(await File.ReadAllBytesAsync(Corpus.OpmlPath(file), Cancel)));
        Assert.Equal(feeds, opml.Feeds.Count);

        var edit = await ImportAsync(opml);

        Assert.Equal((added, duplicates, rejected), (Count(edit, "added"), Count(edit, "duplicate"), Count(edit, "rejected")));
        Assert.All(edit.Lines.Where(line => line.What != "added"), line => Assert.StartsWith("line ", line.Because, StringComparison.Ordinal));
        if (added > 0)
        {
            var list = await ListAsync();
            Assert.Equal((added, channels), (list.Feeds.Count(), list.Channels.Count));

            var again = await ImportAsync(opml); // now all of them are known
            Assert.Equal((0, feeds, ""), (Count(again, "added"), Count(again, "duplicate"), again.Diff));
        }
    }

    [Theory]
    [InlineData("engineering-blogs-422.opml")]
    [InlineData("hn-personal-blogs-1229-flat.opml")]
    [InlineData("yarr-windows1251-nested.opml")]
    public async Task What_is_exported_is_imported_as_it_was(string file)
    {
        Corpus.Require();
        await ImportAsync(Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read(await File.ReadAllBytesAsync(Corpus.OpmlPath(file), Cancel))));
        await AssertRoundTripAsync(await ListAsync());
    }

    [Fact]
    public async Task Titles_channels_and_addresses_survive_export_and_import_whatever_they_hold()
    {
        var list = ListText.Valid("""
            { "title": "A & B <c> \"d\" — é 😀", "channels": [
              { "name": "News & <more> / \"all\"", "feeds": ["https://a.example/feed?x=1&y=%20#frag", { "url": "https://b.example/", "title": "B's <feed> & \"more\"" }] },
              { "name": "Новости", "feeds": ["https://bücher.example/häuser", { "url": "http://c.example:8080/a'b", "title": "  Blanks around " }] },
              { "name": "C++", "slug": "cpp", "feeds": ["https://d.example/"] },
              { "name": "C", "feeds": [{ "url": "https://e.example/", "title": "e.example" }] }
            ] }
            """);
        await AssertRoundTripAsync(list);
    }

    [Fact]
    public async Task BAD_63_Addresses_that_may_not_be_visited_are_rejected_by_line_and_name_and_never_shown()
    {
        var edit = await ImportAsync("""
            <opml><body>
            <outline text="loop" xmlUrl="http://127.0.0.1/hunter2"/>
            <outline text="private" xmlUrl="http://10.0.0.1/hunter2"/>
            <outline text="metadata" xmlUrl="http://169.254.169.254/hunter2"/>
            <outline text="six" xmlUrl="http://[::1]/hunter2"/>
            <outline text="file" xmlUrl="file:///etc/hunter2"/>
            <outline text="script" xmlUrl="javascript:hunter2"/>
            <outline text="login" xmlUrl="https://me:hunter2@example.org/"/>
            <outline text="port" xmlUrl="https://example.org:22/hunter2"/>
            <outline text="relative" xmlUrl="/hunter2"/>
            <outline text="good" xmlUrl="feed://example.org/feed"/>
            </body></opml>
            """);

        Assert.Equal("http://example.org/feed", Assert.Single(edit.Lines, line => line.What == "added").Feed);
        Assert.Equal(
            ["loop", "private", "metadata", "six", "file", "script", "login", "port", "relative"],
            edit.Lines.Where(line => line.What == "rejected").Select(line => line.Title));
        Assert.DoesNotContain("hunter2", string.Join('\n', edit.Lines), StringComparison.Ordinal);
        Assert.Contains("line 2: its address is on a private network", edit.Lines[0].Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_join_the_channels_of_their_name_and_duplicates_are_named_with_their_line()
    {
        await File.WriteAllTextAsync(ListPath, "{ \"title\": \"T\", \"channels\": [\n{ \"name\": \"News\", \"feeds\": [\n\"https://a.example/feed\" ] } ] }", Cancel);

        var edit = await ImportAsync("""
            <opml><body><outline text="NEWS"><outline text="A" xmlUrl="http://a.example/feed/"/><outline text="B" xmlUrl="https://b.example/"/></outline></body></opml>
            """);

        Assert.Contains("on line 3", Assert.Single(edit.Lines, line => line.What == "duplicate").Because, StringComparison.Ordinal);
        Assert.Equal(["https://a.example/feed", "https://b.example/"], Assert.Single((await ListAsync()).Channels).Feeds.Select(feed => feed.Url.AbsoluteUri));
    }

    private async Task AssertRoundTripAsync(FeedList list)
    {
        File.Delete(ListPath);
        var opml = OpmlWriter.Export(list);
        await ImportAsync(Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read(opml)));
        var again = await ListAsync();

        Assert.Equal(list.Title, again.Title);
        Assert.Equal(Lines(list), Lines(again));
        Assert.Equal(opml, OpmlWriter.Export(again));
    }

    private static IEnumerable<string> Lines(FeedList list) =>
        list.Channels.SelectMany(channel => channel.Feeds.Select(feed => $"{channel.Name}: {feed.Title ?? feed.Url.IdnHost} {feed.Url.Scheme} {feed.Url.IdnHost}:{feed.Url.Port}{feed.Url.PathAndQuery} {feed.Id}"));

    private Task<EditView> ImportAsync(string opml) => ImportAsync(Assert.IsType<OpmlOutcome.Read>(OpmlReader.Read(Encoding.UTF8.GetBytes(opml))));

    private async Task<EditView> ImportAsync(OpmlOutcome.Read opml)
    {
        var list = await EditableList.OpenOrBeginAsync(ListPath, null, Cancel);
        ImportCommand.Plan(list, opml, null, new AddressGuard([]));
        return await list.FinishAsync(isConfirmed: true, Cancel);
    }

    private async Task<FeedList> ListAsync() => ListText.Valid(await File.ReadAllTextAsync(ListPath, Cancel));

    private static int Count(EditView edit, string what) => edit.Lines.Count(line => line.What == what);
}
