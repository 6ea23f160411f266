namespace FeedHub;

/// <summary>Nouns of which a test says only what it is about.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly FeedProfile Profile = new() { Format = FeedFormat.Atom10 };

    public static ParsedFeed Feed(params IEnumerable<ParsedEntry> entries) =>
        new() { Format = FeedFormat.Atom10, Encoding = "utf-8", Entries = [.. entries] };

    /// <summary>An item with a guid, a link, a title, a text and a date of its own.</summary>
    public static ParsedEntry Item(int number) => new()
    {
        Id = $"urn:example:{number}",
        Link = $"https://e.example/{number}",
        Title = new($"Title {number}", IsHtml: false),
        Content = new($"<p>Text {number}</p>", IsHtml: true),
        PublishedAt = Now.AddHours(-number),
    };

    public static Entry Entry(string feed, string key, string? link, string title = "A title") => new()
    {
        FeedId = new(feed),
        Key = new(key),
        Link = link,
        CanonicalLink = Normalizing.CanonicalLink.From(link),
        Title = title,
        PublishedAt = Now.AddHours(-1),
        FirstSeenAt = Now,
        ChangedAt = Now,
        SourceHash = "hash",
    };

    /// <summary>An article whose sources, the lead first, each told of it so many hours ago; null: without evidence.</summary>
    public static Article Article(string name, params (string Feed, double? HoursAgo)[] sources) => new()
    {
        Id = $"urn:example:{name}",
        Key = name,
        FirstSeenAt = Now,
        DatedAt = Now,
        Sources = [.. sources.Select(source => new ArticleSource
        {
            FeedId = new(source.Feed),
            Key = new($"g:{name}"),
            Title = name,
            EvidenceAt = source.HoursAgo is { } hours ? Now.AddHours(-hours) : null,
        })],
    };

    /// <summary>The article as ranking sees it, told by the feeds that give evidence and led by the first of its sources.</summary>
    public static Telling Telling(Article article) => new()
    {
        ArticleKey = article.Key,
        At = article.Sources.Min(source => source.EvidenceAt) ?? Now,
        Sources = [.. article.Sources
            .Where(source => source.EvidenceAt is not null)
            .DistinctBy(source => source.FeedId)
            .Select(source => (source.FeedId, source.EvidenceAt!.Value))],
        LeadFeed = article.Sources[0].FeedId,
        TitleWordCount = 8,
    };

    /// <summary>A publication that told a story so many hours ago.</summary>
    public static Evidence Told(string publication, double hoursAgo, double amount = 1) => new()
    {
        Kind = EvidenceKind.Publication,
        Publication = publication,
        FeedId = new(publication),
        ArticleKey = $"{publication}/article",
        Amount = amount,
        At = Now.AddHours(-hoursAgo),
    };

    public static StoryMember Member(string key) => new() { ArticleKey = key, At = Now };

    private static readonly FetchTrace _trace = new(Now, 1, 0, 100, TimeSpan.FromSeconds(1), 200);

    public static readonly FetchOutcome Unchanged =
        new FetchOutcome.NotModified(new Validators("https://a.example/feed", "\"1\"", null)) { Trace = _trace };

    public static FetchOutcome Modified() =>
        new FetchOutcome.Modified(new byte[1], new Uri("https://a.example/feed"), null, null, null, null) { Trace = _trace };

    public static FetchOutcome Failed(string code) => new FetchOutcome.Failed(code, "A sentence.") { Trace = _trace };

    public static FetchOutcome Throttled(int status, DateTimeOffset? retryAt) => new FetchOutcome.Throttled(status) { Trace = _trace, RetryAt = retryAt };

    public static FeedSource Source(string id) => new() { Id = new(id), Url = new($"https://{id}.example/feed"), Channel = "news" };

    public static FeedList List(params FeedSource[] feeds) => new() { Title = "Open Source", Channels = [new("News", "news", feeds)] };

    /// <summary>A feed that was visited an hour ago and is due now.</summary>
    public static FeedState State(string id) => new()
    {
        Id = new(id),
        Url = Source(id).Url,
        IsFollowed = true,
        DueAt = Now,
        DueReason = "its interval is 1 h",
        Floor = TimeSpan.FromHours(1),
        LastRequestAt = Now.AddHours(-1),
        FirstVisitAt = Now.AddDays(-1),
        LastOutcome = "ok",
    };
}
