using System.IO.Compression;
using System.Security.Cryptography;
using FeedHub.Rendering;
using FeedHub.Storage.LiteDb;

namespace FeedHub.Pipelines;

/// <summary>
/// An archive document while it is written: entries go to a file as they are read, and the document is put together at the end, when its moment
/// of change is known. So no month is too large for memory.
/// </summary>
internal sealed class ArchiveDraft : IAsyncDisposable
{
    private const int LargeBytes = 8 * 1024 * 1024; // above it the best ratio costs more than it saves, while the month still grows

    private const int FewCount = 10; // whose bytes are no large object: those are collected with the whole heap alone

    private static readonly string[] _extensions = ["", ".gz", ".br"]; // in the order of the codings

    private readonly Func<IReadOnlyList<PublishedItem>, Publication> _publication;
    private readonly string _folder;
    private readonly string _name;
    private readonly FileStream _entries;
    private DateTimeOffset? _updatedAt;

    /// <param name="publication">The document with these items.</param>
    /// <param name="folder">Where its files are to lie; made where it is missing.</param>
    /// <param name="name">The name of the month.</param>
    public ArchiveDraft(Func<IReadOnlyList<PublishedItem>, Publication> publication, string folder, string name)
    {
        _publication = publication;
        _folder = folder;
        _name = name;
        Directory.CreateDirectory(folder);
        _entries = new FileStream(Path.Combine(folder, $"{name}.entries.partial"), Disk.PrivateOptions(FileMode.Create, FileShare.None));
    }

    public int Count { get; private set; }

    public DateTimeOffset? NewestSeenAt { get; private set; }

    public DateTimeOffset? NewestChangeAt { get; private set; }

    /// <summary>Adds articles.</summary>
    public async Task AddAsync(PublicationMaker maker, IReadOnlyList<LedArticle> articles, CancellationToken cancellationToken)
    {
        if (articles.Count == 0)
        {
            return;
        }

        foreach (var few in articles.Chunk(FewCount))
        {
            var part = _publication([.. few.Select(maker.ItemOf)]);
            await _entries.WriteAsync(AtomWriter.WriteParts(part).Entries, cancellationToken);
            _updatedAt = Later(_updatedAt, part.UpdatedAt);
        }

        Count += articles.Count;
        NewestSeenAt = Later(NewestSeenAt, articles.Max(led => led.Article.FirstSeenAt));
        NewestChangeAt = Later(NewestChangeAt, articles.Max(ChangedAt));
    }

    /// <summary>The last moment at which what is shown of an article changed.</summary>
    public static DateTimeOffset ChangedAt(LedArticle led) =>
        led.Article.LedSince > led.Lead.ChangedAt ? led.Article.LedSince.Value : led.Lead.ChangedAt;

    /// <summary>Puts the document together: its files are complete and on disk, but not yet under their names.</summary>
    public async Task<(string Hash, IReadOnlyList<long> Bytes)> FinishAsync(CancellationToken cancellationToken)
    {
        var empty = _publication([]);
        var parts = AtomWriter.WriteParts(_updatedAt is { } updatedAt ? empty with { UpdatedAt = updatedAt } : empty);
        var level = _entries.Length > LargeBytes ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var plain = Create(0);
        await using var gzip = Create(1);
        await using var brotli = Create(2);
        await using (var gzipped = new GZipStream(gzip, level, leaveOpen: true))
        await using (var brotlied = new BrotliStream(brotli, level, leaveOpen: true))
        {
            async Task WriteAsync(ReadOnlyMemory<byte> bytes)
            {
                hash.AppendData(bytes.Span);
                await plain.WriteAsync(bytes, cancellationToken);
                await gzipped.WriteAsync(bytes, cancellationToken);
                await brotlied.WriteAsync(bytes, cancellationToken);
            }

            await WriteAsync(parts.Head);
            _entries.Position = 0;
            var buffer = new byte[128 * 1024];
            while (await _entries.ReadAsync(buffer, cancellationToken) is > 0 and var length)
            {
                await WriteAsync(buffer.AsMemory(0, length));
            }

            await WriteAsync(parts.Tail);
        }

        foreach (var file in (FileStream[])[plain, gzip, brotli])
        {
            await file.FlushAsync(cancellationToken);
            Disk.Sync(file.SafeFileHandle);
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), [plain.Length, gzip.Length, brotli.Length]);
    }

    /// <summary>Gives the finished files their names.</summary>
    public void Name(string file)
    {
        foreach (var extension in _extensions)
        {
            File.Move(PartialOf(extension), Path.Combine(_folder, file + extension), overwrite: true);
        }

        Disk.SyncDirectory(_folder);
    }

    /// <summary>Takes the files of an earlier document away.</summary>
    public static void Delete(string folder, string file)
    {
        foreach (var extension in _extensions)
        {
            File.Delete(Path.Combine(folder, file + extension));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _entries.DisposeAsync();
        File.Delete(_entries.Name);
        foreach (var extension in _extensions)
        {
            File.Delete(PartialOf(extension)); // where it was given up
        }
    }

    private FileStream Create(int coding) => new(PartialOf(_extensions[coding]), Disk.PrivateOptions(FileMode.Create, FileShare.None));

    private string PartialOf(string extension) => Path.Combine(_folder, $"{_name}.atom{extension}.partial");

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
