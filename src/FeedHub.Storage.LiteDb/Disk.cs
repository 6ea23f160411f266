using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Storage.LiteDb;

/// <summary>What .NET does not offer of the file system: an fsync whose failure is told, also for a directory.</summary>
public static partial class Disk
{
    private const int ReadOnlyFlag = 0; // O_RDONLY, the same on Linux, macOS and the BSDs
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Returns when all that was written is on disk; throws an <see cref="IOException"/> when it is not.</summary>
    public static void Sync(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (FSync(file) != 0)
        {
            // FileStream.Flush(true) and RandomAccess.FlushToDisk ignore this failure on Unix.
            throw new IOException("fsync failed", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
    }

    /// <summary>The same for a file that is no longer open.</summary>
    public static void SyncFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Sync(handle);
    }

    /// <summary>Makes created, renamed and deleted names of a directory durable.</summary>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // renames are durable there without it
        }

        // File.OpenHandle refuses directories.
        using var handle = Open(directory, ReadOnlyFlag);
        if (handle.IsInvalid)
        {
            throw new IOException($"the directory {directory} cannot be opened", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        Sync(handle);
    }

    /// <summary>Makes a directory that only its owner may enter, where there is none.</summary>
    public static void CreatePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnlyDirectory);
        }
    }

    /// <summary>Opens or makes a file that only its owner may read.</summary>
    public static SafeFileHandle OpenPrivate(string path, FileShare share = FileShare.Read)
    {
        // A handle has no create mode, so the file is made by a stream first.
        new FileStream(path, PrivateOptions(FileMode.OpenOrCreate, share)).Dispose();
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, share);
    }

    /// <summary>
    /// Writes a file that only its owner may read: whatever happens meanwhile, its name holds either what it held or all of this. Its directory must be there.
    /// </summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var partial = path + ".partial";
        using (var file = new FileStream(partial, PrivateOptions(FileMode.Create, FileShare.None)))
        {
            file.Write(content);
            file.Flush();
            Sync(file.SafeFileHandle);
        }

        File.Move(partial, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Options of a stream to a file that only its owner may read.</summary>
    public static FileStreamOptions PrivateOptions(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);
}
