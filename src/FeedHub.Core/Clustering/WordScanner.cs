using System.Globalization;

namespace FeedHub.Clustering;

/// <summary>
/// Finds the words of a text: runs of letters and digits, with <c>. ' &amp;</c> between them. Scripts that put no blanks between words
/// (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and Korean, whose words carry their grammar with them, are read in pairs of letters.
/// </summary>
internal static class WordScanner
{
    private const int MaxWordLength = 64;

    /// <summary>The words in order, in lower case, stop words included.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="words">Takes them.</param>
    public static void Scan(string text, List<ScannedWord> words)
    {
        for (var index = 0; index < text.Length;)
        {
            if (IsPaired(text[index]))
            {
                index = ScanPairs(text, index, words);
            }
            else if (char.IsLetterOrDigit(text[index]))
            {
                index = ScanWord(text, index, words);
            }
            else
            {
                index++;
            }
        }
    }

    private static int ScanPairs(string text, int start, List<ScannedWord> words)
    {
        var end = start;
        while (end < text.Length && (IsPaired(text[end]) || IsMark(text[end])))
        {
            end++;
        }

        for (var index = start; index < end; index = Next(text, index, end))
        {
            var second = Next(text, index, end);
            if (second >= end)
            {
                if (index == start)
                {
                    words.Add(new ScannedWord(text[index..end], false));
                }

                break;
            }

            words.Add(new ScannedWord(text[index..Next(text, second, end)], false));
        }

        return end;
    }

    /// <summary>The index of the next letter, past the marks of this one.</summary>
    private static int Next(string text, int index, int end)
    {
        index++;
        while (index < end && IsMark(text[index]))
        {
            index++;
        }

        return index;
    }

    private static int ScanWord(string text, int start, List<ScannedWord> words)
    {
        var end = start + 1;
        var isAbbreviation = false;
        while (end < text.Length)
        {
            if ((char.IsLetterOrDigit(text[end]) && !IsPaired(text[end])) || IsMark(text[end]))
            {
                end++;
            }
            else if (text[end] is '.' or '\'' or '&' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]) && !IsPaired(text[end + 1]))
            {
                isAbbreviation |= text[end] == '.' && char.IsLetter(text[end - 1]) && (end - start == 1 || text[end - 2] == '.'); // not 3.5
                end += 2;
            }
            else if (text[end] == ',' && char.IsDigit(text[end - 1]) && end + 3 < text.Length && char.IsDigit(text[end + 1]) && char.IsDigit(text[end + 2])
                && char.IsDigit(text[end + 3]))
            {
                end += 2; // 1,455
            }
            else
            {
                break;
            }
        }

        var length = Math.Min(end - start, MaxWordLength);
        var word = text.Substring(start, length);
        var isCapital = char.IsUpper(word[0]);
        if (isAbbreviation)
        {
            // U.S. and US, U.N. and UN are one word, and none of "us".
            word = word.Replace(".", "", StringComparison.Ordinal);
        }

        var isAcronym = isAbbreviation || (word.Length is 2 or 3 && word.All(char.IsUpper));
        word = word.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal);
        words.Add(new ScannedWord(WithoutEnding(word), isCapital) { IsAcronym = isAcronym });
        return end;
    }

    /// <summary>Without possessive and plural: the only stemming that was measured to pay.</summary>
    private static string WithoutEnding(string word)
    {
        if (word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("s'", StringComparison.Ordinal))
        {
            word = word[..^2];
        }

        return word switch
        {
            { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => string.Concat(word.AsSpan(0, word.Length - 3), "y"),
            { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') && char.IsAsciiLetter(word[^2]) => word[..^1],
            _ => word,
        };
    }

    private static bool IsPaired(char letter) => letter is
        (>= '\u0e00' and <= '\u0eff') // Thai, Lao
        or (>= '\u1000' and <= '\u109f') // Burmese
        or (>= '\u1780' and <= '\u17ff') // Khmer
        or (>= '\u3040' and <= '\u30ff') // kana
        or (>= '\u3400' and <= '\u9fff') // Han
        or (>= '\uac00' and <= '\ud7af') // Hangul
        or (>= '\uf900' and <= '\ufaff');

    private static bool IsMark(char letter) => letter >= '\u0300'
        && char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}

/// <summary>One word of a text.</summary>
/// <param name="Text">In lower case, without ending.</param>
/// <param name="IsCapital">It is written with a capital.</param>
internal readonly record struct ScannedWord(string Text, bool IsCapital)
{
    /// <summary>Two or three capitals, or capitals with points.</summary>
    public bool IsAcronym { get; init; }
}
