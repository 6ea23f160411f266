namespace FeedHub.Storage.LiteDb;

/// <summary>Articles by the first sight of the entry that founded each, whether <c>/latest</c> lists them or not.</summary>
internal static class SeenArticles
{
    public static (IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next) Read(Database database, DateTimeOffset from, DateTimeOffset before, int limit)
    {
        var entries = Between(database, from.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds() - 1, limit);
        DateTimeOffset? next = null;
        if (entries.Count == limit)
        {
            // All of the last moment, so that the next page can begin below it.
            next = entries[^1].FirstSeenAt;
            var moment = next.Value.ToUnixTimeMilliseconds();
            entries.RemoveAll(entry => entry.FirstSeenAt == next);
            entries.AddRange(Between(database, moment, moment, int.MaxValue));
        }

        var seen = entries.Where(entry => entry.ArticleKey is not null).ToLookup(entry => entry.ArticleKey!, StringComparer.Ordinal);
        List<LedArticle> articles = [];
        foreach (var known in seen)
        {
            // An entry that came later carries the article, and did not found it.
            if (database.Find(Database.Articles, Documents.ArticleKey(known.Key)) is { } document
                && Documents.ToArticle(document) is var article
                && known.Any(entry => entry.FirstSeenAt == article.FirstSeenAt)
                && (known.FirstOrDefault(article.IsLedBy) ?? FindLead(database, article)) is { IsRemoved: false } lead)
            {
                articles.Add(new LedArticle(article, lead));
            }
        }

        articles.Sort((one, other) => LatestOrder.Instance.Compare(one.Article, other.Article));
        return (articles, next);
    }

    public static DateTimeOffset? FindFirst(Database database) => database
        .ReadLowest(Database.Entries, Database.Index.Seen, long.MaxValue, 1)
        .Select(document => (DateTimeOffset?)Documents.ToEntry(document).FirstSeenAt)
        .FirstOrDefault();

    private static List<Entry> Between(Database database, long lowest, long highest, int limit) =>
        database.ReadHighest(Database.Entries, Database.Index.Seen, (lowest, highest), limit, Documents.ToEntry);

    private static Entry? FindLead(Database database, Article article)
    {
        var lead = article.Sources[0];
        return database.Find(Database.Entries, Documents.EntryKey(lead.FeedId, lead.Key)) is { } document ? Documents.ToEntry(document) : null;
    }
}
