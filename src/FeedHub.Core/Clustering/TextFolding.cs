using System.Globalization;
using System.Text;

namespace FeedHub.Clustering;

/// <summary>Spellings of one word made one: compatibility forms, accents, vowel points; case stays, since it tells names.</summary>
internal static class TextFolding
{
    /// <summary>The folded text; ASCII is returned as it is.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        string decomposed;
        try
        {
            decomposed = text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text; // a lone surrogate: compared as it stands
        }

        var folded = new StringBuilder(decomposed.Length);
        foreach (var letter in decomposed)
        {
            var plain = letter switch
            {
                '\u2018' or '\u2019' or '\u02bc' or '\u00b4' or '`' => '\'',
                '\u0131' => 'i', // dotless i, as its capital folds to
                '\u0142' => 'l',
                '\u0141' => 'L',
                '\u00f8' => 'o',
                '\u00d8' => 'O',
                '\u0111' => 'd',
                '\u0110' => 'D',
                '\u03c2' => '\u03c3', // final sigma, which capitals do not know
                '\u06cc' or '\u0649' => '\u064a', // Persian and undotted yeh
                '\u06a9' => '\u0643', // Persian kaf
                _ => letter,
            };
            if (!IsDecoration(plain))
            {
                folded.Append(plain);
            }
        }

        return folded.Replace("\u00df", "ss").Replace("\u00e6", "ae").Replace("\u00c6", "AE").Replace("\u0153", "oe").Replace("\u0152", "OE").ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Marks without which a word is still the same: accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Vowels of Indic and
    /// Southeast Asian scripts are marks too, and stay.
    /// </summary>
    private static bool IsDecoration(char letter) =>
        letter is (>= '\u0300' and <= '\u036f') or (>= '\u0591' and <= '\u05c7') or (>= '\u064b' and <= '\u065f') or '\u0670' or '\u0640'
        || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
