namespace FeedHub.Editing;

/// <summary>The list is written as a whole or not at all.</summary>
public sealed class ListWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("feedhub-write-");

    private string ListPath => Path.Combine(_directory.FullName, "feeds.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_mode_of_the_file_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes, so they are not tested.");
            return;
        }

        await File.WriteAllTextAsync(ListPath, "old", Cancel);
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(ListPath, mode);

        await ListWriter.WriteAsync(ListPath, "new"u8.ToArray(), Cancel);

        Assert.Equal((mode, "new"), (File.GetUnixFileMode(ListPath), await File.ReadAllTextAsync(ListPath, Cancel)));
        Assert.Single(_directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_link_stays_one_and_its_target_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows, so they are not tested.");
        var target = Path.Combine(_directory.CreateSubdirectory("config").FullName, "list.json");
        await File.WriteAllTextAsync(target, "old", Cancel);
        File.CreateSymbolicLink(ListPath, Path.Combine("config", "list.json"));

        await ListWriter.WriteAsync(ListPath, "new"u8.ToArray(), Cancel);

        Assert.NotNull(new FileInfo(ListPath).LinkTarget);
        Assert.Equal("new", await File.ReadAllTextAsync(target, Cancel));
    }

    [Fact]
    public async Task What_cannot_be_written_leaves_the_old_file_and_nothing_else()
    {
        await File.WriteAllTextAsync(ListPath, "old", Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListWriter.WriteAsync(ListPath, "new"u8.ToArray(), new CancellationToken(canceled: true)));

        Assert.Equal("old", await File.ReadAllTextAsync(ListPath, Cancel));
        Assert.Single(_directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_new_file_is_not_for_others_to_write()
    {
        await ListWriter.WriteAsync(ListPath, "new"u8.ToArray(), Cancel);

        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(ListPath) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0);
    }
}
