using FeedHub.Rendering;
using FeedHub.Serving;

namespace FeedHub.Pipelines;

/// <summary>
/// Feeds as documents, rendered only where something in them changed: an item that says the same stays the same object, and a feed of the same
/// objects keeps its bytes.
/// </summary>
internal sealed class RenderFeeds(PublishedDocuments published, PublicAddress address)
{
    private static readonly TimeSpan _minFresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _maxFresh = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Publication> _last = new(StringComparer.Ordinal);
    private Dictionary<string, PublishedItem> _items = new(StringComparer.Ordinal);
    private Dictionary<string, PublishedItem> _next = new(StringComparer.Ordinal);
    private IReadOnlyList<(FeedList List, string? Title, string? SiteUrl)> _sources = [];
    private List<string> _rendered = [];

    /// <summary>The paths of what was rendered for the last publishing.</summary>
    public IReadOnlyList<string> Rendered { get; private set; } = [];

    /// <summary>The item of an article, the same object as long as it says the same.</summary>
    public PublishedItem ItemOf(PublicationMaker maker, LedArticle led) => Known("article " + led.Article.Key, maker.ItemOf(led));

    /// <summary>The frozen item of a story, the same object as long as it says the same.</summary>
    public Story WithKnownItem(Story story) =>
        story.Shown is { } shown ? story with { Shown = shown with { Item = Known("story " + story.Id, shown.Item) } } : story;

    /// <summary>Adds the three formats of a feed.</summary>
    public void Add(DocumentSet set, Publication publication)
    {
        var stem = address.PathOf(publication.StemUrl);
        var isSame = _last.TryGetValue(stem, out var last) && publication.IsSameAs(last);
        _last[stem] = publication;
        foreach (var (extension, write) in new (string, Func<Publication, byte[]>)[]
        {
            (".atom", AtomWriter.Write), (".rss", RssWriter.Write), (".json", JsonFeedWriter.Write),
        })
        {
            if (isSame && published.Find(stem + extension) is { } same)
            {
                set.Keep(same);
                continue;
            }

            _rendered.Add(stem + extension);
            set.AddFeed(stem + extension, $"{TypeOf(extension)}; charset=utf-8", write(publication), LinksOf(publication, extension), FreshFor(publication));
        }
    }

    /// <summary>Adds the list as OPML.</summary>
    public void AddOpml(DocumentSet set, FeedList list, IReadOnlyDictionary<FeedId, FeedState> states)
    {
        const string path = "/feeds.opml";
        var sources = list.Feeds.Select(feed => states.GetValueOrDefault(feed.Id)?.Profile).Select(profile => (list, profile?.Title, profile?.SiteUrl));
        if (sources.SequenceEqual(_sources) && published.Find(path) is { } same)
        {
            set.Keep(same);
            return;
        }

        _sources = [.. sources];
        _rendered.Add(path);
        set.AddFeed(path, "text/x-opml; charset=utf-8", OpmlWriter.Write(list, states), null, _maxFresh);
    }

    /// <summary>Ends one publishing: what it did not ask for is forgotten.</summary>
    public void End()
    {
        (_items, _next) = (_next, _items);
        _next.Clear();
        (Rendered, _rendered) = (_rendered, []);
    }

    private PublishedItem Known(string key, PublishedItem item)
    {
        if (!_next.TryGetValue(key, out var known))
        {
            _next[key] = known = _items.TryGetValue(key, out var before) && before.ShowsTheSameAs(item) ? before : item;
        }

        return known;
    }

    /// <summary>Half the time in which such a feed changes, going by its ten newest items: who asks then is about as late as early.</summary>
    private static TimeSpan FreshFor(Publication publication)
    {
        const int count = 10;
        var newest = publication.Items.Select(item => item.UpdatedAt).OrderDescending().Take(count).ToList();
        var half = newest.Count < 2 ? _minFresh : (newest[0] - newest[^1]) / (newest.Count - 1) / 2;
        return half < _minFresh ? _minFresh : half > _maxFresh ? _maxFresh : half;
    }

    /// <summary>The same links as in the document, for those who look at headers first (RFC 8288).</summary>
    private static string LinksOf(Publication publication, string extension)
    {
        var stem = publication.StemUrl.AbsoluteUri;
        var links = new List<string>
        {
            $"<{stem}{extension}>; rel=\"self\"; type=\"{TypeOf(extension)}\"",
            $"<{publication.HomeUrl.AbsoluteUri}>; rel=\"alternate\"; type=\"text/html\"",
        };
        links.AddRange(new[] { ".atom", ".rss", ".json" }
            .Where(other => other != extension)
            .Select(other => $"<{stem}{other}>; rel=\"alternate\"; type=\"{TypeOf(other)}\""));
        if (publication.PreviousArchiveUrl is { } archive)
        {
            links.Add($"<{archive.AbsoluteUri}>; rel=\"prev-archive\"; type=\"application/atom+xml\"");
        }

        return string.Join(", ", links);
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".atom" => "application/atom+xml",
        ".rss" => "application/rss+xml",
        _ => "application/feed+json",
    };
}
