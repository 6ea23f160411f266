using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FeedHub;

/// <summary>Names as addresses show them: <c>[a-z0-9-]{1,64}</c>.</summary>
public static class Slug
{
    private const int MaxLength = 64;

    // Letters that no decomposition leads to ASCII, and the umlauts as German writes them without dots.
    private static readonly Dictionary<char, string> Letters = Pairs(
        "ä ae ö oe ü ue ß ss æ ae œ oe ø o å a ð d đ d þ th ł l ħ h ı i ĸ k ŋ n ŧ t ə e " +
        "а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e " +
        "ю yu я ya є ye і i ї yi ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ gj ќ kj ѕ dz " +
        "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");

    /// <summary>
    /// The name transliterated, in lower case, its words joined by hyphens and cut to 64 characters; <c>c-</c> and 8 hex digits of
    /// the SHA-256 of the name where no letter or digit is left.
    /// </summary>
    public static string FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slug = Join(Transliterate(name), MaxLength);
        return slug.Length > 0 ? slug : "c-" + ShortHash(name);
    }

    /// <summary>Letters and digits of ASCII kept, each run of anything else one hyphen, none at the ends; may be empty.</summary>
    internal static string Join(string text, int maxLength)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString(0, Math.Min(slug.Length, maxLength)).Trim('-');
    }

    /// <summary>The first 8 hex digits of the SHA-256 of the text in UTF-8.</summary>
    internal static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    private static string Transliterate(string name)
    {
        var latin = new StringBuilder(name.Length);
        // Rune by rune, since half a surrogate pair cannot be normalized.
        foreach (var letter in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var lower = Rune.ToLowerInvariant(letter).ToString();
            if (Letters.TryGetValue(lower[0], out var known))
            {
                latin.Append(known);
                continue;
            }

            foreach (var part in lower.Normalize(NormalizationForm.FormD))
            {
                // Marks belong to their letter, soft signs and apostrophes to their word: none of them parts it.
                var isSilent = char.GetUnicodeCategory(part) == UnicodeCategory.NonSpacingMark || part is 'ъ' or 'ь' or '\'' or '’' or 'ʼ';
                latin.Append(isSilent ? "" : Letters.GetValueOrDefault(part, part.ToString()));
            }
        }

        return latin.ToString();
    }

    private static Dictionary<char, string> Pairs(string table) =>
        table.Split(' ').Chunk(2).ToDictionary(pair => pair[0][0], pair => pair[1]);
}
