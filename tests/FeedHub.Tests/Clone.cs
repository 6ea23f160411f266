namespace FeedHub;

/// <summary>The clone that the tests were built from, for what is checked and not built.</summary>
internal static class Clone
{
    public static string Folder { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FeedHub.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("no FeedHub.sln above the tests");
        }

        return folder.FullName;
    }
}
