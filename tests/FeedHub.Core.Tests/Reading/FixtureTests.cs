namespace FeedHub.Reading;

/// <summary>Whole documents, each beside what it must read as.</summary>
public sealed class FixtureTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private static readonly string[] Folders = ["atom", "broken", "cdf", "encoding", "json", "modules", "rdf", "rss"];

    public static IEnumerable<TheoryDataRow<string>> Documents() =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.expected.json"))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(name => new TheoryDataRow<string>(name[..^".expected.json".Length]));

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_fixture_reads_as_expected(string name)
    {
        var document = new[] { ".xml", ".json" }.Select(ending => Path.Combine(Root, name + ending)).First(File.Exists);
        var feed = Reads.Feed(File.ReadAllBytes(document));

        Expectation.Check(File.ReadAllText(Path.Combine(Root, name + ".expected.json")), feed);
    }
}
