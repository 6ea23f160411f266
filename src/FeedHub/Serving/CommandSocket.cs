using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FeedHub.Serving;

/// <summary>The Unix socket in the data directory on which the process that holds it answers commands: whoever may open it needs no key.</summary>
internal static class CommandSocket
{
    private const int MaxPathBytes = 107; // sun_path without its final zero

    /// <summary>Its path in a data directory.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), "feedhub.sock");

    /// <summary>Whether a socket can have this path at all.</summary>
    public static bool IsPossible(string path) => System.Text.Encoding.UTF8.GetByteCount(path) <= MaxPathBytes;

    /// <summary>Listens on the socket; only its owner may connect.</summary>
    public static void Listen(KestrelServerOptions kestrel, string path)
    {
        File.Delete(path); // left by a process that was killed; the directory's lock says that none is alive
        kestrel.ListenUnixSocket(path, options => options.Mark(Listener.Command));
    }

    /// <summary>Lets only the owner connect, whatever the umask made of it; the directory itself is closed to others too.</summary>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
