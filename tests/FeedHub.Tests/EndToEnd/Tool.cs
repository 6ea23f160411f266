namespace FeedHub.EndToEnd;

/// <summary>Programs beside FeedHub that some tests need.</summary>
internal static class Tool
{
    /// <summary>Skips the test aloud where the program is missing, or fails it where <c>FEEDHUB_TEST_REQUIRE=all</c>.</summary>
    public static void Require(string program, string debianPackage)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            return;
        }

        var message = $"{program} is not installed (Debian: apt-get install {debianPackage}), so what needs it is not tested.";
        if (Environment.GetEnvironmentVariable("FEEDHUB_TEST_REQUIRE") == "all")
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
    }
}
