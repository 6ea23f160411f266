namespace FeedHub.Clustering;

/// <summary>Articles for the tests of clustering.</summary>
internal static class Texts
{
    public static DateTimeOffset Now => Sample.Now;

    /// <summary>An article of a publication of its own, if not said otherwise, that tells so many hours from now.</summary>
    public static ArticleText Of(
        string key, string title, double hours = 0, string? publication = null, string? summary = null, string? language = "en") =>
        new(key, $"urn:example:{key}", Now.AddHours(hours), publication ?? $"{key}.example", title, summary, language);

    /// <summary>The id of the story that the article founds.</summary>
    public static string Story(string key) => NamedUuid.ForStory($"urn:example:{key}");

    public static WordBag Bag(string title, string? summary = null, string publication = "blog.example", string? language = null) =>
        WordBag.Of(title, summary, publication, language, new ClusterOptions().SummaryLength);

    /// <summary>The words that count, sorted.</summary>
    public static IEnumerable<string> Words(this WordBag bag) =>
        Enumerable.Range(0, bag.Words.Length).Select(bag.SpellingAt).Order(StringComparer.Ordinal);
}
