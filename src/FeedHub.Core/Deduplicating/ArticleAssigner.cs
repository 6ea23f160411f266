namespace FeedHub.Deduplicating;

/// <summary>
/// Finds the article that a new entry is a text of, by canonical link, or founds one (CONTRACT, Entry). Entries come one after the other,
/// so that the same arrivals always give the same articles.
/// </summary>
public sealed class ArticleAssigner
{
    /// <summary>Entries older than this at first sight give no evidence to a story (CONTRACT, Backfill).</summary>
    public static readonly TimeSpan MaxEvidenceAge = TimeSpan.FromHours(72);

    /// <summary>Titles that say so much that two feeds do not choose the same one for two texts.</summary>
    private const int MinTitleWords = 4;

    private const int MinTitleWordLength = 4;

    /// <summary>Letters that make a word in scripts that put no blanks between words, where each letter is taken for one.</summary>
    private const int LettersPerWord = 3;

    private readonly Dictionary<string, Article> _articles;
    private readonly Dictionary<string, string> _byTitle;
    private readonly Func<FeedId, string?> _publicationOf;
    private readonly HashSet<string> _heldIds;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Knows articles by their links alone.</summary>
    /// <param name="articles">Those stored under one of the <see cref="KeysOf"/> of the entries to come.</param>
    /// <param name="heldIds">Those of the <see cref="IdsOf"/> of the entries to come that an article holds.</param>
    public ArticleAssigner(IReadOnlyDictionary<string, Article> articles, IReadOnlySet<string> heldIds)
        : this(articles, heldIds, new Dictionary<string, string>(), _ => null)
    {
    }

    /// <param name="articles">Those stored under one of the <see cref="KeysOf"/> of the entries to come.</param>
    /// <param name="heldIds">Those of the <see cref="IdsOf"/> of the entries to come that an article holds.</param>
    /// <param name="byTitle">The keys of recent articles by <see cref="TitleKeyOf"/>; they stand among the articles too.</param>
    /// <param name="publicationOf">The publication of a feed; null: not known.</param>
    public ArticleAssigner(
        IReadOnlyDictionary<string, Article> articles,
        IReadOnlySet<string> heldIds,
        IReadOnlyDictionary<string, string> byTitle,
        Func<FeedId, string?> publicationOf)
    {
        _byTitle = new(byTitle, StringComparer.Ordinal);
        _publicationOf = publicationOf;
        _articles = new(articles, StringComparer.Ordinal);
        _heldIds = new(heldIds, StringComparer.Ordinal);
    }

    /// <summary>The articles founded or joined so far.</summary>
    public IEnumerable<Article> Changed => _changed.Select(key => _articles[key]);

