namespace FeedHub.Storage;

/// <summary>Entries and articles as a store has to hold them: what was saved last under each name, in plain dictionaries.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<(FeedId Feed, EntryKey Key), Entry> _entries = [];
    private readonly Dictionary<string, Article> _articles = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Entry> Entries => _entries.Values;

    public IReadOnlyCollection<Article> Articles => _articles.Values;

    public void Save(StoreCommit commit)
    {
        foreach (var entry in commit.Entries)
        {
            _entries[(entry.FeedId, entry.Key)] = entry;
        }

        foreach (var article in commit.Articles)
        {
            _articles[article.Key] = article;
        }
    }

    public void RemoveTexts(DateTimeOffset before)
    {
        Entry[] old = [.. Entries.Where(entry => entry.FirstSeenAt < before && !entry.IsRemoved)];
        Save(new StoreCommit
        {
            Entries = [.. old.Select(entry => entry with { Content = null, Authors = [], Categories = [], IsRemoved = true })],
            Articles = [.. Articles.Where(article => old.Any(article.IsLedBy)).Select(article => article with { InLatest = false })],
        });
    }

    public Entry? LeadOf(Article article) => _entries.GetValueOrDefault((article.Sources[0].FeedId, article.Sources[0].Key)) is { IsRemoved: false } lead ? lead : null;

    /// <summary>Articles whose lead has a text, in the order of <c>/latest</c>.</summary>
    public IEnumerable<Article> Shown => Articles.Where(article => LeadOf(article) is not null).Order(LatestOrder.Instance);
}
