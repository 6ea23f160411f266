using FeedHub.Fetching;
using FeedHub.Polling;
using FeedHub.Scheduling;
using FeedHub.Storage;
using Microsoft.Extensions.Options;

namespace FeedHub.Pipelines;

/// <summary>What operators do to feeds while the service runs. It is kept in the store, never in the list.</summary>
internal sealed partial class OperateFeeds(
    IFeedStore store, PollDueFeeds polls, OriginGate gate, IOptions<PollingOptions> options, TimeProvider clock, ILogger<OperateFeeds> logger)
{
    /// <summary>Visits a feed as soon as its origin is free. Returns why not; null: it does.</summary>
    public async Task<string?> PollAsync(FeedId id, string keyId, CancellationToken cancellationToken)
    {
        var reason = await polls.RequestAsync(id, cancellationToken);
        Log.Wished(logger, keyId, reason is null ? "a visit of" : "a visit, which must not be, of", id.Value);
        return reason;
    }

    public Task PauseAsync(FeedId id, string keyId, CancellationToken cancellationToken)
    {
        Log.Wished(logger, keyId, "a pause of", id.Value);
        return ChangeAsync(state => state.Id == id ? OperatorWish.Pause(state, clock.GetStoredNow()) : state, cancellationToken);
    }

    public Task ResumeAsync(FeedId id, string keyId, CancellationToken cancellationToken)
    {
        Log.Wished(logger, keyId, "the end of the pause of", id.Value);
        return ChangeAsync(state => state.Id == id ? OperatorWish.Resume(state, options.Value.MinInterval, clock.GetStoredNow()) : state, cancellationToken);
    }

    /// <summary>Ends the rest that an origin asked for. Returns how many feeds are due again.</summary>
    public async Task<int> UnblockAsync(Uri url, string keyId, CancellationToken cancellationToken)
    {
        var origin = FeedSource.OriginOf(url);
        var scope = gate.ScopeOf(origin);
        Log.Wished(logger, keyId, "the end of the rest of", origin);
        gate.Unblock(origin);
        return await ChangeAsync(
            state => gate.ScopeOf(state.Origin) == scope ? OperatorWish.Unblock(state, options.Value.MinInterval, clock.GetStoredNow()) : state, cancellationToken);
    }

    private async Task<int> ChangeAsync(Func<FeedState, FeedState> wish, CancellationToken cancellationToken)
    {
        var count = 0;
        await store.ChangeFeedsAsync(
            states =>
            {
                IReadOnlyList<FeedState> changed = [.. states.Select(state => (Before: state, After: wish(state))).Where(pair => pair.After != pair.Before).Select(pair => pair.After)];
                count = changed.Count;
                return changed;
            },
            cancellationToken);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The holder of API key {KeyId} wants {Wish} {Target}")]
        public static partial void Wished(ILogger logger, string keyId, string wish, string target);
    }
}
