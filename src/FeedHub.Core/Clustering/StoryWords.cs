namespace FeedHub.Clustering;

/// <summary>The words of a text as stories are compared by: folded, in lower case and without endings, so that whoever searches finds alike.</summary>
public static class StoryWords
{
    /// <summary>The words in their order; of scripts that are written without spaces, pairs of letters.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<ScannedWord> words = [];
        WordScanner.Scan(TextFolding.Fold(text), words);
        return words.ConvertAll(word => word.Text);
    }
}
