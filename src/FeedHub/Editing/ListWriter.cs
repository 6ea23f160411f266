using FeedHub.Storage.LiteDb;

namespace FeedHub.Editing;

/// <summary>Puts a list into its file: all of it or nothing, whatever happens meanwhile.</summary>
internal static class ListWriter
{
    private const UnixFileMode ModeOfNew = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead; // less the umask

    /// <summary>Writes the file beside the old one, and lets it take the old one's place, its mode included. A link stays one.</summary>
    public static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var link = new FileInfo(path);
        var target = link.LinkTarget is null ? link.FullName : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(target) ? UnixFileMode.UserRead | UnixFileMode.UserWrite : ModeOfNew;
        }

        try
        {
            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(content, cancellationToken);
                await file.FlushAsync(cancellationToken);
                Disk.Sync(file.SafeFileHandle);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(draft, File.GetUnixFileMode(target)); // create modes pass the umask
            }

            File.Move(draft, target, overwrite: true);
            Disk.SyncDirectory(Path.GetDirectoryName(target)!);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
