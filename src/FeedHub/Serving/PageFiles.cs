namespace FeedHub.Serving;

/// <summary>Files that are served as they are; they are part of the program.</summary>
internal static class PageFiles
{
    public static byte[] Style { get; } = Read("style.css");

    public static byte[] AdminStyle { get; } = Read("admin.css");

    public static byte[] Icon { get; } = Read("favicon.svg");

    public static byte[] Schema { get; } = Read("feeds.schema.json");

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream($"FeedHub.Files.{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
