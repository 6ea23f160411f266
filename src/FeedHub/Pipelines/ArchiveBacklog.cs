namespace FeedHub.Pipelines;

/// <summary>How many articles came or changed since the archive documents of their month were written, by list and month.</summary>
internal sealed class ArchiveBacklog(FollowedFeeds followed)
{
    private readonly Lock _mutex = new();
    private readonly Dictionary<(string List, Month Month), int> _counts = [];

    /// <summary>Notes what a commit added or changed.</summary>
    public void Add(IReadOnlyList<LedArticle> articles)
    {
        lock (_mutex)
        {
            foreach (var led in articles)
            {
                var month = Month.Of(led.Article.FirstSeenAt);
                foreach (var list in ListsOf(led.Article))
                {
                    _counts[(list, month)] = _counts.GetValueOrDefault((list, month)) + 1;
                }
            }
        }
    }

    /// <summary>The lists that hold an article: the whole, and the channels of the feeds that carry it.</summary>
    public IReadOnlySet<string> ListsOf(Article article) => article.Sources
        .Select(source => followed.Sources.GetValueOrDefault(source.FeedId)?.Channel)
        .OfType<string>()
        .Append(RankedList.WholeName)
        .ToHashSet(StringComparer.Ordinal);

    public int CountOf(string list, Month month)
    {
        lock (_mutex)
        {
            return _counts.GetValueOrDefault((list, month));
        }
    }

    /// <summary>So many of them are written now.</summary>
    public void Remove(string list, Month month, int count)
    {
        lock (_mutex)
        {
            if ((_counts[(list, month)] = _counts.GetValueOrDefault((list, month)) - count) <= 0)
            {
                _counts.Remove((list, month));
            }
        }
    }
}
