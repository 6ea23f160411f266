namespace FeedHub.Scheduling;

/// <summary>Moments as they are kept.</summary>
internal static class StoredMoments
{
    extension(TimeProvider clock)
    {
        /// <summary>Now in whole milliseconds, the coarsest grain that a store keeps: so what is read back equals what was written.</summary>
        public DateTimeOffset GetStoredNow() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
