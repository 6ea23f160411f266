namespace FeedHub.Storage.LiteDb;

/// <summary>
/// The data directory while this process holds it: an exclusive lock of the operating system, gone with the process however it ends, that
/// also holds between containers on one volume.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockName = "feedhub.lock";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public string DatabasePath => System.IO.Path.Combine(Path, Database.DataName);

    public string LogPath => System.IO.Path.Combine(Path, Database.LogName);

    /// <summary>Takes the directory, making it where it is missing.</summary>
    /// <exception cref="StoreHeldException">Another process holds it.</exception>
    /// <exception cref="StorageException">It cannot be made or written.</exception>
    public static DataDirectory Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Disk.CreatePrivateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }

        if (IsOpenToAll(path))
        {
            throw new StorageException($"the data directory {path} may be changed by every user of this machine: take that right away, chmod o-w"); // BAD-71
        }

        var lockPath = System.IO.Path.Combine(path, LockName);
        try
        {
            return new DataDirectory(path, new FileStream(lockPath, Disk.PrivateOptions(FileMode.OpenOrCreate, FileShare.None)));
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            throw new StoreHeldException(
                $"the data directory {path} is held by another feedhub: stop that one, or choose another directory with --data");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Whether the lock still stands at its path: a directory that was deleted while held is held by nobody any more.</summary>
    public bool IsThere => File.Exists(_lock.Name);

    /// <summary>Renames the database and its log, so that nothing of them is lost; returns the new name of the database.</summary>
    public string MoveDatabaseAside(string reason, DateTimeOffset now)
    {
        var suffix = $".{reason}-{now:yyyyMMdd'T'HHmmssfff}";
        var moved = DatabasePath + suffix;
        if (File.Exists(DatabasePath))
        {
            File.Move(DatabasePath, moved);
        }

        if (File.Exists(LogPath))
        {
            File.Move(LogPath, LogPath + suffix);
        }

        Disk.SyncDirectory(Path);
        return moved;
    }

    public void Dispose() => _lock.Dispose();

    private static bool IsOpenToAll(string path)
    {
        var directory = new DirectoryInfo(path);
        var target = directory.ResolveLinkTarget(returnFinalTarget: true) ?? directory; // a link has rights of its own, which say nothing
        return !OperatingSystem.IsWindows() && target.UnixFileMode.HasFlag(UnixFileMode.OtherWrite);
    }

    private static StorageException CannotWrite(string path, Exception exception) =>
        new($"the data directory {path} cannot be written ({exception.Message}): choose another with --data", exception);
}
