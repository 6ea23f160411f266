using System.ServiceModel.Syndication;
using System.Xml;

namespace FeedHub.Reading;

/// <summary>The documents to measure with: real ones, read where they lie.</summary>
internal static class Documents
{
    private static readonly Lazy<IReadOnlyList<byte[]>> Readable = new(() => [.. ReadAll().Where(IsReadable)]);

    public static IReadOnlyList<byte[]> ReadableBySyndication() => Readable.Value;

    /// <summary>Loads a document as a program of the framework would, and touches what loads lazily; the number of items.</summary>
    public static int LoadSyndication(byte[] document)
    {
        using var reader = XmlReader.Create(new MemoryStream(document));
        var feed = SyndicationFeed.Load(reader);
        var count = 0;
        foreach (var _ in feed.Items)
        {
            count++;
        }

        return count;
    }

    private static bool IsReadable(byte[] document)
    {
        try
        {
            return LoadSyndication(document) >= 0;
        }
        catch (Exception exception) when (exception is XmlException or NotSupportedException or FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<byte[]> ReadAll() =>
        Directory.EnumerateFiles(Folder(), "*.*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("FEEDHUB_BENCHMARK_FEEDS") is { Length: > 0 } folder)
        {
            return folder;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "FeedHub.sln")))
            {
                return Path.Combine(directory.Parent?.FullName ?? "", "shared", "corpus", "feeds");
            }
        }

        throw new DirectoryNotFoundException("No folder of feeds: name one in FEEDHUB_BENCHMARK_FEEDS.");
    }
}
