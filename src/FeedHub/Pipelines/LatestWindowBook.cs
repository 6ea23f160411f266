namespace FeedHub.Pipelines;

/// <summary>The newest articles of one list: all that stand above a place, and no more than it has room for.</summary>
internal sealed class LatestWindowBook(int capacity)
{
    private static readonly IComparer<LedArticle> _order =
        Comparer<LedArticle>.Create((one, other) => LatestOrder.Instance.Compare(one.Article, other.Article));

    private readonly List<LedArticle> _articles = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private LedArticle? _floor; // below it nothing is known

    /// <summary>The articles, newest first.</summary>
    public IReadOnlyList<LedArticle> Articles => _articles;

    public bool IsFull => _articles.Count >= capacity;

    /// <summary>There are no older ones.</summary>
    public bool IsAll => _floor is null;

    /// <summary>One was taken out, and others that are not known here may have its place.</summary>
    public bool IsShort { get; private set; }

    /// <summary>There are older ones than those that it holds.</summary>
    public void CloseBelow() => _floor ??= _articles.LastOrDefault();

    /// <summary>Adds the article or replaces it as it was; takes it out where it is not admitted. Returns whether it came in.</summary>
    public bool Put(LedArticle led, bool isAdmitted)
    {
        if (_keys.Contains(led.Article.Key))
        {
            Replace(led, isAdmitted);
            return false;
        }

        if (!isAdmitted || (_floor is not null && _order.Compare(led, _floor) > 0))
        {
            return false;
        }

        var place = ~_articles.BinarySearch(led, _order);
        if (place >= capacity)
        {
            CloseBelow();
        }

        if (place < 0 || place >= capacity)
        {
            return false;
        }

        _articles.Insert(place, led);
        _keys.Add(led.Article.Key);
        if (_articles.Count > capacity)
        {
            _floor = _articles[^1];
            _keys.Remove(_floor.Article.Key);
            _articles.RemoveAt(_articles.Count - 1);
        }

        return true;
    }

    private void Replace(LedArticle led, bool isAdmitted)
    {
        var place = _articles.FindIndex(known => known.Article.Key == led.Article.Key);
        if (isAdmitted)
        {
            _articles[place] = led;
            return;
        }

        _articles.RemoveAt(place);
        _keys.Remove(led.Article.Key);
        IsShort = _floor is not null;
    }
}
