namespace FeedHub.Clustering;

/// <summary>
/// A word as 32 bits that are the same in every process, so that vectors need no dictionary, and sums over sorted words come out alike
/// whatever came before. Of half a million words that stand in live stories some 30 pairs are taken for one word, which makes no event: no
/// single word does.
/// </summary>
internal static class WordHash
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>FNV-1a over the characters in lower case, then mixed, since its low bits alone are weak.</summary>
    public static uint Of(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        foreach (var letter in word)
        {
            hash = (hash ^ letter) * Prime;
        }

        hash ^= hash >> 32;
        hash *= 0x9E37_79B9_7F4A_7C15;
        return (uint)(hash >> 32);
    }
}
