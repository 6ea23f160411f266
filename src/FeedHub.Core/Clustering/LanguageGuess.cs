using System.Numerics;

namespace FeedHub.Clustering;

/// <summary>
/// The language of a short text: its script where that decides, else the language whose stop words it holds most of. What the feed claims
/// counts where the script can write it and the words do not say otherwise, since feeds often keep the default of their software.
/// </summary>
internal static class LanguageGuess
{
    private static readonly string[] _latin =
        ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "hu", "ro", "tr", "id", "vi"];

    private static readonly string[] _cyrillic = ["ru", "uk", "bg"];
    private static readonly string[] _arabic = ["ar", "fa", "ur"];

    /// <summary>Where only the script is known.</summary>
    public const string Unknown = "und";

    /// <summary>Whether texts may be of one language, as far as is known.</summary>
    public static bool MayBeOne(string one, string other) => one == other || one == Unknown || other == Unknown;

    /// <summary>A language code, or <see cref="Unknown"/>, and the script by its ISO 15924 name.</summary>
    public static (string Language, string Script) Of(string text, IReadOnlyList<ScannedWord> words, string? claimed)
    {
        var claim = claimed?.Split('-', '_')[0].ToLowerInvariant();
        return ScriptOf(text) switch
        {
            Script.Latin => (Best(words, _latin, claim), "Latn"),
            Script.Cyrillic => (Best(words, _cyrillic, claim), "Cyrl"),
            Script.Arabic => (Best(words, _arabic, claim), "Arab"),
            Script.Greek => ("el", "Grek"),
            Script.Hebrew => ("he", "Hebr"),
            Script.Devanagari => (claim is "mr" or "ne" ? claim : "hi", "Deva"),
            Script.Thai => ("th", "Thai"),
            Script.Kana => ("ja", "Jpan"),
            Script.Hangul => ("ko", "Kore"),
            Script.Han => claim == "ja" ? ("ja", "Jpan") : ("zh", "Hani"),
            _ => (Unknown, "Zyyy"),
        };
    }

    private static string Best(IReadOnlyList<ScannedWord> words, string[] languages, string? claim)
    {
        Span<int> hits = stackalloc int[StopWords.Languages.Count];
        for (var index = 0; index < words.Count; index++)
        {
            for (var bits = StopWords.LanguagesOf(words[index].Text); bits != 0; bits &= bits - 1)
            {
                hits[BitOperations.TrailingZeroCount(bits)] += 2;
            }
        }

        var (best, bestHits) = (Unknown, 0);
        for (var bit = 0; bit < hits.Length; bit++)
        {
            var language = StopWords.Languages[bit];
            var count = hits[bit] + (language == claim && hits[bit] > 0 ? 1 : 0); // of two equally likely the claimed one
            if (count > bestHits && Array.IndexOf(languages, language) >= 0)
            {
                (best, bestHits) = (language, count);
            }
        }

        // Three or four words hold none or one by chance: then the claim is the better witness.
        return bestHits > 3 || claim is null ? best : Array.IndexOf(languages, claim) >= 0 ? claim : best;
    }

    private static Script ScriptOf(string text)
    {
        Span<int> counts = stackalloc int[Enum.GetValues<Script>().Length];
        foreach (var letter in text)
        {
            var script = letter switch
            {
                (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '\u00c0' and <= '\u024f') or (>= '\u1e00' and <= '\u1eff') => Script.Latin,
                >= '\u0370' and <= '\u03ff' => Script.Greek,
                >= '\u0400' and <= '\u052f' => Script.Cyrillic,
                >= '\u0590' and <= '\u05ff' => Script.Hebrew,
                (>= '\u0600' and <= '\u06ff') or (>= '\u0750' and <= '\u077f') => Script.Arabic,
                >= '\u0900' and <= '\u097f' => Script.Devanagari,
                >= '\u0e00' and <= '\u0e7f' => Script.Thai,
                >= '\u3040' and <= '\u30ff' => Script.Kana,
                >= '\uac00' and <= '\ud7af' => Script.Hangul,
                >= '\u4e00' and <= '\u9fff' => Script.Han,
                _ => Script.None,
            };
            counts[(int)script]++;
        }

        counts[(int)Script.None] = 0;
        if (counts[(int)Script.Kana] > 0 && counts[(int)Script.Kana] + counts[(int)Script.Han] > counts[(int)Script.Latin])
        {
            return Script.Kana;
        }

        var most = Script.None;
        foreach (var script in Enum.GetValues<Script>())
        {
            // A letter of Han or Hangul says as much as two or three of an alphabet.
            var weight = script is Script.Han or Script.Hangul ? 3 : 1;
            most = counts[(int)script] * weight > counts[(int)most] * (most is Script.Han or Script.Hangul ? 3 : 1) ? script : most;
        }

        return most;
    }

    private enum Script
    {
        None,
        Latin,
        Greek,
        Cyrillic,
        Hebrew,
        Arabic,
        Devanagari,
        Thai,
        Kana,
        Hangul,
        Han,
    }
}
