using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Serving;

/// <summary>System calls of Linux that .NET has no method for: a file goes to a socket behind a head, in one piece and without a copy.</summary>
internal static partial class DirectSending
{
    // Of socket.h: more follows at once; do not wait; an error is no signal.
    private const int HeadFlags = 0x8000 | 0x40 | 0x4000;

    /// <summary>Sends as much as the socket takes at once: how much is returned. Who sends the rest in .NET's way learns of errors there.</summary>
    /// <param name="socket">A TCP socket of .NET, which never blocks.</param>
    /// <param name="head">What goes before the file.</param>
    /// <param name="file">It is sent from its beginning.</param>
    /// <param name="length">Of it.</param>
    public static long TrySend(SafeSocketHandle socket, ReadOnlySpan<byte> head, SafeFileHandle file, int length)
    {
        long sent = 0;
        try
        {
            sent = Math.Max(Send(socket, head, head.Length, HeadFlags), 0);
            if (sent == head.Length)
            {
                long offset = 0;
                while (offset < length && SendFile(socket, file, ref offset, (nint)(length - offset)) > 0)
                {
                    sent = head.Length + offset; // on to the rest, until the socket is full
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The socket is closed, or the document was replaced.
        }

        return sent;
    }

    [LibraryImport("libc", EntryPoint = "send")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SendFile(SafeSocketHandle socket, SafeFileHandle file, ref long offset, nint count);
}
