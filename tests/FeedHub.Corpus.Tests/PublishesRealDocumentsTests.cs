using System.Diagnostics;
using System.Text.Json;
using FeedHub.Deduplicating;
using FeedHub.Fuzzing;
using FeedHub.Normalizing;
using FeedHub.Reading;
using FeedHub.Rendering;

namespace FeedHub;

/// <summary>The whole corpus as it would be published, in every format, before the validators of each.</summary>
public sealed class PublishesRealDocumentsTests
{
    private const int MaxEntryCount = 40; // of a document

    private static readonly DateTimeOffset _now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly HubState _hub = new() { Id = "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", CreatedAt = _now };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OUT_1_to_OUT_10_Atom_passes_the_grammar_of_RFC_4287_and_is_well_formed()
    {
        RealDocuments.Require();
        Require("jing", "jing");
        Require("xmllint", "libxml2-utils");
        using var folder = new Folder();
        foreach (var (name, publication) in Publications())
        {
            var document = AtomWriter.Write(publication);
            Assert.Null(AtomCheck.Fault(document, publication.Items.Count));
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, name + ".atom"), document, Cancellation);
        }

        var grammar = Path.Combine(AppContext.BaseDirectory, "Fixtures", "schemas", "atom.rnc");
        Assert.Equal("", await RunAsync("jing", ["-c", grammar, .. Directory.GetFiles(folder.Path)]));
        Assert.Equal("", await RunAsync("xmllint", ["--noout", "--huge", .. Directory.GetFiles(folder.Path)]));
    }

    [Fact]
    public async Task OUT_11_to_OUT_17_RSS_is_well_formed_and_says_what_it_must()
    {
        RealDocuments.Require();
        Require("xmllint", "libxml2-utils");
        using var folder = new Folder();
        foreach (var (name, publication) in Publications())
        {
            var document = RssWriter.Write(publication);
            Assert.Null(RssCheck.Fault(document, publication.Items.Count));
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, name + ".rss"), document, Cancellation);
        }

        Assert.Equal("", await RunAsync("xmllint", ["--noout", "--huge", .. Directory.GetFiles(folder.Path)]));
    }

    [Fact]
    public void OUT_19_to_OUT_23_JSON_Feed_is_as_the_schema_says()
    {
        RealDocuments.Require();
        var schema = Json.Schema.JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "schemas", "feedhub-jsonfeed.schema.json")));
        foreach (var (name, publication) in Publications())
        {
            var written = JsonFeedWriter.Write(publication);
            Assert.Null(JsonCheck.Fault(written, publication.Items.Count));
            using var document = JsonDocument.Parse(written);
            var result = schema.Evaluate(document.RootElement, new Json.Schema.EvaluationOptions { OutputFormat = Json.Schema.OutputFormat.List });
            Assert.True(result.IsValid, name + ": " + string.Join("; ", (result.Details ?? []).Where(detail => detail.Errors is not null).Take(5).Select(detail =>
                $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}")));
        }
    }

    [Fact]
    public void The_text_of_safe_markup_is_found_without_a_parser_as_with_one()
    {
        RealDocuments.Require();
        var texts = Publications().SelectMany(one => one.Publication.Items).SelectMany(item => new[] { item.Content, item.Summary }).OfType<string>().ToList();

        Assert.All(texts, html => Assert.Equal(SafeHtml.PlainText(html), SafeHtml.TextOf(html)));
        Assert.True(texts.Count > 1_000, $"{texts.Count} texts");
    }

    [Fact]
    public void Markup_that_is_known_to_be_safe_is_what_the_sanitizer_makes_of_it()
    {
        RealDocuments.Require();
        var texts = Publications().SelectMany(one => one.Publication.Items).SelectMany(item => new[] { item.Content, item.Summary })
            .OfType<string>().Where(html => html.Contains('<', StringComparison.Ordinal)).Distinct().ToList();
        var known = texts.Where(SettledMarkup.Is).ToList();

        Assert.All(known, html => Assert.Equal(html, SafeMarkup.Sanitizer.Sanitize(html, "")));
        Assert.InRange((double)known.Count / texts.Count, 0.85, 1);
    }

    [Fact]
    public void What_we_write_we_read_back_in_every_format()
    {
        RealDocuments.Require();
        foreach (var (name, publication) in Publications())
        {
            foreach (var written in (byte[][])[AtomWriter.Write(publication), RssWriter.Write(publication), JsonFeedWriter.Write(publication)])
            {
                var feed = Assert.IsType<ReadOutcome.Read>(FeedReader.Read(written, new DocumentContext(null, null))).Feed;
                Assert.Empty(feed.Repairs);
                Assert.Equal(publication.Items.Select(item => item.Id), feed.Entries.Select(entry => entry.Id));
                Assert.Equal(publication.Items.Select(item => Fold(item.Title)), feed.Entries.Select(entry => Fold(entry.Title!.Value)));
                Assert.Equal(publication.Items.Select(item => WholeSecond(item.PublishedAt)), feed.Entries.Select(entry => entry.PublishedAt));
                Assert.True(feed.Entries.Count == publication.Items.Count, name);
            }
        }
    }

    // Blanks are folded in XML; what keeps plain text from looking like markup shows nothing, and a lost character is a question mark there.
    private static string Fold(string title) => string.Join(
        ' ', title.Replace("\u2060", "", StringComparison.Ordinal).Replace('\uFFFD', '?').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static DateTimeOffset? WholeSecond(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    /// <summary>For each document of the corpus its articles, and a list of stories each of which all the others cover too.</summary>
    private static IEnumerable<(string Name, Publication Publication)> Publications()
    {
        foreach (var (index, name) in RealDocuments.Names().Index())
        {
            var url = new Uri($"https://source{index}.example/feed");
            if (FeedReader.Read(RealDocuments.Read(name), new DocumentContext(url, null)) is not ReadOutcome.Read(var parsed))
            {
                continue;
            }

            var source = new FeedSource { Id = new($"source{index}"), Url = url, Channel = "news" };
            var list = new FeedList { Title = "Real & Co", Channels = [new("News", "news", [source])] };
            var profile = EntryNormalizer.Profile(parsed);
            var state = new FeedState
            {
                Id = source.Id,
                Url = url,
                IsFollowed = true,
                DueAt = _now,
                DueReason = "",
                Floor = TimeSpan.FromHours(1),
                Profile = profile,
            };
            var maker = new PublicationMaker(list, new Dictionary<FeedId, FeedState> { [source.Id] = state }, _hub, new Uri("https://hub.example/"));
            var articles = ArticlesOf(parsed, profile, source.Id);
            yield return ($"{index}-latest", maker.Latest("news", articles.Select(maker.ItemOf), new Month(2026, 11)));
            var stories = articles.ToDictionary(led => NamedUuid.ForStory(led.Article.Id), led => Listed(maker, led, [.. articles.Take(3)]), StringComparer.Ordinal);
            var ranked = new RankedList("news", [], [.. stories.Keys.Select(id => new Listing(id, _now, null))]);
            yield return ($"{index}-stories", maker.TopStories(ranked, stories));
            yield return ($"{index}-archive", maker.Archive("news", new Month(2026, 11), [.. articles.Select(maker.ItemOf)], hasPrevious: true, hasNext: true));
        }
    }

    private static List<LedArticle> ArticlesOf(ParsedFeed parsed, FeedProfile profile, FeedId feed)
    {
        var assigner = new ArticleAssigner(new Dictionary<string, Article>(), new HashSet<string>());
        var entries = EntryNormalizer.Draft(parsed, feed, EntryKeyStep.Guid).Drafts
            .Take(MaxEntryCount)
            .Select(draft => assigner.Assign(EntryNormalizer.Finish(draft, profile, null, _now), isFirstVisit: true, inLatest: true))
            .ToList();
        return [.. entries.Select(entry => (Article: assigner.Changed.FirstOrDefault(article => article.IsLedBy(entry)), Entry: entry))
            .Where(led => led.Article is not null)
            .Select(led => new LedArticle(led.Article!, led.Entry))];
    }

    private static Story Listed(PublicationMaker maker, LedArticle led, IReadOnlyList<LedArticle> others)
    {
        var story = new Story { Id = NamedUuid.ForStory(led.Article.Id), Members = [new StoryMember { ArticleKey = led.Article.Key, At = _now }], LeadReasons = ["it came first"] };
        return story with
        {
            Shown = new FrozenItem
            {
                Item = maker.Freeze(story, led, others, [], _now, _now),
                LeadKey = led.Article.Key,
                TextAt = _now,
                Coverage = 1,
                MergeCount = 0,
            },
        };
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0 ? "" : output + await error; // on Debian jing warns of a jar that it does not need
    }

    private static void Require(string program, string debianPackage)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            var message = $"{program} is not installed (Debian: apt-get install {debianPackage}), so what needs it is not tested.";
            Assert.False(Environment.GetEnvironmentVariable("FEEDHUB_TEST_REQUIRE") == "all", message);
            Assert.Skip(message);
        }
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-published-");

        public string Path => _directory.FullName;

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
