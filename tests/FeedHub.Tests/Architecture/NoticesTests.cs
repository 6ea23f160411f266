using System.Text.Json;
using System.Text.RegularExpressions;

namespace FeedHub.Architecture;

/// <summary>THIRD-PARTY-NOTICES.md names what is shipped with the program, and nothing else.</summary>
public sealed partial class NoticesTests
{
    // It reads our sources while they are built, and is not part of what is built.
    private const string BuildOnly = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    [Fact]
    public void HARD_7_The_notices_name_every_package_that_is_shipped_and_no_other()
    {
        var shipped = Locked().Where(package => package.Name != BuildOnly).Distinct().Select(package => $"{package.Name} {package.Version}");

        Assert.Equal(shipped.Order(StringComparer.Ordinal), Noticed().Select(row => $"{row.Name} {row.Version}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_text_of_every_license_that_they_name_is_there()
    {
        var notices = File.ReadAllText(Clone.PathOf("THIRD-PARTY-NOTICES.md"));

        Assert.All(Noticed(), row => Assert.Contains($"\n## {row.License}\n", notices, StringComparison.Ordinal));
        Assert.All(Noticed(), row => Assert.NotEmpty(row.Copyright));
    }

    private static IEnumerable<(string Name, string Version)> Locked()
    {
        using var locked = JsonDocument.Parse(File.ReadAllBytes(Clone.PathOf("src", "FeedHub", "packages.lock.json")));
        return
        [
            .. from target in locked.RootElement.GetProperty("dependencies").EnumerateObject()
               from package in target.Value.EnumerateObject()
               where package.Value.GetProperty("type").GetString() != "Project"
               select (package.Name, package.Value.GetProperty("resolved").GetString()!),
        ];
    }

    private static IEnumerable<(string Name, string Version, string License, string Copyright)> Noticed() =>
        from line in File.ReadLines(Clone.PathOf("THIRD-PARTY-NOTICES.md"))
        let row = Row.Match(line)
        where row.Success
        select (row.Groups["name"].Value, row.Groups["version"].Value, row.Groups["license"].Value, row.Groups["copyright"].Value);

    [GeneratedRegex(@"^\| \[(?<name>[^\]]+)\]\([^)]+\) \| (?<version>[^|]+) \| (?<license>[^|]+) \| (?<copyright>[^|]*) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row { get; }
}
