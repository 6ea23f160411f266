using System.Text.RegularExpressions;

namespace FeedHub.Clustering;

/// <summary>What of a title tells of the event, without what newsrooms put around it.</summary>
internal static partial class Headline
{
    private const string Marks = "UPDATE|WRAPUP|REFILE|CORRECTED|RPT|EXCLUSIVE|BREAKING|VIDEO|WATCH|PHOTOS?|LIVE|OPINION|ANALYSIS|EXPLAINER|FACTBOX";
    private const int MinNameLength = 4;

    /// <summary>The title without agency marks in front, and without the publication's own name behind.</summary>
    public static string Core(string title, string publisher)
    {
        title = Prefix.Replace(title, "");
        if (Tail.Match(title) is { Success: true } tail && tail.Index > 0
            && (IsName(tail.Groups["name"].Value, publisher) || tail.Groups["bar"].Success))
        {
            title = title[..tail.Index];
        }

        return title;
    }

    /// <summary>Whether the text behind the last hyphen is the publication: its name and its host say the same letters.</summary>
    private static bool IsName(string tail, string publisher)
    {
        var (one, other) = (Letters(tail), Letters(publisher));
        return one.Length >= MinNameLength && other.Length >= MinNameLength
            && (other.Contains(one, StringComparison.Ordinal) || one.Contains(other, StringComparison.Ordinal));
    }

    private static string Letters(string text) =>
        new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // In capitals a hyphen may stick to what follows (UPDATE 1-Oil); else that is a word (video-game).
    [GeneratedRegex(
        @"^\s*(?:(?:" + Marks + @")(?:\s*\d+)?\s*[-:–—|]\s*|(?i:" + Marks + @")(?:\s*\d+)?\s*(?:[:|]|[-–—]\s)\s*)+", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix { get; }

    [GeneratedRegex(@"\s+(?:[-–—]|(?<bar>[|»·]))\s+(?<name>[^|»·]{2,60})$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Tail { get; }
}
