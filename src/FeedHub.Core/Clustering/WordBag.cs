namespace FeedHub.Clustering;

/// <summary>The words of one text that say something, sorted, with how often each stands where.</summary>
internal sealed class WordBag
{
    private const int MaxTitleLength = 500;
    private const int MaxTitleWords = 60;

    private readonly bool[] _inTitle;
    private readonly ushort[] _inSummary;
    private readonly string[] _spellings;

    private WordBag(string language, string script, uint[] words, bool[] inTitle, ushort[] inSummary, string[] spellings)
    {
        Language = language;
        Script = script;
        Words = words;
        _inTitle = inTitle;
        _inSummary = inSummary;
        _spellings = spellings;
    }

    /// <summary>A language code, or <c>und</c> where only the script is known.</summary>
    public string Language { get; }

    /// <summary>The script, by its ISO 15924 name.</summary>
    public string Script { get; }

    /// <summary>Hashes of the distinct words, ascending.</summary>
    public uint[] Words { get; }

    /// <summary>Whether the summary says anything.</summary>
    public bool HasSummary => _inSummary.AsSpan().ContainsAnyExcept((ushort)0);

    /// <summary>Of each word 0 where it does not stand in the title, else one more than how often it stands in the summary; null: there is only a title.</summary>
    public byte[]? InTitle => HasSummary
        ? [.. _inTitle.Zip(_inSummary, (isInTitle, count) => (byte)(isInTitle ? Math.Min(1 + count, byte.MaxValue) : 0))]
        : null;

    /// <summary>How often the word counts.</summary>
    public double FrequencyAt(int index) => FrequencyOf(_inTitle[index], _inSummary[index]);

    /// <summary>Once for the title, and the more for the summary, but less with each time.</summary>
    public static double FrequencyOf(bool isInTitle, int inSummary) => (isInTitle ? 1 : 0) + (inSummary > 0 ? 1 + Math.Log(inSummary) : 0);

    /// <summary>The word as it is shown.</summary>
    public string SpellingAt(int index) => _spellings[index];

    /// <summary>The words of a text.</summary>
    /// <param name="title">Plain text of any length, of which the beginning counts.</param>
    /// <param name="summary">Plain text of any length, of which the beginning counts; null: none.</param>
    /// <param name="publication">Whose name may stand behind the title.</param>
    /// <param name="claimedLanguage">A BCP 47 tag; null: not said.</param>
    /// <param name="summaryLength">Characters of the summary that count.</param>
    public static WordBag Of(string title, string? summary, string publication, string? claimedLanguage, int summaryLength)
    {
        var head = TextFolding.Fold(Headline.Core(Cut(title, MaxTitleLength), publication));
        var body = TextFolding.Fold(Cut(summary ?? "", summaryLength));
        List<ScannedWord> words = [];
        WordScanner.Scan(head, words);
        var titleCount = words.Count;
        WordScanner.Scan(body, words);
        var (language, script) = LanguageGuess.Of(head + body, words, claimedLanguage);

        var found = new List<(uint Word, bool IsTitle, string Spelling)>(words.Count);
        for (var index = 0; index < words.Count; index++)
        {
            var isTitle = index < titleCount;
            if (!(isTitle && index >= MaxTitleWords) && Says(language, words[index]) is { } word)
            {
                found.Add((WordHash.Of(word), isTitle, word));
            }
        }

        found.Sort((one, other) => one.Word.CompareTo(other.Word));
        return Collect(language, script, found);
    }

    private static WordBag Collect(string language, string script, List<(uint Word, bool IsTitle, string Spelling)> found)
    {
        var (words, inTitle, inSummary, spellings) =
            (new List<uint>(found.Count), new List<bool>(found.Count), new List<ushort>(found.Count), new List<string>(found.Count));
        foreach (var (word, isTitle, spelling) in found)
        {
            if (words.Count == 0 || words[^1] != word)
            {
                words.Add(word);
                inTitle.Add(false);
                inSummary.Add(0);
                spellings.Add(spelling);
            }

            inTitle[^1] |= isTitle;
            inSummary[^1] += (ushort)(isTitle ? 0 : 1);
        }

        return new WordBag(language, script, [.. words], [.. inTitle], [.. inSummary], [.. spellings]);
    }

    /// <summary>The word as it is compared; null: it says nothing.</summary>
    private static string? Says(string language, ScannedWord word)
    {
        if (StopWords.Contains(language, word.Text))
        {
            return word.IsAcronym ? word.Text + "." : null; // US and IT are names, us and it are not
        }

        return word.Text.Length == 1 && word.Text[0] < '\u0250' && !char.IsDigit(word.Text[0]) ? null : word.Text;
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]; // half a letter cannot be folded
}
