using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FeedHub.Configuration;
using FeedHub.Deduplicating;
using FeedHub.Normalizing;
using FeedHub.Polling;
using FeedHub.Reading;
using FeedHub.Scheduling;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Growth;

/// <summary>
/// A store as it is after two months with so many feeds: entries and articles as the pipeline makes them of documents, in the order of time;
/// states with validators, rhythm and journal; and the list that goes with it.
/// </summary>
/// <param name="Directory">Where it lies.</param>
/// <param name="FeedCount">How many feeds; each has <see cref="GrowingBlogs.StoredCount"/> entries.</param>
/// <param name="Port">Where the feeds are served.</param>
/// <param name="NewestAt">When the newest entry was published.</param>
internal sealed record GrownStore(string Directory, int FeedCount, int Port, DateTimeOffset NewestAt)
{
    private const int CommitEntryCount = 10_000;
    private const int JournalCount = 50;

    private static readonly TimeSpan SeenAfter = TimeSpan.FromMinutes(10);

    public string ListPath => Path.Combine(Directory, "feeds.json");

    public string DataPath => Path.Combine(Directory, "data");

    public long FileBytes => new FileInfo(Path.Combine(DataPath, "feedhub.db")).Length;

    private string AboutPath => Path.Combine(Directory, "about.txt");

