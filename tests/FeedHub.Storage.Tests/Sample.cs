namespace FeedHub.Storage;

/// <summary>Nouns for the contract, each different from its neighbours.</summary>
internal static class Sample
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static FeedState Feed(string id, DateTimeOffset? dueAt = null, string? host = null) => new()
    {
        Id = new FeedId(id),
        Url = new Uri($"https://{host ?? id + ".example.org"}/feed"),
        IsFollowed = true,
        DueAt = dueAt ?? Noon,
        DueReason = "new",
        Floor = TimeSpan.FromHours(1),
    };

    public static Entry Entry(string feed, string key, DateTimeOffset? seenAt = null, string? articleKey = null) => new()
    {
        FeedId = new FeedId(feed),
        Key = new EntryKey(key),
        Title = $"Title of {key} in {feed}",
        Link = $"https://{feed}.example.org/{key}",
        CanonicalLink = $"{feed}.example.org/{key}",
        Content = $"<p>Text of {key}, with ümlauts and 日本語 {new string('x', 500)}</p>",
        Authors = [new Person("Ada", null, "https://example.org/ada")],
        Categories = [new Category("news", null, "News")],
        PublishedAt = (seenAt ?? Noon).AddMilliseconds(-1234),
        FirstSeenAt = seenAt ?? Noon,
        ChangedAt = seenAt ?? Noon,
        SourceHash = "00",
        ArticleId = ArticleId(feed, key),
        ArticleKey = articleKey ?? $"{feed}.example.org/{key}",
    };

    public static Article Article(Entry entry) => new()
    {
        Id = entry.ArticleId!,
        Key = entry.ArticleKey!,
        FirstSeenAt = entry.FirstSeenAt,
        DatedAt = entry.PublishedAt ?? entry.FirstSeenAt,
        Sources = [new ArticleSource { FeedId = entry.FeedId, Key = entry.Key, Link = entry.Link, Title = entry.Title }],
    };

    public static StoreCommit Commit(params IEnumerable<Entry> entries)
    {
        Entry[] all = [.. entries];
        return new StoreCommit { Entries = all, Articles = [.. all.Select(Article)] };
    }

    public static Edition Edition(int number, DateTimeOffset madeAt) => new()
    {
        Number = number,
        MadeAt = madeAt,
        Lists = [new RankedList("", ["urn:uuid:k"], [new Listing("urn:uuid:k", Noon, null)]), new RankedList("news", [], [])],
    };

    public static Story Story(string name, DateTimeOffset at) => new()
    {
        Id = $"urn:uuid:{name}",
        Members =
        [
            new StoryMember { ArticleKey = $"{name}.example.org/1", At = at.AddHours(-1) },
            new StoryMember { ArticleKey = $"{name}.example.org/2", At = at, Similarity = 0.5, Threshold = 0.25, Words = ["word"] },
        ],
    };

    private static string ArticleId(string feed, string key) => $"tag:example.org,2026:{feed}/{key}";
}
