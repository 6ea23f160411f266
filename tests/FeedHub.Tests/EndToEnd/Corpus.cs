using System.Text.RegularExpressions;

namespace FeedHub.EndToEnd;

/// <summary>Real feed documents beside the clone, where there are any. They are read where they lie, and never copied.</summary>
internal static partial class Corpus
{
    private static readonly string? Folder = Find();

    /// <summary>Skips the test aloud where there is no corpus; it stands beside a developer's clone, not in it.</summary>
    public static void Require() =>
        Assert.SkipWhen(Folder is null, "The corpus of real feeds is not beside this clone (../shared/corpus), so what needs it is skipped.");

    /// <summary>Every feed document with the Content-Type that a server might have sent: with its charset, where one is declared and true.</summary>
    public static IReadOnlyList<(string Name, OriginDocument Document)> Read()
    {
        var manifest = File.ReadAllLines(Path.Combine(Folder!, "MANIFEST.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .ToDictionary(fields => Path.GetFileName(fields[0]), fields => fields[2], StringComparer.Ordinal);
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(Folder!, "feeds"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => (
                    Path.GetFileName(path),
                    new OriginDocument(File.ReadAllBytes(path))
                    {
                        ContentType = ContentTypeOf(path, manifest.GetValueOrDefault(Path.GetFileName(path), "")),
                    })),
        ];
    }

    /// <summary>The path of a list of subscriptions.</summary>
    public static string OpmlPath(string name) => Path.Combine(Folder!, "opml", name);

    private static string ContentTypeOf(string path, string encoding)
    {
        var type = path.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "text/xml";
        return DeclaredAndTrue().Match(encoding) is { Success: true } match ? $"{type}; charset={match.Groups[1].Value}" : type;
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

    [GeneratedRegex(@"^([A-Za-z0-9_-]+) / as declared", RegexOptions.CultureInvariant)]
    private static partial Regex DeclaredAndTrue();
}
