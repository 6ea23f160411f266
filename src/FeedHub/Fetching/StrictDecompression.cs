using System.Runtime.CompilerServices;

namespace FeedHub.Fetching;

/// <summary>
/// Compressed data that breaks off looks to .NET like data that ends, and half a document like a whole one, unless this
/// switch is on. It is read once, with the first decoder of the process: so it is set before anything else runs.
/// </summary>
internal static class StrictDecompression
{
    [ModuleInitializer]
    internal static void Enable() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
}
