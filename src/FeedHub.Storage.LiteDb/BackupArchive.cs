using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FeedHub.Storage.LiteDb;

/// <summary>A backup file: a zip of the database, the files that are kept beside it, and a manifest with the checksum of each.</summary>
public static class BackupArchive
{
    private const string ManifestName = "manifest.json";

    /// <summary>A backup replaces an earlier backup, and nothing else: no store, no device, no other file.</summary>
    internal static async Task RefuseTargetAsync(string file, string dataDirectory, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(file);
        if (folder is null || !Directory.Exists(folder))
        {
            throw new StorageException($"the backup {file} cannot be written: there is no such directory");
        }

        if (Path.GetRelativePath(dataDirectory, file) is var inside && !inside.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(inside))
        {
            throw new StorageException($"the backup {file} would lie in the data directory itself: name a file elsewhere");
        }

        if (Directory.Exists(file) || (File.Exists(file) && !await IsBackupAsync(file, cancellationToken)))
        {
            throw new StorageException($"{file} exists and is no backup of FeedHub, so it is left as it is: name another file");
        }
    }

    internal static async Task<BackupReceipt> WriteAsync(
        string file, string database, string dataDirectory, long commit, IReadOnlyList<DocumentStamp> documents, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var manifest = new BackupManifest
        {
            StoreVersion = PageFile.Version,
            Commit = commit,
            CreatedAt = now,
            Sha256 = await HashAsync(database, cancellationToken),
            Documents = documents,
            Files = await KeptFiles.ListAsync(dataDirectory, cancellationToken),
        };

        var partial = file + ".partial";
        try
        {
            await using (var stream = new FileStream(partial, Disk.PrivateOptions(FileMode.Create, FileShare.None)))
            {
                await using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                {
                    await using (var entry = await archive.CreateEntry(ManifestName).OpenAsync(cancellationToken))
                    {
                        await JsonSerializer.SerializeAsync(entry, manifest, StoreJson.Default.BackupManifest, cancellationToken);
                    }

                    // The payloads are compressed already.
                    await using (var source = File.OpenRead(database))
                    await using (var target = await archive.CreateEntry(Database.DataName, CompressionLevel.Fastest).OpenAsync(cancellationToken))
                    {
                        await source.CopyToAsync(target, cancellationToken);
                    }

                    await KeptFiles.PackAsync(archive, dataDirectory, manifest.Files, cancellationToken);
                }

                Disk.Sync(stream.SafeFileHandle);
            }

            File.Move(partial, file, overwrite: true);
            Disk.SyncDirectory(Path.GetDirectoryName(file)!);
        }
        finally
        {
            File.Delete(partial);
        }

        return new BackupReceipt(file, commit, new FileInfo(file).Length, manifest.Sha256, documents);
    }

    /// <summary>Puts a backup into a data directory that no process holds. A database that is there is moved aside, not overwritten.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="directory">Made where it is missing.</param>
    /// <param name="now">Names what is moved aside.</param>
    /// <param name="cancellationToken">Ends the copying; the directory is then as it was.</param>
    /// <returns>What the backup holds, and where an earlier database is now; null: there was none.</returns>
    /// <exception cref="StoreHeldException">Another process holds the directory.</exception>
    /// <exception cref="StorageException">The backup is damaged or of a later version, or the directory cannot be written.</exception>
    public static async Task<(BackupReceipt Receipt, string? MovedAside)> RestoreAsync(
        string file, string directory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new StorageException($"there is no backup {file}");
        }

        using var held = DataDirectory.Take(directory);
        var restored = held.DatabasePath + ".restoring";
        var files = Path.Combine(held.Path, "files.restoring");
        try
        {
            var manifest = await ExtractAsync(file, restored, files, cancellationToken);
            var movedAside = File.Exists(held.DatabasePath) || File.Exists(held.LogPath) ? held.MoveDatabaseAside("replaced", now) : null;
            KeptFiles.Replace(files, held.Path, now);
            File.Move(restored, held.DatabasePath);
            Disk.SyncDirectory(held.Path);
            var receipt = new BackupReceipt(
                Path.GetFullPath(file), manifest.Commit, new FileInfo(file).Length, manifest.Sha256, manifest.Documents);
            return (receipt, movedAside);
        }
        catch (InvalidDataException exception)
        {
            throw new StorageException($"{file} is no backup of FeedHub, or is damaged", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StorageException($"the backup {file} cannot be restored: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(restored);
            if (Directory.Exists(files))
            {
                Directory.Delete(files, recursive: true);
            }
        }
    }

    private static async Task<bool> IsBackupAsync(string file, CancellationToken cancellationToken)
    {
        if (new FileInfo(file).Length == 0)
        {
            return false; // devices and pipes have no length, and are not even opened
        }

        try
        {
            await using var archive = await ZipFile.OpenReadAsync(file, cancellationToken);
            return archive.GetEntry(ManifestName) is not null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<BackupManifest> ExtractAsync(string file, string restored, string files, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        await using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var (manifestEntry, databaseEntry) = (archive.GetEntry(ManifestName), archive.GetEntry(Database.DataName));
        if (manifestEntry is null || databaseEntry is null)
        {
            throw new StorageException($"{file} is no backup of FeedHub");
        }

        await using var manifestStream = await manifestEntry.OpenAsync(cancellationToken);
        var manifest = await JsonSerializer.DeserializeAsync(manifestStream, StoreJson.Default.BackupManifest, cancellationToken)
            ?? throw new StorageException($"{file} has an empty manifest");
        if (manifest.StoreVersion > PageFile.Version)
        {
            throw new NewerStoreException($"{file} is of store version {manifest.StoreVersion}: restore it with the later FeedHub that wrote it");
        }

        await using (var source = await databaseEntry.OpenAsync(cancellationToken))
        await using (var target = new FileStream(restored, Disk.PrivateOptions(FileMode.Create, FileShare.None)))
        {
            await source.CopyToAsync(target, cancellationToken);
            await target.FlushAsync(cancellationToken);
            Disk.Sync(target.SafeFileHandle);
        }

        if (await HashAsync(restored, cancellationToken) != manifest.Sha256)
        {
            throw new StorageException($"the database in {file} does not match its checksum: take an older backup");
        }

        await KeptFiles.UnpackAsync(archive, manifest.Files, files, cancellationToken);
        return manifest;
    }

    internal static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}

/// <summary>What a backup says of itself.</summary>
internal sealed record BackupManifest
{
    public required int StoreVersion { get; init; }

    public required long Commit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Sha256 { get; init; }

    public required IReadOnlyList<DocumentStamp> Documents { get; init; }

    public IReadOnlyList<KeptFile> Files { get; init => field = value ?? []; } = [];
}

/// <summary>A file that is kept beside the database.</summary>
/// <param name="Path">In the data directory, with slashes.</param>
/// <param name="Sha256">In hex.</param>
internal sealed record KeptFile(string Path, string Sha256);
