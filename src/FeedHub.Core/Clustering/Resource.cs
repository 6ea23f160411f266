namespace FeedHub.Clustering;

/// <summary>The word lists that are part of the program.</summary>
internal static class Resource
{
    /// <summary>The lines of a list, without comments and empty ones.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream($"FeedHub.Clustering.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
