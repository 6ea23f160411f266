using System.Text.RegularExpressions;

namespace FeedHub.Architecture;

/// <summary>What no line and no name of ours says.</summary>
public sealed partial class HouseStyleTests
{
    [Fact]
    public void Nothing_is_left_undone_and_nothing_blocks() => Assert.Empty(
        from file in Sources()
        from line in File.ReadLines(file.FullName).Index()
        where Unwanted.IsMatch(line.Item)
        select $"{Path.GetRelativePath(Clone.Folder, file.FullName)}:{line.Index + 1}: {line.Item.Trim()}");

    [Fact]
    public void The_search_for_it_finds_what_it_looks_for() => Assert.All(
        (string[])["// TO" + "DO: later", "// FIX" + "ME", "throw new NotImpl" + "ementedException();", "Thread." + "Sleep(1);", "async " + "void Run()", "Run().GetAwaiter()" + ".GetResult()"],
        line => Assert.Matches(Unwanted, line));

    [Fact]
    public void No_name_hides_what_a_thing_does()
    {
        var files = Sources().Select(file => Path.GetFileNameWithoutExtension(file.Name));
        var types = CodeMap.All.SelectMany(map => map.Types).Where(type => type.Namespace.StartsWith("FeedHub", StringComparison.Ordinal))
            .Select(type => type.Name);
        Assert.Empty(files.Concat(types).Where(name => Vague.IsMatch(name)).Distinct());
    }

    private static IEnumerable<FileInfo> Sources() =>
        from folder in (string[])["src", "tests"]
        from file in new DirectoryInfo(Path.Combine(Clone.Folder, folder)).EnumerateFiles("*", SearchOption.AllDirectories)
        where file.Extension is ".cs" or ".razor" && !Built.IsMatch(file.FullName)
        select file;

    // The words are written so that this file is none of those that it finds.
    [GeneratedRegex(@"\b[T]ODO\b|\b[F]IXME\b|[N]otImplementedException|[T]hread\.Sleep|async[ ]void\b|\.GetAwaiter\(\)[.]GetResult")]
    private static partial Regex Unwanted { get; }

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Service|Info|Base)(`[0-9]+)?$")]
    private static partial Regex Vague { get; }

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built { get; }
}
