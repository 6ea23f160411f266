using System.Globalization;

namespace FeedHub.Deduplicating;

/// <summary>How alike two texts are (CONTRACT, Updated).</summary>
internal static class Resemblance
{
    /// <summary>A text that resembles its earlier self less than this is a material change.</summary>
    public const double MaterialBelow = 0.9;

    private const int WordsPerShingle = 3;

    /// <summary>Equal but for case, punctuation and white space.</summary>
    public static bool SameTitle(string one, string other) => TitleKey(one) == TitleKey(other);

    /// <summary>The same text for titles that are the same.</summary>
    public static string TitleKey(string title) =>
        string.Join(' ', Words(title)) is { Length: > 0 } words ? words : title.Trim(); // of symbols alone, as notes of one emoji are

    /// <summary>The share of common three-word runs among all of both (Jaccard), from 0 to 1; markup does not count.</summary>
    public static double Of(string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return 1;
        }

        var (first, second) = (Shingles(one), Shingles(other));
        var common = first.Count(second.Contains);
        var all = first.Count + second.Count - common;
        return all == 0 ? 1 : (double)common / all;
    }

    private static HashSet<string> Shingles(string html)
    {
        var words = Words(html).ToArray();
        if (words.Length is > 0 and < WordsPerShingle)
        {
            return [string.Join(' ', words)];
        }

        return [.. Enumerable
            .Range(0, Math.Max(0, words.Length - WordsPerShingle + 1))
            .Select(start => string.Join(' ', words.AsSpan(start, WordsPerShingle)!))];
    }

    /// <summary>Runs of letters, their marks, and digits outside of tags, in lower case; a letter of an unspaced script is a word of its own.</summary>
    private static IEnumerable<string> Words(string html)
    {
        var start = -1;
        var inTag = false;
        for (var index = 0; index <= html.Length; index++)
        {
            var letter = index < html.Length ? html[index] : ' ';
            var isWord = !inTag && (char.IsLetterOrDigit(letter) || (start >= 0 && IsMark(letter)));
            var standsAlone = isWord && letter is >= '\u2e80' and <= '\u9fff' or >= '\uac00' and <= '\ud7af';
            if (start >= 0 && (!isWord || standsAlone))
            {
                yield return html[start..index].ToLowerInvariant();
                start = -1;
            }

            if (standsAlone)
            {
                yield return letter.ToString();
            }
            else if (isWord && start < 0)
            {
                start = index;
            }

            inTag = letter == '<' ? index + 1 < html.Length && (char.IsLetter(html[index + 1]) || html[index + 1] == '/') : inTag && letter != '>';
        }
    }

    /// <summary>Vowels of Indic scripts, accents and points: without them words are others.</summary>
    private static bool IsMark(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
