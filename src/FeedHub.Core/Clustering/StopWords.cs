using System.Collections.Frozen;

namespace FeedHub.Clustering;

/// <summary>The words that tell nothing of an event, by language; the list is <c>StopWords.txt</c>.</summary>
internal static class StopWords
{
    private static readonly string[] _languages = [.. Resource.Lines("StopWords.txt").Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)])];

    private static readonly FrozenDictionary<string, uint> _languagesOf = Load();

    /// <summary>The languages of which the words are known, in the order of the bits of <see cref="LanguagesOf"/>.</summary>
    public static IReadOnlyList<string> Languages => _languages;

    /// <summary>A bit for each language in which the word is one of these.</summary>
    public static uint LanguagesOf(string word) => _languagesOf.GetValueOrDefault(word);

    /// <summary>Whether the word tells nothing; in a language that is not known every word tells something.</summary>
    public static bool Contains(string language, string word) =>
        Array.IndexOf(_languages, language) is >= 0 and var bit && (LanguagesOf(word) & (1u << bit)) != 0;

    private static FrozenDictionary<string, uint> Load()
    {
        var found = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var (bit, line) in Resource.Lines("StopWords.txt").Index())
        {
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                found[word] = found.GetValueOrDefault(word) | (1u << bit);
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
