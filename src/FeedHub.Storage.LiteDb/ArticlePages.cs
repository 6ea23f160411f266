using LiteDB;

namespace FeedHub.Storage.LiteDb;

/// <summary>Articles page by page. Belongs to the store's thread.</summary>
internal sealed class ArticlePages(ArrivalBook arrivals)
{
    /// <inheritdoc cref="IFeedStore.ReadLatestAfterAsync"/>
    public (IReadOnlyList<LedArticle> Articles, Article? Last) ReadLatest(Database database, Article? after, int limit)
    {
        // Of one moment all are read, since arrivals of the same moment stand in no order.
        var found = new List<(Article Article, BsonDocument Document)>();
        var highest = after?.FirstSeenAt.ToUnixTimeMilliseconds() ?? long.MaxValue;
        var moment = long.MaxValue;
        database.Walk(
            Database.Arrivals, Database.Index.Latest, (long.MinValue, highest),
            document =>
            {
                var seenAt = document[Database.Index.Latest].AsInt64;
                if (seenAt != moment && found.Count >= limit)
                {
                    return false;
                }

                moment = seenAt;
                found.AddRange(Arrival.ArticlesIn(document)
                    .Where(article => article.InLatest && (after is null || LatestOrder.Instance.Compare(article, after) > 0))
                    .Select(article => (article, document)));
                return true;
            },
            isDescending: true);
        var page = found.OrderBy(pair => pair.Article, LatestOrder.Instance).Take(limit).ToList();
        return ([.. arrivals.Led(database, page)], page.Count < limit ? null : page[^1].Article);
    }

    /// <inheritdoc cref="IFeedStore.ReadLatestFromAsync"/>
    public (IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next) ReadLatestFrom(Database database, DateTimeOffset from, int limit)
    {
        var found = new List<(Article Article, BsonDocument Document)>();
        var moment = long.MinValue;
        var isAll = database.Walk(
            Database.Arrivals, Database.Index.Latest, (from.ToUnixTimeMilliseconds(), long.MaxValue),
            document =>
            {
                var isNext = document[Database.Index.Latest].AsInt64 != moment;
                moment = document[Database.Index.Latest].AsInt64;
                if (isNext && found.Count >= limit)
                {
                    return false;
                }

                found.AddRange(Arrival.ArticlesIn(document).Where(article => article.InLatest).Select(article => (article, document)));
                return true;
            },
            isDescending: false);
        var articles = arrivals.Led(database, found).OrderByDescending(led => led.Article, LatestOrder.Instance);
        return ([.. articles], isAll ? null : DateTimeOffset.FromUnixTimeMilliseconds(moment));
    }

    /// <inheritdoc cref="IFeedStore.ReadSeenAsync"/>
    public (IReadOnlyList<LedArticle> Articles, DateTimeOffset? Next) ReadSeen(Database database, DateTimeOffset from, DateTimeOffset before, int limit)
    {
        var found = new List<(Article, BsonDocument)>();
        var entryCount = 0;
        DateTimeOffset? moment = null;
        var isAll = database.Walk(
            Database.Arrivals, Database.Index.Seen, (Arrival.SeenKey(from, 0), Arrival.SeenKey(before, 0) - 1),
            document =>
            {
                var seenAt = Arrival.SeenAtOf(document[Database.Index.Seen].AsInt64);
                if (seenAt != moment && entryCount >= limit)
                {
                    return false; // the next page begins below a moment, so all of one are on one page
                }

                moment = seenAt;
                entryCount += Arrival.EntryCountOf(document);
                found.AddRange(Arrival.ArticlesIn(document).Select(article => (article, document)));
                return true;
            },
            isDescending: true);
        var articles = arrivals.Led(database, found).OrderBy(led => led.Article, LatestOrder.Instance);
        return ([.. articles], isAll ? null : moment);
    }

    /// <inheritdoc cref="IFeedStore.FindFirstSightAsync"/>
    public static DateTimeOffset? FindFirstSight(Database database)
    {
        DateTimeOffset? first = null;
        database.Walk(
            Database.Arrivals, Database.Index.Seen, (Arrival.SeenKey(DateTimeOffset.MinValue, 0), Arrival.HighestSeenKey(DateTimeOffset.MaxValue)),
            document =>
            {
                first = Arrival.SeenAtOf(document[Database.Index.Seen].AsInt64);
                return false;
            },
            isDescending: false);
        return first;
    }
}
