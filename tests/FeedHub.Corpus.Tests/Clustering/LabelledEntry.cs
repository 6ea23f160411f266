using System.Globalization;
using FeedHub.Normalizing;
using FeedHub.Reading;

namespace FeedHub.Clustering;

/// <summary>An entry of which people said what story it tells.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Label">The story; null: nobody could say.</param>
internal sealed record LabelledEntry(ArticleText Text, string? Label)
{
    private const string Single = "single"; // a story that no other entry tells

    /// <summary>The entries of a labelled set of the corpus, in the order of time.</summary>
    public static IReadOnlyList<LabelledEntry> Read(string name) => InTime(RealDocuments.ReadStories(name).Select(row => new LabelledEntry(
        new ArticleText(
            row["id"],
            row["id"],
            DateTimeOffset.Parse(row["timestamp"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            row["publisher"].ToLowerInvariant(),
            row["title"],
            row["summary"].Length == 0 ? null : row["summary"],
            null),
        LabelOf(row["story"], row["id"]))));

    /// <summary>The entries of blogs in the corpus, with what was settled after two passes, in the order of time.</summary>
    public static IReadOnlyList<LabelledEntry> ReadBlogs() => InTime(BlogLabel.ReadAll()
        .GroupBy(label => label.Feed, StringComparer.Ordinal)
        .SelectMany(feed => OfFeed(feed.Key, [.. feed])));

    private static IEnumerable<LabelledEntry> OfFeed(string name, IReadOnlyList<BlogLabel> labels)
    {
        var feed = Assert.IsType<ReadOutcome.Read>(FeedReader.Read(RealDocuments.Read($"feeds/{name}"), new DocumentContext(null, null))).Feed;
        var publisher = (feed.Title is { } title ? PlainTitle.From(title) : name).ToLowerInvariant();
        var entries = feed.Entries.ToLookup(entry => entry.Id ?? entry.Link ?? "", StringComparer.Ordinal);
        foreach (var label in labels)
        {
            var entry = entries[label.Key].First();
            var (shortText, key) = (entry.Summary ?? entry.Content, $"{name}\n{label.Key}");
            var summary = shortText is null ? null : shortText.IsHtml ? SafeHtml.PlainText(shortText.Value) : shortText.Value;
            yield return new LabelledEntry(
                new ArticleText(
                    key,
                    key,
                    entry.PublishedAt ?? entry.UpdatedAt ?? entry.CreatedAt ?? DateTimeOffset.UnixEpoch,
                    publisher,
                    entry.Title is { } own && PlainTitle.From(own) is { Length: > 0 } shown ? shown : summary is null ? "" : PlainTitle.Clean(summary),
                    summary,
                    entry.Language ?? feed.Language),
                LabelOf(label.Story, key));
        }
    }

    private static string? LabelOf(string story, string id) => story is "" or "skip" ? null : story == Single ? $"{Single}\n{id}" : story;

    private static IReadOnlyList<LabelledEntry> InTime(IEnumerable<LabelledEntry> entries) => [.. entries.OrderBy(entry => entry.Text.At)];
}

/// <summary>What two people said independently of an entry of a blog, and what was settled.</summary>
internal sealed record BlogLabel(string Feed, string Key, string First, string Second, string Story)
{
    public static IReadOnlyList<BlogLabel> ReadAll() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "stories", "blogs.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new BlogLabel(cells[0], cells[1], cells[2], cells[3], cells[4])),
    ];
}
