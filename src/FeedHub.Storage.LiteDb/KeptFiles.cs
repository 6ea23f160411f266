using System.IO.Compression;

namespace FeedHub.Storage.LiteDb;

/// <summary>The folders of the data directory that a backup holds with the database: archives and pages that are in memory no more.</summary>
internal static class KeptFiles
{
    private const string Unfinished = ".partial";

    private static readonly string[] _folders = ["archive", "stories"];

    /// <summary>What is there now; nothing may be written meanwhile.</summary>
    public static async Task<IReadOnlyList<KeptFile>> ListAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        List<KeptFile> files = [];
        foreach (var folder in _folders.Select(name => Path.Combine(dataDirectory, name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(dataDirectory, file).Replace(Path.DirectorySeparatorChar, '/');
                files.Add(new KeptFile(path, await BackupArchive.HashAsync(file, cancellationToken)));
            }
        }

        return files;
    }

    public static async Task PackAsync(ZipArchive archive, string dataDirectory, IReadOnlyList<KeptFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var isCompressed = Path.GetExtension(file.Path) is ".gz" or ".br";
            await using var source = File.OpenRead(Path.Combine(dataDirectory, file.Path));
            await using var target = await archive
                .CreateEntry(file.Path, isCompressed ? CompressionLevel.NoCompression : CompressionLevel.Fastest).OpenAsync(cancellationToken);
            await source.CopyToAsync(target, cancellationToken);
        }
    }

    /// <exception cref="StorageException">One is missing, damaged, or not where such files lie.</exception>
    public static async Task UnpackAsync(ZipArchive archive, IReadOnlyList<KeptFile> files, string directory, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var target = Path.GetFullPath(Path.Combine(directory, file.Path));
            if (!_folders.Any(folder => target.StartsWith(Path.Combine(directory, folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                throw new StorageException($"the backup holds a file {file.Path}, which is none of FeedHub's: take another backup");
            }

            var entry = archive.GetEntry(file.Path) ?? throw new StorageException($"the backup lacks the file {file.Path}: take an older one");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using (var source = await entry.OpenAsync(cancellationToken))
            await using (var stream = new FileStream(target, Disk.PrivateOptions(FileMode.Create, FileShare.None)))
            {
                await source.CopyToAsync(stream, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                Disk.Sync(stream.SafeFileHandle);
            }

            if (await BackupArchive.HashAsync(target, cancellationToken) != file.Sha256)
            {
                throw new StorageException($"the file {file.Path} in the backup does not match its checksum: take an older one");
            }
        }
    }

    /// <summary>Puts what was unpacked in the place of what is there, which is moved aside.</summary>
    public static void Replace(string unpacked, string dataDirectory, DateTimeOffset now)
    {
        foreach (var folder in _folders)
        {
            var (from, to) = (Path.Combine(unpacked, folder), Path.Combine(dataDirectory, folder));
            if (Directory.Exists(to))
            {
                Directory.Move(to, $"{to}.replaced-{now:yyyyMMdd'T'HHmmssfff}");
            }

            if (Directory.Exists(from))
            {
                Directory.Move(from, to);
            }
        }
    }
}
