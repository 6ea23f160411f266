using System.Text.Json;
using FeedHub.Configuration;
using FeedHub.Rendering;
using FeedHub.Serving;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>
/// Archive documents (RFC 5005): by month of first sight, for the whole and for each channel. The running month is written anew as it grows; an
/// hour after its end a month is written for the last time, and never touched again, nor are its days. Nothing that is published waits for it.
/// </summary>
internal sealed partial class WriteArchives(
    IFeedStore store,
    FollowedFeeds followed,
    PublishTopStories publish,
    ArchiveFiles files,
    ArchiveDays days,
    ArchiveBacklog backlog,
    IOptions<HubOptions> options,
    PublicAddress publicAddress,
    TimeProvider clock,
    ILogger<WriteArchives> logger)
{
    private const int PageCount = 50;
    private const long SmallBytes = 2 * 1024 * 1024; // rewritten for each article
    private const int MaxMonthCount = 240;
    private const int UnpacedPageCount = 40; // of a longer month the store is asked at leisure: visits come first
    private const int RestFactor = 3;

    /// <summary>A visit may still commit what it saw this long before.</summary>
    private static readonly TimeSpan ClosesAfter = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<(string List, Month Month)> _written = [];
    private int _pauseCount;

    /// <summary>Waits until something was published.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => publish.WaitAsync(atMost, cancellationToken);

    /// <summary>Holds up writing until the result is disposed of.</summary>
    public async Task<IDisposable> PauseAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pauseCount); // a long month is given up, and begun again later
        try
        {
            await _turn.WaitAsync(cancellationToken);
            return new Pause(_turn);
        }
        finally
        {
            Interlocked.Decrement(ref _pauseCount);
        }
    }

    /// <summary>Writes what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var list = followed.List;
            var now = clock.GetUtcNow();
            var running = Month.Of(now);
            var first = await FirstMonthAsync(running, cancellationToken);
            string[] names = [RankedList.WholeName, .. list.Channels.Select(channel => channel.Slug)];

            // The newest first: what is closed names the month after it, which must be there.
            for (var month = running; month >= first; month = month.Previous)
            {
                string[] due = [.. names.Where(name => IsDue(name, month, now))];
                var lacksDays = files.Find(RankedList.WholeName, month) is not null && !days.Has(month); // they were lost, or never were
                if ((due.Length > 0 || lacksDays) && !await TryWriteAsync(list, month, due, hasPrevious: month > first, now, cancellationToken))
                {
                    return;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Where nothing was archived yet, with the first entry.</summary>
    private async Task<Month> FirstMonthAsync(Month running, CancellationToken cancellationToken)
    {
        var first = files.All.Where(document => document.List == RankedList.WholeName).Select(document => Month.Parse(document.Month)).FirstOrDefault()
            ?? (await store.FindFirstSightAsync(cancellationToken) is { } seenAt ? Month.Of(seenAt) : running);
        var earliest = Month.Of(running.StartAt.AddMonths(-MaxMonthCount));
        return first < earliest ? earliest : first;
    }

    private bool IsDue(string name, Month month, DateTimeOffset now)
    {
        if (files.Find(name, month) is not { } document)
        {
            return true;
        }

        if (document.IsClosed)
        {
            return false;
        }

        // Of the whole: what a channel holds is read with it.
        var whole = files.Find(RankedList.WholeName, month) ?? document;
        var count = backlog.CountOf(name, month);
        return IsOver(month, now)
            || (count > 0 && (whole.Bytes[0] < SmallBytes || backlog.CountOf(RankedList.WholeName, month) >= options.Value.Latest.Count / 2))
            || IsBehind(document, month);
    }

    /// <summary>Whether what is published was known before a restart, and is not in the document.</summary>
    private bool IsBehind(ArchivedDocument document, Month month) =>
        !_written.Contains((document.List, month)) // since then the backlog tells
        && publish.Latest.GetValueOrDefault(document.List, [])
            .Where(led => Month.Of(led.Article.FirstSeenAt) == month)
            .Any(led => !(led.Article.FirstSeenAt <= document.NewestSeenAt) || !(ArchiveDraft.ChangedAt(led) <= document.NewestChangeAt));

    private static bool IsOver(Month month, DateTimeOffset now) => now >= month.EndAt + ClosesAfter;

    private async Task<bool> TryWriteAsync(
        FeedList list, Month month, IReadOnlyList<string> names, bool hasPrevious, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var states = (await store.ReadFeedsAsync(cancellationToken)).ToDictionary(state => state.Id);
        var maker = new PublicationMaker(list, states, await store.ReadHubAsync(cancellationToken), publicAddress.Url);
        var waiting = names.ToDictionary(name => name, name => backlog.CountOf(name, month), StringComparer.Ordinal);
        var hasNext = month < Month.Of(now);
        Dictionary<string, ArchiveDraft> drafts = new(StringComparer.Ordinal);
        try
        {
            foreach (var name in names)
            {
                drafts[name] = new ArchiveDraft(items => maker.Archive(name, month, items, hasPrevious, hasNext), files.FolderOf(name), month.Name);
            }

            var dayDraft = names.Contains(RankedList.WholeName) || !days.Has(month) ? new ArchiveDayDraft(days, month) : null;
            var pageCount = 0;
            for (DateTimeOffset? before = month.EndAt; before is { } next;)
            {
                if (Volatile.Read(ref _pauseCount) > 0)
                {
                    return false;
                }

                var pageStartedAt = clock.GetTimestamp();
                (var page, before) = await store.ReadSeenAsync(month.StartAt, next, PageCount, cancellationToken);
                var admitted = page.Where(maker.Admits).Select(led => (led, Lists: backlog.ListsOf(led.Article))).ToList();
                dayDraft?.Add(maker, admitted.Select(one => one.led));
                foreach (var (name, draft) in drafts)
                {
                    await draft.AddAsync(maker, [.. admitted.Where(one => one.Lists.Contains(name)).Select(one => one.led)], cancellationToken);
                }

                if (++pageCount > UnpacedPageCount)
                {
                    await Task.Delay(clock.GetElapsedTime(pageStartedAt) * RestFactor, clock, cancellationToken);
                }
            }

            dayDraft?.Finish();
            foreach (var (name, draft) in drafts)
            {
                await PutAsync(name, month, draft, maker.Archive(name, month, [], hasPrevious, hasNext), now, cancellationToken);
                backlog.Remove(name, month, waiting[name]);
            }
        }
        finally
        {
            foreach (var draft in drafts.Values)
            {
                await draft.DisposeAsync();
            }
        }

        Log.Written(logger, month.Name, names.Count, (long)clock.GetElapsedTime(startedAt).TotalMilliseconds);
        return true;
    }

    /// <summary>The files, then the mark that says what they are, then the address: whenever it breaks off, what is served is whole.</summary>
    private async Task PutAsync(
        string name, Month month, ArchiveDraft draft, Publication publication, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (hash, bytes) = await draft.FinishAsync(cancellationToken);
        var before = files.Find(name, month);
        var isClosed = IsOver(month, now);
        var isSame = before?.Hash == hash;
        var lastModified = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (before is not null && (isSame || before.LastModified > lastModified))
        {
            lastModified = before.LastModified;
        }

        // While a month grows, each state of it has names of its own, so that no answer mixes two.
        var document = new ArchivedDocument
        {
            Path = ArchiveFiles.PathOf(name, month),
            List = name,
            Month = month.Name,
            File = isClosed ? $"{month.Name}.atom" : $"{month.Name}.{hash[..12]}.atom",
            Hash = hash,
            LastModified = lastModified,
            IsClosed = isClosed,
            Bytes = bytes,
            Count = draft.Count,
            NewestSeenAt = draft.NewestSeenAt,
            NewestChangeAt = draft.NewestChangeAt,
            Links = LinksOf(publication),
        };
        draft.Name(document.File);
        Disk.WriteWhole(files.MarkOf(name, month), JsonSerializer.SerializeToUtf8Bytes(document, ArchiveJson.Default.ArchivedDocument));
        files.Put(document);
        _written.Add((name, month));
        if (before is not null && before.File != document.File)
        {
            ArchiveDraft.Delete(files.FolderOf(name), before.File);
        }
    }

    private static string LinksOf(Publication publication)
    {
        var links = new List<string> { $"<{publication.StemUrl.AbsoluteUri}.atom>; rel=\"self\"; type=\"application/atom+xml\"" };
        foreach (var (relation, url) in new[]
        {
            ("current", publication.CurrentUrl), ("prev-archive", publication.PreviousArchiveUrl), ("next-archive", publication.NextArchiveUrl),
        })
        {
            if (url is not null)
            {
                links.Add($"<{url.AbsoluteUri}>; rel=\"{relation}\"; type=\"application/atom+xml\"");
            }
        }

        return string.Join(", ", links);
    }

    private sealed class Pause(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Wrote the archive of {Month} for {ListCount} lists in {Milliseconds} ms")]
        public static partial void Written(ILogger logger, string month, int listCount, long milliseconds);
    }
}
