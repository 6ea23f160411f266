using System.Text.RegularExpressions;

namespace FeedHub;

/// <summary>Where the page of a story is: <c>/stories/{uuid}</c>, below the public address; its data is there with <c>.json</c> (CONTRACT, Paths).</summary>
public static partial class StoryPath
{
    private const string Folder = "/stories/";
    private const string Scheme = "urn:uuid:";
    private const string DataExtension = ".json";

    /// <summary>The page of a story.</summary>
    /// <param name="storyId"><see cref="Story.Id"/>.</param>
    /// <exception cref="ArgumentException">It is no <c>urn:uuid:</c>.</exception>
    public static string Of(string storyId)
    {
        ArgumentNullException.ThrowIfNull(storyId);
        return storyId.StartsWith(Scheme, StringComparison.Ordinal)
            ? Folder + storyId[Scheme.Length..]
            : throw new ArgumentException($"{storyId} is no id of a story, which begins with {Scheme}", nameof(storyId));
    }

    /// <summary>What explains a story.</summary>
    /// <param name="storyId"><see cref="Story.Id"/>.</param>
    /// <exception cref="ArgumentException">It is no <c>urn:uuid:</c>.</exception>
    public static string OfData(string storyId) => Of(storyId) + DataExtension;

    /// <summary>The id of the story whose page or data a path is; null: of none.</summary>
    public static string? StoryOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var end = IsData(path) ? path.Length - DataExtension.Length : path.Length;
        return path.StartsWith(Folder, StringComparison.Ordinal) && Uuid.IsMatch(path.AsSpan(Folder.Length, Math.Max(0, end - Folder.Length)))
            ? Scheme + path[Folder.Length..end]
            : null;
    }

    /// <summary>Whether a path of a story is that of its data, not of its page.</summary>
    public static bool IsData(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(DataExtension, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Uuid { get; }
}