    /// <summary>The store that was made in a directory before; null: there is none.</summary>
    public static GrownStore? Find(string directory)
    {
        var about = Path.Combine(directory, "about.txt");
        if (!File.Exists(about))
        {
            return null;
        }

        long[] numbers = [.. File.ReadAllText(about).Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new GrownStore(directory, (int)numbers[0], (int)numbers[1], DateTimeOffset.FromUnixTimeMilliseconds(numbers[2]));
    }

    /// <summary>Makes it.</summary>
    public async Task MakeAsync()
    {
        System.IO.Directory.CreateDirectory(Directory);
        var urls = Enumerable.Range(0, FeedCount).Select(blog => GrowingBlogs.UrlOf(blog, Port));
        await File.WriteAllTextAsync(ListPath, $$"""
            { "title": "Grown", "channels": [ { "name": "All", "feeds": [ {{string.Join(",\n", urls.Select(url => $"\"{url}\""))}} ] } ] }
            """);
        var feeds = await ReadFeedsAsync();
        var blogs = new GrowingBlogs(FeedCount, NewestAt);
        await using (var store = await LiteDbStore.OpenAsync(DataPath, TimeProvider.System, _ => { }, CancellationToken.None))
        {
            await AddEntriesAsync(store, blogs, feeds);
            await AddStatesAsync(store, blogs, feeds);
            var hub = await store.ReadHubAsync(CancellationToken.None);
            await store.CommitAsync(new StoreCommit { Hub = hub with { FirstRoundDone = true } }, CancellationToken.None);
        }

        await File.WriteAllTextAsync(AboutPath, string.Create(CultureInfo.InvariantCulture, $"{FeedCount} {Port} {NewestAt.ToUnixTimeMilliseconds()}"));
    }

    /// <summary>The feeds of the list, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<FeedSource>> ReadFeedsAsync()
    {
        var file = new FeedListFile(ListPath, CronSchedule.MistakeIn);
        return await file.LoadAsync(CancellationToken.None) is FeedListResult.Invalid invalid
            ? throw new InvalidOperationException(invalid.Mistakes[0].In(ListPath))
            : [.. file.Current.Feeds];
    }

    /// <summary>The blogs as far as the store knows them: one that was measured before holds what they published then.</summary>
    public async Task<GrowingBlogs> ReadBlogsAsync()
    {
        var blogs = new GrowingBlogs(FeedCount, NewestAt);
        await using var store = await LiteDbStore.OpenAsync(DataPath, TimeProvider.System, _ => { }, CancellationToken.None);
        var states = (await store.ReadFeedsAsync(CancellationToken.None)).ToDictionary(state => state.Id);
        foreach (var (blog, feed) in (await ReadFeedsAsync()).Index())
        {
            blogs.Publish(blog, states[feed.Id].EntryCount - GrowingBlogs.StoredCount);
        }

        return blogs;
    }

    private static async Task AddEntriesAsync(LiteDbStore store, GrowingBlogs blogs, IReadOnlyList<FeedSource> feeds)
    {
        var all = Enumerable.Range(0, GrowingBlogs.StoredCount).SelectMany(entry => Enumerable.Range(0, feeds.Count).Select(blog => (blog, entry)));
        var count = 0;
        var written = Task.CompletedTask;
        foreach (var chunk in all.Chunk(CommitEntryCount))
        {
            var made = chunk.AsParallel().AsOrdered().Select(each => EntryOf(blogs, feeds[each.blog], each.blog, each.entry)).ToList();
            var assigner = new ArticleAssigner(new Dictionary<string, Article>(), new HashSet<string>(), new Dictionary<string, string>(), _ => null);
            Entry[] entries = [.. made.Select(entry => assigner.Assign(entry, isFirstVisit: false, inLatest: true))];
            await written;
            written = store.CommitAsync(new StoreCommit { Entries = entries, Articles = [.. assigner.Changed] }, CancellationToken.None);
            count += entries.Length;
            if (count % 100_000 == 0)
            {
                Console.WriteLine($"{count} entries");
            }
        }

        await written;
    }

    private static Entry EntryOf(GrowingBlogs blogs, FeedSource feed, int blog, int entry)
    {
        var parsed = ((ReadOutcome.Read)FeedReader.Read(blogs.Document(blog, entry, 1), new DocumentContext(feed.Url, "application/atom+xml"))).Feed;
        var draft = EntryNormalizer.Draft(parsed, feed.Id, default).Drafts.Single();
        return EntryNormalizer.Finish(draft, EntryNormalizer.Profile(parsed), null, Milliseconds(blogs.PublishedAt(blog, entry) + SeenAfter));
    }

    private static async Task AddStatesAsync(LiteDbStore store, GrowingBlogs blogs, IReadOnlyList<FeedSource> feeds)
    {
        var spacing = new PollSpacing(TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromDays(1));
        var now = Milliseconds(TimeProvider.System.GetUtcNow());
        var list = new FeedList { Title = "", Channels = [new Channel("All", "all", feeds)] };
        await store.ChangeFeedsAsync(states => FeedRoster.Reconcile(list, states, spacing, null, now), CancellationToken.None);
        var byId = (await store.ReadFeedsAsync(CancellationToken.None)).ToDictionary(state => state.Id);
        foreach (var chunk in Enumerable.Range(0, feeds.Count).Chunk(500))
        {
            FeedState[] states = [.. chunk.AsParallel().AsOrdered().Select(blog => Visited(byId[feeds[blog].Id], blogs, blog, now))];
            await store.CommitAsync(new StoreCommit { Feeds = states }, CancellationToken.None);
            foreach (var state in states)
            {
                for (var line = JournalCount; line > 0; line--)
                {
                    var at = now - TimeSpan.FromHours(3 * line);
                    await store.NoteVisitAsync(
                        state.Id,
                        line % 5 == 0 ? new FeedVisit(at, "ok", 200, 14_321, 1, at + TimeSpan.FromHours(3), state.DueReason)
                            : new FeedVisit(at, "not-modified", 304, 0, 0, at + TimeSpan.FromHours(3), state.DueReason),
                        CancellationToken.None);
                }
            }
        }
    }

    private static FeedState Visited(FeedState state, GrowingBlogs blogs, int blog, DateTimeOffset now)
    {
        PostingRhythm? rhythm = null;
        for (var entry = 0; entry < GrowingBlogs.StoredCount; entry++)
        {
            var published = blogs.PublishedAt(blog, entry);
            rhythm = AdaptiveInterval.Observe(rhythm, [published], 20, published - TimeSpan.FromHours(3), published + SeenAfter);
        }

        var url = state.Url.AbsoluteUri;
        var parsed = ((ReadOutcome.Read)FeedReader.Read(blogs.Document(blog, GrowingBlogs.StoredCount - 1, 1), new DocumentContext(state.Url, "application/atom+xml"))).Feed;
        return state with
        {
            DueAt = now + TimeSpan.FromMinutes(60 + (blog % 1_200)),
            DueReason = "an entry is likely within 3 h, and the last visits found one in five times",
            LastRequestAt = now - TimeSpan.FromHours(1),
            FirstVisitAt = Milliseconds(blogs.PublishedAt(blog, 0)),
            LastSuccessAt = now - TimeSpan.FromHours(1),
            LastOutcome = "not-modified",
            LastDocumentAt = now - TimeSpan.FromHours(4),
            Validators = new Validators(url, GrowingBlogs.ETagOf(blog, GrowingBlogs.StoredCount - 1), null),
            BodyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url))),
            ReaderVersion = FeedReader.Version,
            Rhythm = rhythm,
            Profile = EntryNormalizer.Profile(parsed),
            EntryCount = GrowingBlogs.StoredCount,
            VisitCount = 480,
            NotModifiedCount = 380,
            Report = new PoliteReport
            {
                LastSentAt = now - TimeSpan.FromHours(1),
                RequestCount = 480,
                UnconditionalCount = 1,
                ReceivedBytes = 1_432_100,
                ShortestGap = TimeSpan.FromHours(1),
            },
        };
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
