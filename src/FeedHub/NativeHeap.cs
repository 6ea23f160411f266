using System.Runtime.InteropServices;

namespace FeedHub;

/// <summary>The heap of what is not managed: compression, cryptography and the compiler take their memory there.</summary>
internal static partial class NativeHeap
{
    // Of malloc.h.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>Larger than what the store compresses, smaller than what a published document takes to be compressed.</summary>
    private const int LargeBytes = 1024 * 1024;

    /// <summary>
    /// One heap for all threads, and what is large given back at once. Else glibc gives them up to eight heaps for each processor, of which each keeps
    /// what its own peak took: 60 MB of a service of 5,000 feeds. Who sets <c>MALLOC_ARENA_MAX</c> decides himself; other C libraries have one heap anyway.
    /// </summary>
    public static void Share()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is not null)
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, 1);
            _ = SetOption(MmapThreshold, LargeBytes);
            _ = SetOption(TrimThreshold, LargeBytes);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
