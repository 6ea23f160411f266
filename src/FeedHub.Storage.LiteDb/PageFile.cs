using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Storage.LiteDb;

/// <summary>
/// A file of LiteDB's 8 KiB pages, each followed by a checksum over its place and its bytes, behind a header with the version of the
/// store. LiteDB sees a plain stream. A page that does not match its checksum is never handed out: a damaged file is found by the first
/// read of the damage, and cannot lead the engine in circles.
/// </summary>
internal class PageFile : Stream
{
    /// <summary>The version of what is stored; a file of a later one is refused.</summary>
    public const int Version = 3;

    public const int PageBytes = 8192;
    private const int ChecksumBytes = 16;
    private const int StrideBytes = PageBytes + ChecksumBytes;
    private const int HeaderBytes = 32;

    private readonly byte[] _buffer = new byte[StrideBytes];
    private readonly byte[] _hashed = new byte[sizeof(long) + PageBytes];
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private long _length;

    public PageFile(string path)
    {
        _path = path;
        _file = Disk.OpenPrivate(path);
        try
        {
            ReadHeader();
            _length = (RandomAccess.GetLength(_file) - HeaderBytes) / StrideBytes * PageBytes;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The first failure to write or sync; LiteDB's writer may keep it to itself.</summary>
    public IOException? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get; set; }

    private static ReadOnlySpan<byte> Magic => "FeedHub store\n"u8;

    /// <summary>Whether a page is there and matches its checksum.</summary>
    public bool IsWhole(long index) => TryRead(index);

    public override int Read(byte[] buffer, int offset, int count)
    {
        CheckWholePage(count);
        var index = Position / PageBytes;
        if (!TryRead(index))
        {
            throw new StoreDamagedException(
                Position >= _length ? $"{_path} ends before page {index}" : $"page {index} of {_path} does not match its checksum");
        }

        _buffer.AsSpan(0, PageBytes).CopyTo(buffer.AsSpan(offset, count));
        Position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        CheckWholePage(count);
        var index = Position / PageBytes;
        buffer.AsSpan(offset, count).CopyTo(_buffer);
        Checksum(index, _buffer.AsSpan(0, PageBytes), _buffer.AsSpan(PageBytes));
        Guarded(() => RandomAccess.Write(_file, _buffer, Offset(index)));
        Position += count;
        _length = Math.Max(_length, Position);
    }

    public override void Flush() => Sync();

    public override void SetLength(long value)
    {
        Guarded(() => RandomAccess.SetLength(_file, Offset(value / PageBytes)));
        _length = value;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => _length + offset,
    };

    /// <summary>Returns when all that was written is on disk.</summary>
    protected void Sync() => Guarded(() => Disk.Sync(_file));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryRead(long index)
    {
        if (RandomAccess.Read(_file, _buffer, Offset(index)) < StrideBytes)
        {
            return false;
        }

        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        Checksum(index, _buffer.AsSpan(0, PageBytes), checksum);
        return checksum.SequenceEqual(_buffer.AsSpan(PageBytes));
    }

    private static long Offset(long index) => HeaderBytes + (index * StrideBytes);

    private void Checksum(long index, ReadOnlySpan<byte> page, Span<byte> checksum)
    {
        // The place belongs to it: a page written over another one is damage too.
        BinaryPrimitives.WriteInt64LittleEndian(_hashed, index);
        page.CopyTo(_hashed.AsSpan(sizeof(long)));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_hashed, hash);
        hash[..ChecksumBytes].CopyTo(checksum);
    }

    private void CheckWholePage(int count)
    {
        if (count != PageBytes || Position % PageBytes != 0)
        {
            throw new InvalidOperationException("LiteDB is expected to read and write whole pages.");
        }
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            Failure ??= exception;
            throw;
        }
        catch (UnauthorizedAccessException exception)
        {
            Failure ??= new IOException(exception.Message, exception);
            throw Failure;
        }
    }

    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = RandomAccess.Read(_file, header, 0);
        if (read == 0)
        {
            header.Clear();
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header[16..], Version);
            RandomAccess.Write(_file, header, 0);
            Disk.Sync(_file);
            return;
        }

        if (read < HeaderBytes || !header.StartsWith(Magic))
        {
            throw new StoreDamagedException($"{_path} is no FeedHub store, or its beginning is damaged");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        if (version is > 0 and < Version)
        {
            throw new StorageException(
                $"{_path} is of store version {version}, which no released FeedHub wrote: move it away, or choose another directory with --data");
        }

        if (version != Version)
        {
            throw new NewerStoreException(
                $"{_path} is of store version {version}, this FeedHub knows {Version}: start the later FeedHub that wrote it");
        }
    }
}
