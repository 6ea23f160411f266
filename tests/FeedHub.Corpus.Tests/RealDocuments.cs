namespace FeedHub;

/// <summary>Real feed documents beside the clone, where there are any. They are read where they lie, and never copied.</summary>
internal static class RealDocuments
{
    private static readonly string? Folder = Find();

    /// <summary>Whether there are any.</summary>
    public static bool AreThere => Folder is not null;

    /// <summary>Skips the test aloud where there is no corpus; it stands beside a developer's clone, not in it.</summary>
    public static void Require() =>
        Assert.SkipWhen(Folder is null, "The corpus of real feeds is not beside this clone (../shared/corpus), so what needs it is skipped.");

    /// <summary>The path of every document relative to the corpus, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder!, "feeds"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder!, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a document that <see cref="Names"/> names.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder!, name));

    /// <summary>The rows of a labelled set of stories, by the names of the columns.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> ReadStories(string name)
    {
        var lines = File.ReadLines(Path.Combine(Folder!, "stories", name)).Select(line => line.Split('\t')).ToList();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));
    }

    private static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "FeedHub.sln")))
            {
                var corpus = Path.Combine(directory.Parent?.FullName ?? "", "shared", "corpus");
                return Directory.Exists(corpus) ? corpus : null;
            }
        }

        return null;
    }
}
