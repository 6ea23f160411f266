using System.Text;

namespace FeedHub;

/// <summary>The documents that were written for this repository, so that something is tested where there is no corpus.</summary>
internal static class OwnDocuments
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The path of every document relative to the fixtures, in ordinal order.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".xml" or ".json" && !path.EndsWith(".expected.json", StringComparison.Ordinal)
                && !path.Contains("/lists/", StringComparison.Ordinal)) // feed lists, which are no feeds
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The small documents and parts of documents that the conformance suite consists of.</summary>
    public static IEnumerable<byte[]> Fragments() =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "conformance"), "*.cases").Order(StringComparer.Ordinal)
        from part in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n<<<\n").Skip(1)
        select Encoding.UTF8.GetBytes(part.Split("\n>>>\n")[0]);

    /// <summary>The dates of the conformance suite, as they are written.</summary>
    public static IEnumerable<string> Dates() =>
        File.ReadLines(Path.Combine(Root, "conformance", "dates.table"))
            .Where(line => line.Contains(" => ", StringComparison.Ordinal))
            .Select(line => line.Split(" => ")[0].Trim());

    /// <summary>The bytes of a document that <see cref="Names"/> names.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name));
}
