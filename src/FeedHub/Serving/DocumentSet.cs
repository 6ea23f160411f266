using System.Globalization;

namespace FeedHub.Serving;

/// <summary>
/// The next set of documents: those whose bytes are as before are kept as they are, with their moment, and only the others are compressed
/// anew.
/// </summary>
/// <param name="published">What is served now.</param>
/// <param name="stamps">What was last published, before a restart too.</param>
/// <param name="now">The moment of the change.</param>
internal sealed class DocumentSet(PublishedDocuments published, IReadOnlyDictionary<string, DocumentStamp> stamps, DateTimeOffset now)
{
    private const string FileCaching = "public, max-age=3600, stale-if-error=86400";
    private const string PageCaching = "public, max-age=60, stale-if-error=86400";
    private const string PassingCaching = "no-store";

    public List<PublishedDocument> Documents { get; } = [];

    /// <summary>Takes over a document as it is.</summary>
    public void Keep(PublishedDocument document) => Documents.Add(document);

    /// <param name="path">Where it is served.</param>
    /// <param name="contentType">With its charset.</param>
    /// <param name="bytes">The document.</param>
    /// <param name="links">Its Link header; null: none.</param>
    /// <param name="freshFor">How long it may be kept without asking again.</param>
    public void AddFeed(string path, string contentType, byte[] bytes, string? links, TimeSpan freshFor) => Add(
        path, contentType, string.Create(CultureInfo.InvariantCulture, $"public, max-age={freshFor.TotalSeconds:0}, stale-while-revalidate=600, stale-if-error=86400"),
        bytes, isPage: false, links: links);

    public void AddFile(string path, string contentType, byte[] bytes) => Add(path, contentType, FileCaching, bytes, isPage: false);

    /// <summary>Data as of an edition, of which no promise is that its bytes stay.</summary>
    public void AddData(string path, string contentType, byte[] bytes) => Add(path, contentType, PageCaching, bytes, isPage: false, isPassing: true);

    /// <param name="path">Where it is served.</param>
    /// <param name="bytes">The page.</param>
    /// <param name="isPassing">It will show something else in a moment.</param>
    public void AddPage(string path, byte[] bytes, bool isPassing) =>
        Add(path, "text/html; charset=utf-8", isPassing ? PassingCaching : PageCaching, bytes, isPage: true);

    private void Add(string path, string contentType, string caching, byte[] bytes, bool isPage, bool isPassing = false, string? links = null)
    {
        var hash = PublishedDocument.HashOf(bytes);
        if (published.Find(path) is { } same && same.Hash == hash && same.CacheControl == caching && same.Links == links)
        {
            Documents.Add(same);
            return;
        }

        var last = published.Find(path)?.LastModified ?? stamps.GetValueOrDefault(path)?.LastModified;
        var lastModified = stamps.GetValueOrDefault(path) is { } stamp && stamp.Hash == hash ? stamp.LastModified
            : last > now ? last.Value // never goes back, whatever the clock does
            : DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        Documents.Add(new PublishedDocument(path, contentType, caching, bytes, lastModified, isPage, isPassing, links));
    }
}
