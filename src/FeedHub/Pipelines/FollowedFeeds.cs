using FeedHub.Polling;
using FeedHub.Scheduling;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>The list that the service follows now, and the step that brings the store in line with it.</summary>
internal sealed class FollowedFeeds(
    IFeedStore store, IOptions<PollingOptions> options, IOptions<Fetching.FetchOptions> fetching, StoreOrigin origin,
    Fetching.OriginGate gate, Serving.PublicAddress address, TimeProvider clock)
{
    private volatile Snapshot _now = new(new FeedList { Title = "", Channels = [] });

    /// <summary>The list.</summary>
    public FeedList List => _now.List;

    /// <summary>Its feeds by id.</summary>
    public IReadOnlyDictionary<FeedId, FeedSource> Sources => _now.Sources;

    /// <summary>Takes over a valid list: new feeds are due at once, feeds that left rest.</summary>
    /// <returns>Why it was not taken over, for the operator; null: it was.</returns>
    public async Task<string?> FollowAsync(FeedList list, CancellationToken cancellationToken)
    {
        if (IntervalRule.MistakeIn(options.Value, fetching.Value, list) is { } mistake)
        {
            return mistake;
        }

        if (list.Feeds.FirstOrDefault(feed => OwnPublications.IsAddress(feed.Url, address.Url)) is { } own)
        {
            return $"the feed {own.Id} is one that this FeedHub serves itself, so its entries would come back for ever: remove it from the list";
        }

        var now = clock.GetStoredNow();
        await store.ChangeFeedsAsync(
            states => FeedRoster.Reconcile(list, states, options.Value.Spacing, origin.NotBefore(options.Value.MinInterval), now), cancellationToken);

        // Origins that asked for rest have it whichever process was asked to give it.
        foreach (var feed in await store.ReadFeedsAsync(cancellationToken))
        {
            if (feed.BlockedUntil > now)
            {
                gate.Block(feed.Origin, feed.BlockedUntil.Value);
            }
        }

        _now = new Snapshot(list);
        return null;
    }

    private sealed class Snapshot(FeedList list)
    {
        public FeedList List { get; } = list;

        public IReadOnlyDictionary<FeedId, FeedSource> Sources { get; } = list.Feeds.ToDictionary(source => source.Id);
    }
}
