using System.Globalization;

namespace FeedHub.Clustering;

/// <summary>
/// In how many texts a word stands where nothing particular happens, so that a new hub knows common words from rare ones at once. The table,
/// <c>BackgroundWords.txt</c>, is made of word counts of real feeds; where a language is missing, stories alone tell.
/// </summary>
internal static class BackgroundWords
{
    private static readonly Dictionary<uint, float> _shares = Load();

    /// <summary>The share of texts of its language that hold the word; 0: unknown.</summary>
    public static float ShareOf(uint word) => _shares.GetValueOrDefault(word);

    private static Dictionary<uint, float> Load()
    {
        var shares = new Dictionary<uint, float>();
        var all = 1f;
        foreach (var line in Resource.Lines("BackgroundWords.txt"))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var count = float.Parse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture);
            if (line[0] == '@')
            {
                all = count; // a language begins, with its number of texts
            }
            else
            {
                var word = WordHash.Of(line.AsSpan(0, blank));
                shares[word] = Math.Max(shares.GetValueOrDefault(word), count / all);
            }
        }

        return shares;
    }
}
