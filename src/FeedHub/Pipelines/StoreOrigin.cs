using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>Whether the store was begun again after damage, in which case feeds that it does not know may have been visited lately.</summary>
internal sealed class StoreOrigin
{
    private volatile StoreReplacement? _replacement;

    /// <summary>The last time that a damaged database was moved aside; null: never.</summary>
    public StoreReplacement? Replacement => _replacement;

    public void Replaced(StoreReplacement replacement) => _replacement = replacement;

    /// <summary>No feed unknown to the store is visited before; null: at once.</summary>
    public DateTimeOffset? NotBefore(TimeSpan minInterval) => _replacement?.LastWriteAt + minInterval;
}
