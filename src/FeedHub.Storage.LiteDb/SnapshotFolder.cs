using System.Globalization;
using System.Security.Cryptography;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// Copies of the database as it was, in a folder of the data directory, each beside its checksum in the form of <c>sha256sum</c>: what a damaged
/// database is replaced by (F-36, F-37).
/// </summary>
internal sealed class SnapshotFolder(string dataDirectory)
{
    private const string Prefix = "feedhub-";
    private const string Extension = ".db";
    private const string ChecksumExtension = ".sha256";
    private const string Unfinished = ".partial";
    private const string Moment = "yyyyMMdd'T'HHmmss'Z'";
    private const double RoomFactor = 1.1; // what commits add meanwhile

    private readonly string _path = Path.Combine(dataDirectory, "snapshots");

    /// <summary>When the newest was made; null: there is none.</summary>
    public DateTimeOffset? NewestAt => Files() is [var newest, ..] ? MadeAt(newest) : null;

    /// <summary>Begins a copy of a database that is written by nobody meanwhile. It counts once <see cref="FinishAsync"/> has found it whole.</summary>
    /// <exception cref="StorageException">The disk has no room for it.</exception>
    public string Copy(string database, DateTimeOffset now)
    {
        Disk.CreatePrivateDirectory(_path);
        var bytes = (long)(new FileInfo(database).Length * RoomFactor);
        if (new DriveInfo(_path).AvailableFreeSpace is var room && room < bytes)
        {
            throw new StorageException(
                $"no snapshot was taken: it would need {Megabytes(bytes)} MB in {_path}, where {Megabytes(room)} MB are free. Make room, or keep fewer (FeedHub:Storage:Snapshots)");
        }

        var copy = Path.Combine(_path, Prefix + now.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture) + Extension + Unfinished);
        File.Copy(database, copy, overwrite: true); // a clone, where the file system has such
        return copy;
    }

    /// <summary>Checks a copy page by page, gives it its name, and lets only the newest stay.</summary>
    /// <returns>The finished file.</returns>
    /// <exception cref="StorageException">The copy is not whole, so neither is the database.</exception>
    public async Task<string> FinishAsync(string copy, int depth, CancellationToken cancellationToken)
    {
        using (var pages = new PageFile(copy))
        {
            for (long index = 0; index < pages.Length / PageFile.PageBytes; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!pages.IsWhole(index))
                {
                    throw new StorageException(
                        $"no snapshot was taken: page {index} of the database does not match its checksum. It is replaced by the last snapshot as soon as that page is needed, or at the next start when feedhub.db alone was deleted");
                }
            }
        }

        Disk.SyncFile(copy);
        var file = copy[..^Unfinished.Length];
        var line = $"{await BackupArchive.HashAsync(copy, cancellationToken)}  {Path.GetFileName(file)}\n";
        Disk.WriteWhole(file + ChecksumExtension, System.Text.Encoding.ASCII.GetBytes(line)); // first: a snapshot without it counts for nothing
        File.Move(copy, file, overwrite: true);
        Disk.SyncDirectory(_path);
        foreach (var old in Files().Skip(depth))
        {
            File.Delete(old);
            File.Delete(old + ChecksumExtension);
        }

        return file;
    }

    /// <summary>Takes away what an end of the process left unfinished.</summary>
    public void Sweep()
    {
        foreach (var file in Directory.Exists(_path) ? Directory.GetFiles(_path, "*" + Unfinished) : [])
        {
            File.Delete(file);
        }
    }

    /// <summary>Copies the newest whole snapshot to where the database was; what is not whole is set aside.</summary>
    /// <returns>The snapshot; null: there is none.</returns>
    public string? Restore(string database)
    {
        foreach (var file in Files())
        {
            if (!IsWhole(file))
            {
                Condemn(file);
                continue;
            }

            var restored = database + ".restoring";
            File.Copy(file, restored, overwrite: true);
            Disk.SyncFile(restored);
            File.Move(restored, database, overwrite: true);
            Disk.SyncDirectory(dataDirectory);
            return file;
        }

        return null;
    }

    /// <summary>Takes a snapshot out of use, for somebody to look at.</summary>
    public static void Condemn(string file)
    {
        if (File.Exists(file)) // else newer ones have taken its place
        {
            File.Move(file, file + ".damaged", overwrite: true);
            File.Delete(file + ChecksumExtension);
        }
    }

    /// <summary>When a snapshot was made, by its name.</summary>
    public static DateTimeOffset MadeAt(string file) => DateTimeOffset.ParseExact(
        Path.GetFileNameWithoutExtension(file)[Prefix.Length..], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The newest first.</summary>
    private IReadOnlyList<string> Files() => Directory.Exists(_path)
        ? [.. Directory.GetFiles(_path, Prefix + "*" + Extension).Where(IsNamed).OrderDescending(StringComparer.Ordinal)]
        : [];

    private static bool IsNamed(string file) => DateTimeOffset.TryParseExact(
        Path.GetFileNameWithoutExtension(file)[Prefix.Length..], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsWhole(string file)
    {
        if (!File.Exists(file + ChecksumExtension))
        {
            return false;
        }

        using var stream = File.OpenRead(file);
        return File.ReadAllText(file + ChecksumExtension).StartsWith(Convert.ToHexStringLower(SHA256.HashData(stream)) + " ", StringComparison.Ordinal);
    }

    private static long Megabytes(long bytes) => bytes / 1_000_000;
}
