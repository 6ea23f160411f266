using System.Security.Cryptography;
using System.Text;
using FeedHub.Configuration;
using FeedHub.Storage;
using FeedHub.Storage.LiteDb;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>
/// The newest articles of the whole and of each channel, kept in memory so that publishing need not look for them: commits bring what changed,
/// and a start goes on with what was last published. Used by one at a time: in the turn of <see cref="CommitPolls"/>.
/// </summary>
internal sealed class LatestWindows(IFeedStore store, StoreOrigin origin, FollowedFeeds followed, IOptions<HubOptions> options)
{
    /// <summary>Articles that pages may show as recent headlines, however few the feed holds.</summary>
    private const int MinCount = 100;
    private const int PageCount = 200;

    /// <summary>However rarely a channel posts, no more than so many articles are looked at for it.</summary>
    private const int MaxWalkedCount = 5_000;

    /// <summary>A visit commits within this time of the moment at which it first saw something.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private readonly Dictionary<string, LatestWindowBook> _windows = new(StringComparer.Ordinal);
    private FeedList? _list;
    private StoreReplacement? _replacement;
    private string _listHash = "";
    private volatile bool _isStale;
    private bool _mustCatchUp;

    /// <summary>The articles in doubt: the next use begins with what the store holds.</summary>
    public void Forget() => _isStale = true;

    /// <summary>The articles of each list, newest first; an empty name is the whole.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LedArticle>> Snapshot() =>
        _windows.ToDictionary(window => window.Key, IReadOnlyList<LedArticle> (window) => [.. window.Value.Articles], StringComparer.Ordinal);

    /// <summary>What a start needs to go on with them.</summary>
    public LatestKeys Keys() => new(
        _listHash,
        [.. _windows.OrderBy(window => window.Key, StringComparer.Ordinal)
            .Select(window => new LatestWindow(window.Key, [.. window.Value.Articles.Select(led => led.Article.Key)], window.Value.IsAll))]);

    /// <summary>Makes sure that they are those of the list that is followed now.</summary>
    /// <param name="known">What was last published.</param>
    /// <param name="isQuick">Whether what was last published will do; what came after it is taken up the next time.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async Task LoadAsync(LatestKeys known, bool isQuick, CancellationToken cancellationToken)
    {
        var replacement = origin.Replacement;
        if (_list != followed.List || _isStale || _replacement != replacement || _windows.Values.Any(window => window.IsShort))
        {
            var isSame = !_isStale && _list is null;
            _list = null;
            _listHash = HashOf(followed.List);
            Clear(followed.List);
            _mustCatchUp = isSame && known.ListHash == _listHash && await RestoreAsync(known, cancellationToken);
            if (!_mustCatchUp)
            {
                Clear(followed.List);
                await WalkAsync(cancellationToken);
            }

            _isStale = false;
            (_list, _replacement) = (followed.List, replacement);
        }

        if (_mustCatchUp && !isQuick)
        {
            await CatchUpAsync(cancellationToken);
            _mustCatchUp = false;
        }
    }

    /// <summary>Takes over what a commit added or changed.</summary>
    public void Take(IEnumerable<LedArticle> articles)
    {
        if (_list is not null)
        {
            foreach (var led in articles)
            {
                Put(led);
            }
        }
    }

    private int Capacity => Math.Max(MinCount, options.Value.Latest.Count);

    private void Clear(FeedList list)
    {
        _windows.Clear();
        foreach (var name in list.Channels.Select(channel => channel.Slug).Prepend(RankedList.WholeName))
        {
            _windows[name] = new LatestWindowBook(Capacity);
        }
    }

    private async Task<bool> RestoreAsync(LatestKeys known, CancellationToken cancellationToken)
    {
        string[] keys = [.. known.Windows.SelectMany(window => window.Keys).Distinct(StringComparer.Ordinal)];
        var read = (await store.ReadArticlesAsync(keys, cancellationToken)).ToDictionary(led => led.Article.Key, StringComparer.Ordinal);
        if (read.Count < keys.Length || known.Windows.Count != _windows.Count || !known.Windows.All(window => _windows.ContainsKey(window.Name)))
        {
            return false; // something was removed
        }

        foreach (var window in known.Windows)
        {
            foreach (var key in window.Keys)
            {
                _windows[window.Name].Put(read[key], isAdmitted: IsAdmitted(read[key]));
            }

            if (!window.IsAll)
            {
                _windows[window.Name].CloseBelow();
            }
        }

        return true;
    }

    /// <summary>From the newest on until all are full.</summary>
    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        Article? after = null;
        var walked = 0;
        do
        {
            (var page, after) = await store.ReadLatestAfterAsync(after, PageCount, cancellationToken);
            foreach (var led in page)
            {
                Put(led);
            }

            walked += PageCount;
        }
        while (after is not null && walked < MaxWalkedCount && _windows.Values.Any(window => !window.IsFull));
        foreach (var window in _windows.Values)
        {
            if (after is not null)
            {
                window.CloseBelow();
            }
        }
    }

    /// <summary>From the newest on until nothing is new, and nothing new may stand below.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var newest = _windows.Values.SelectMany(window => window.Articles.Take(1)).Select(led => led.Article.FirstSeenAt).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var since = newest - (newest > DateTimeOffset.UnixEpoch ? MaxDelay : TimeSpan.Zero);
        Article? after = null;
        bool isNew;
        do
        {
            (var page, after) = await store.ReadLatestAfterAsync(after, PageCount, cancellationToken);
            isNew = false;
            foreach (var led in page)
            {
                isNew |= Put(led);
            }
        }
        while (after is not null && (isNew || after.FirstSeenAt >= since));
    }

    private bool Put(LedArticle led)
    {
        var isAdmitted = IsAdmitted(led);
        var isNew = _windows[RankedList.WholeName].Put(led, isAdmitted);
        var channels = ChannelsOf(led.Article);
        foreach (var (name, window) in _windows)
        {
            if (name != RankedList.WholeName)
            {
                isNew |= window.Put(led, isAdmitted && channels.Contains(name));
            }
        }

        return isNew;
    }

    /// <summary>The channels of the feeds that carry an article.</summary>
    public IReadOnlySet<string> ChannelsOf(Article article) =>
        article.Sources.Select(source => followed.Sources.GetValueOrDefault(source.FeedId)?.Channel).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the list follows the feed that leads the article, and its rules let it through.</summary>
    private bool IsAdmitted(LedArticle led) =>
        led.Article.InLatest && !led.Lead.IsRemoved
        && followed.Sources.TryGetValue(led.Lead.FeedId, out var source) && EntryRule.Admits(source, led.Lead);

    /// <summary>All that decides which articles these are.</summary>
    private string HashOf(FeedList list)
    {
        var text = new StringBuilder().Append(Capacity).Append('\n');
        foreach (var channel in list.Channels)
        {
            text.Append("channel ").Append(channel.Slug).Append('\n');
            foreach (var feed in channel.Feeds)
            {
                text.Append("feed ").Append(feed.Id.Value).Append('\n');
                text.AppendJoin("", feed.Include.Select(rule => $"include {rule.Text}\n")).AppendJoin("", feed.Exclude.Select(rule => $"exclude {rule.Text}\n"));
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
