using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Serving;

/// <summary>The bytes of a document in one coding, and where they are large, a file with them, out of which the kernel sends without a copy.</summary>
internal sealed class DocumentBody : IDisposable
{
    /// <summary>Below it a copy costs less than a second system call.</summary>
    private const int LargeBytes = 32 * 1024;

    private const double LeastBytesPerSecond = 240;
    private const double LeastSeconds = 5;

    public DocumentBody(ReadOnlyMemory<byte> bytes)
    {
        Segment = MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new ArraySegment<byte>(bytes.ToArray());
        Patience = PatienceWith(bytes.Length);
        File = bytes.Length >= LargeBytes && OperatingSystem.IsLinux() ? Keep(bytes.Span) : null;
    }

    public ReadOnlyMemory<byte> Bytes => Segment;

    /// <summary>The same, in the array that it lies in.</summary>
    public ArraySegment<byte> Segment { get; }

    /// <summary>How slowly it may be read.</summary>
    public MinDataRate Patience { get; }

    /// <summary>The same of so many bytes, of which Kestrel counts none; with 0 it is its own rule for what it counts.</summary>
    public static MinDataRate PatienceWith(int uncounted) =>
        new(LeastBytesPerSecond, TimeSpan.FromSeconds(Math.Max(LeastSeconds, uncounted / LeastBytesPerSecond)));

    /// <summary>A file that has the bytes from its beginning and no name; null: they are small, or there is no place for files.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>Ends the file. Where the document is still on its way, the rest is sent from memory.</summary>
    public void Dispose() => File?.Dispose();

    private static SafeFileHandle? Keep(ReadOnlySpan<byte> bytes)
    {
        SafeFileHandle? file = null;
        try
        {
            var path = Path.GetTempFileName();
            try
            {
                file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
                RandomAccess.Write(file, bytes, fileOffset: 0);
                return file;
            }
            finally
            {
                System.IO.File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }
}
