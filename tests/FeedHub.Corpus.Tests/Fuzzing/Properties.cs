using System.Text;
using FeedHub.Deduplicating;
using FeedHub.Normalizing;
using FeedHub.Reading;
using FeedHub.Rendering;

namespace FeedHub.Fuzzing;

/// <summary>What must hold whatever comes in.</summary>
internal static class Properties
{
    /// <summary>RULES.md, HARD-9.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>The same.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private const int MaxPublishedCount = 4;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Uri Url = new("https://fuzz.example/blog/feed.xml");

    private static readonly FeedSource Source = new() { Id = new("fuzz"), Url = Url, Channel = "news" };

    private static readonly FeedList List = new() { Title = "Fuzz & Co", Channels = [new("News", "news", [Source])] };

    private static readonly HubState Hub = new() { Id = "urn:uuid:5f0c9f6e-2f5b-4c0e-9b52-6f2f6f6f9d10", CreatedAt = Now };

    /// <summary>
    /// Reads a document, and publishes what was read. What it costs is measured around the reading alone: the time, of two readings the
    /// better where one is over the limit, since another process may have had the core; and all bytes that were allocated on the thread,
    /// garbage included, which is no less than what was alive at any moment. Arrays from the pool that were there before are not in it.
    /// </summary>
    /// <returns>What does not hold; null: nothing.</returns>
    public static string? Fault(byte[] document, string? contentType, FuzzCount count)
    {
        try
        {
            var context = new DocumentContext(Url, contentType);
            var (outcome, time, bytes) = Measure(document, context);
            if (time > MaxTime)
            {
                time = Measure(document, context).Time;
            }

            count.Add(document.Length, time, bytes, outcome);
            return time > MaxTime ? $"reading {document.Length} bytes took {time.TotalSeconds:0.0} s"
                : bytes > MaxBytes ? $"reading {document.Length} bytes allocated {bytes} bytes"
                : outcome is ReadOutcome.Read(var feed) ? Publish(feed, document.Length)
                : null;
        }
#pragma warning disable CA1031 // no exception at all: that is the property
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
    }

    /// <summary>The same of reading alone, and of half the length half the memory.</summary>
    public static string? FaultOfRepeating(string word, string before)
    {
        var document = Encoding.UTF8.GetBytes(before + string.Concat(Enumerable.Repeat(word, Mutator.MaxLength / 2 / Encoding.UTF8.GetByteCount(word))));
        var (_, time, bytes) = Measure(document, new DocumentContext(Url, null));
        time = time > MaxTime ? Measure(document, new DocumentContext(Url, null)).Time : time;
        return time > MaxTime ? $"reading nothing but {word} behind {before} took {time.TotalSeconds:0.0} s"
            : bytes > MaxBytes / 2 ? $"reading nothing but {word} behind {before} allocated {bytes} bytes"
            : null;
    }

    private static (ReadOutcome Outcome, TimeSpan Time, long Bytes) Measure(byte[] document, DocumentContext context)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        var outcome = FeedReader.Read(document, context);
        return (outcome, TimeProvider.System.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    // The first and the last entries: those between are more of the same. Sanitizing is the most costly part, so not all is done twice.
    private static string? Publish(ParsedFeed feed, int number)
    {
        var drafted = EntryNormalizer.Draft(feed, Source.Id, EntryKeyStep.Guid);
        var profile = EntryNormalizer.Profile(feed);
        var assigner = new ArticleAssigner(new Dictionary<string, Article>(), new HashSet<string>());
        List<LedArticle> articles = [];
        foreach (var draft in drafted.Drafts.Take(MaxPublishedCount / 2).Concat(drafted.Drafts.Skip(MaxPublishedCount / 2).TakeLast(MaxPublishedCount / 2)))
        {
            var entry = assigner.Assign(EntryNormalizer.Finish(draft, profile, null, Now), isFirstVisit: true, inLatest: true);
            articles.AddRange(assigner.Changed.Where(article => article.IsLedBy(entry)).Select(article => new LedArticle(article, entry)));
            if (number % 4 == 0 && (entry.Content ?? entry.Summary) is { } html && (SafeMarkup.Sanitizer.Sanitize(html, "") != html || SafeHtml.Sanitize(html, null) != html))
            {
                return $"sanitizing again changes {html}";
            }

            if (number % 4 == 1 && (entry.Content ?? entry.Summary) is { } safe && SafeHtml.TextOf(safe) != SafeHtml.PlainText(safe))
            {
                return $"without a parser another text is found in {safe}";
            }
        }

        var state = new FeedState
        {
            Id = Source.Id,
            Url = Url,
            IsFollowed = true,
            DueAt = Now,
            DueReason = "its interval",
            Floor = TimeSpan.FromHours(1),
            Profile = profile,
        };
        var maker = new PublicationMaker(List, new Dictionary<FeedId, FeedState> { [Source.Id] = state }, Hub, new Uri("https://hub.example/"));
        var publication = maker.Latest(articles);
        return AtomCheck.Fault(AtomWriter.Write(publication), articles.Count)
            ?? RssCheck.Fault(RssWriter.Write(publication), articles.Count)
            ?? JsonCheck.Fault(JsonFeedWriter.Write(publication), articles.Count);
    }
}
