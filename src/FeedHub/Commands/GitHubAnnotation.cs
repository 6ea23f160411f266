using System.Globalization;
using FeedHub.Configuration;

namespace FeedHub.Commands;

/// <summary>Workflow commands of GitHub Actions, which puts them beside the lines of a pull request.</summary>
internal static class GitHubAnnotation
{
    /// <summary>A mistake of the list.</summary>
    public static string Of(ListMistake mistake, string file) => Of(
        "error", file, mistake.Line, mistake.Column, mistake.Path.Length > 0 ? $"{mistake.Path}: {mistake.Message}" : mistake.Message);

    /// <summary>One annotation.</summary>
    /// <param name="level"><c>error</c>, <c>warning</c> or <c>notice</c>.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">From 1; 0: the file as a whole is meant.</param>
    /// <param name="column">From 1; 0: the line as a whole is meant.</param>
    /// <param name="message">What to say.</param>
    public static string Of(string level, string file, int line, int column, string message)
    {
        var place = line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",line={line}{(column == 0 ? "" : $",col={column}")}");
        return $"::{level} file={Property(file)}{place}::{Data(message)}";
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