    /// <summary>The keys under which an entry's article may be stored, the likeliest first.</summary>
    public static IReadOnlyList<string> KeysOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var own = $"{entry.FeedId.Value}\n{entry.Key.Value}";
        var fragment = Fragment(entry.Link);
        return entry.CanonicalLink is not { } link ? [own]
            : fragment.Length == 0 ? [link, own]
            : [link + fragment, link, own];
    }

    /// <summary>
    /// The ids that an article founded by the entry may get, the first free one wins: the publisher's, else the one derived of feed and key;
    /// and one over the content too, since a publisher may have claimed in advance what another feed's entry would derive.
    /// </summary>
    public static IEnumerable<string> IdsOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Ids(); // each made when it is asked for, and mostly the first is taken

        IEnumerable<string> Ids()
        {
            if (PublisherIdOf(entry) is { } own)
            {
                yield return own;
            }

            yield return NamedUuid.ForArticle(entry.FeedId, entry.Key);
            yield return NamedUuid.ForArticle(entry.FeedId, new EntryKey($"{entry.Key.Value}\n{entry.SourceHash}"));
        }
    }

    /// <summary>The publisher's id where it can be an article's: an absolute IRI that names rather than acts, and in one way only; else null.</summary>
    public static string? PublisherIdOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Guid is { Length: <= 1024 } guid && IriText.IsNormal(guid) ? guid : null;
    }

    /// <summary>A title by which the same text is known in another feed; null: it says too little for that.</summary>
    public static string? TitleKeyOf(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var key = Resemblance.TitleKey(title);
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var letters = words.Count(word => word[0] is >= '\u2e80' and <= '\ud7af');
        var longWords = words.Count(word => word[0] is < '\u2e80' && word.Length >= MinTitleWordLength);
        return (longWords * LettersPerWord) + letters >= MinTitleWords * LettersPerWord ? key : null;
    }

    /// <summary>The entry with its article, which counts it among its sources from now on.</summary>
    /// <param name="entry">New in its feed.</param>
    /// <param name="isFirstVisit">It stood in the first document of its feed, where an undated entry may be of any age.</param>
    /// <param name="inLatest">Whether an article that it founds enters <c>/latest</c>.</param>
    public Entry Assign(Entry entry, bool isFirstVisit, bool inLatest)
    {
        var keys = KeysOf(entry);
        var source = new ArticleSource
        {
            FeedId = entry.FeedId,
            Key = entry.Key,
            Link = entry.Link,
            Title = entry.Title,
            EvidenceAt = EvidenceOf(entry, isFirstVisit),
        };
        var joined = keys
            .Select(key => _articles.GetValueOrDefault(key))
            .FirstOrDefault(article => article is not null && Joins(entry, article));
        source = source with { MatchedBy = joined is null ? "title" : "link" };
        var title = joined is null ? TitleKeyOf(entry.Title) : null;
        joined ??= title is null ? null : OfTitle(entry, title);
        var article = joined is null ? Found(entry, FreeKey(keys), source with { MatchedBy = null }, inLatest)
            : joined.Sources.Any(known => known.FeedId == entry.FeedId && known.Key == entry.Key) ? joined
            : With(joined, source, entry);
        article = entry.CommentsCount > (article.CommentsCount ?? -1) ? article with { CommentsCount = entry.CommentsCount } : article;
        _articles[article.Key] = article;
        _changed.Add(article.Key);
        if (joined is null && title is not null)
        {
            _byTitle.TryAdd(title, article.Key);
        }

        return entry with { ArticleId = article.Id, ArticleKey = article.Key };
    }

    /// <summary>The moment at which an entry tells that its article matters; null: it does not.</summary>
    internal static DateTimeOffset? EvidenceOf(Entry entry, bool isFirstVisit)
    {
        if ((entry.PublishedAt ?? entry.UpdatedAt) is not { } date)
        {
            return isFirstVisit ? null : entry.FirstSeenAt;
        }

        return entry.FirstSeenAt - date > MaxEvidenceAge ? null : date < entry.FirstSeenAt ? date : entry.FirstSeenAt;
    }

    /// <summary>
    /// The same title in another feed within three days is the same text: agencies' reports, and blogs that post on two platforms. Within one feed it
    /// is not, since columns have one title every week.
    /// </summary>
    private Article? OfTitle(Entry entry, string title) =>
        _byTitle.TryGetValue(title, out var key)
        && _articles.TryGetValue(key, out var article)
        && article.Sources.All(source => source.FeedId != entry.FeedId)
        && (DatedAt(entry) - article.DatedAt).Duration() <= MaxEvidenceAge
            ? article
            : null;

    /// <summary>The article with one more source, which represents it where it is the origin's own feed and the one that did is not.</summary>
    private Article With(Article article, ArticleSource source, Entry entry) => IsOwn(source) && !IsOwn(article.Sources[0])
        ? article with { Sources = [source, .. article.Sources], LedSince = entry.FirstSeenAt }
        : article with { Sources = [.. article.Sources, source] };

    private bool IsOwn(ArticleSource source) =>
        source.Link is { } link
        && Uri.TryCreate(link, UriKind.Absolute, out var address)
        && _publicationOf(source.FeedId) == PublicationGroup.Of(address);

    private static DateTimeOffset DatedAt(Entry entry) =>
        (entry.PublishedAt ?? entry.UpdatedAt) is { } date && date < entry.FirstSeenAt ? date : entry.FirstSeenAt;

    /// <summary>The link alone where it is free, so that other feeds find it whatever their fragment.</summary>
    private string FreeKey(IReadOnlyList<string> keys) =>
        keys.SkipLast(1).OrderBy(key => key.Length).FirstOrDefault(key => !_articles.ContainsKey(key)) ?? keys[^1];

    private Article Found(Entry entry, string key, ArticleSource source, bool inLatest)
    {
        var ids = IdsOf(entry);
        var id = ids.FirstOrDefault(id => !_heldIds.Contains(id)) ?? ids.Last();
        _heldIds.Add(id);
        return new Article
        {
            Id = id,
            Key = key,
            Sources = [source],
            FirstSeenAt = entry.FirstSeenAt,
            DatedAt = DatedAt(entry),
            InLatest = inLatest,
        };
    }

    /// <summary>
    /// Another feed's entry at the same address is the same text. Two entries of one feed are only if their links are equal to the
    /// fragment; and since feeds exist in which every item leads to the same page, only under one title too: no entry is lost.
    /// </summary>
    private static bool Joins(Entry entry, Article article) => article.Sources
        .Where(source => source.FeedId == entry.FeedId && source.Key != entry.Key)
        .All(source => Fragment(source.Link) == Fragment(entry.Link) && Resemblance.SameTitle(source.Title, entry.Title));

    private static string Fragment(string? link)
    {
        var hash = link?.IndexOf('#', StringComparison.Ordinal) ?? -1;
        return hash < 0 || hash == link!.Length - 1 ? "" : link[hash..];
    }
}
