using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FeedHub.Architecture;

/// <summary>From where the packages come that we build on, and that they stay what they were.</summary>
public sealed partial class SupplyChainTests
{
    public static TheoryData<string> Projects { get; } = [.. Project.Matches(Read("FeedHub.sln")).Select(match => match.Value.Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void HARD_7_No_project_names_a_version_and_every_one_has_its_lock_file(string project)
    {
        var references = XDocument.Parse(Read(project)).Descendants("PackageReference").ToList();

        Assert.DoesNotContain(references, reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null);
        using var locked = JsonDocument.Parse(Read($"{Path.GetDirectoryName(project)}/packages.lock.json"));
        Assert.Equal(2, locked.RootElement.GetProperty("version").GetInt32()); // versions are central
        Assert.All(
            locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project"),
            package => Assert.NotEmpty(package.Value.GetProperty("contentHash").GetString()!));
    }

    [Fact]
    public void HARD_7_Versions_stand_in_one_file_and_are_exact()
    {
        var packages = XDocument.Parse(Read("Directory.Packages.props"));

        Assert.Equal("true", packages.Descendants("ManagePackageVersionsCentrally").Single().Value);
        Assert.Equal("true", packages.Descendants("CentralPackageTransitivePinningEnabled").Single().Value);
        Assert.All(packages.Descendants("PackageVersion"), package => Assert.Matches(Exact, package.Attribute("Version")!.Value));
    }

    [Theory]
    [InlineData("Deterministic", "true")]
    [InlineData("RestorePackagesWithLockFile", "true")]
    [InlineData("RestoreLockedMode", "true")] // where CI is
    [InlineData("NuGetAuditMode", "all")]
    [InlineData("NuGetAuditLevel", "low")]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("WarningsNotAsErrors", "NU1603;NU1900;NU1901;NU1902;NU1903;NU1904;NU1905")]
    public void HARD_7_The_build_locks_audits_and_repeats_itself(string property, string value) =>
        Assert.Equal(value, XDocument.Parse(Read("Directory.Build.props")).Descendants(property).Single().Value);

    [Fact]
    public void HARD_7_CI_takes_what_is_locked_and_the_sdk_that_is_named()
    {
        Assert.Contains("dotnet restore FeedHub.sln --locked-mode\n", Read(".ci/run"), StringComparison.Ordinal);
        Assert.Contains("CI: true", Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
        Assert.Contains("global-json-file: global.json", Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
        using var global = JsonDocument.Parse(Read("global.json"));
        Assert.StartsWith("10.0.", global.RootElement.GetProperty("sdk").GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    private static string Read(string path) => File.ReadAllText(Clone.PathOf(path.Split('/')));

    [GeneratedRegex("(src|tests)[^\"]+[.]csproj")]
    private static partial Regex Project { get; }

    [GeneratedRegex(@"\A[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?\z")]
    private static partial Regex Exact { get; }
}
