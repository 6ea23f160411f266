using System.Runtime.ExceptionServices;

namespace FeedHub.Storage.LiteDb;

/// <summary>The turning of many nouns into documents and back, which costs more than to write and to read them.</summary>
internal static class Packing
{
    private const int FewCount = 64; // small ones are not worth a second thread

    /// <summary>What each comes to, in the same order.</summary>
    public static List<TTo> All<TFrom, TTo>(IReadOnlyCollection<TFrom> nouns, Func<TFrom, TTo> pack, int fewCount = FewCount)
    {
        if (nouns.Count < fewCount)
        {
            return [.. nouns.Select(pack)];
        }

        var given = nouns as IReadOnlyList<TFrom> ?? [.. nouns];
        var packed = new TTo[given.Count];
        try
        {
            // The caller does what others have no time for: it must not wait for a place in the thread pool.
            Parallel.For(0, packed.Length, index => packed[index] = pack(given[index]));
        }
        catch (AggregateException exception)
        {
            // A document that cannot be read says the same whoever reads it.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            throw;
        }

        return [.. packed];
    }
}
