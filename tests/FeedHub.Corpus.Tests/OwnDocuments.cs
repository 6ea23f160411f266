namespace FeedHub;

/// <summary>The documents that were written for this repository, so that something is tested where there is no corpus.</summary>
internal static class OwnDocuments
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The path of every document relative to the fixtures, in ordinal order.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".xml" or ".json" && !path.EndsWith(".expected.json", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a document that <see cref="Names"/> names.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name));
}
