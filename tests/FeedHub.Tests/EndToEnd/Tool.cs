namespace FeedHub.EndToEnd;

/// <summary>Programs beside FeedHub that some tests need.</summary>
internal static class Tool
{
    /// <summary>Skips the test aloud where the program is missing, or fails it where <c>FEEDHUB_TEST_REQUIRE=all</c>.</summary>
    public static void Require(string program, string debianPackage)
    {
        Require(Find(program) is not null, program, debianPackage);
    }

    /// <summary>The same for a file, such as that of a library.</summary>
    public static void RequireFile(string path, string debianPackage) => Require(File.Exists(path), path, debianPackage);

    private static void Require(bool isThere, string what, string debianPackage)
    {
        if (isThere)
        {
            return;
        }

        var message = $"{what} is not installed (Debian: apt-get install {debianPackage}), so what needs it is not tested.";
        if (Environment.GetEnvironmentVariable("FEEDHUB_TEST_REQUIRE") == "all")
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
    }

    /// <summary>Where the program is; null: it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
