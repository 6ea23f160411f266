using System.Runtime.CompilerServices;

namespace FeedHub.Fetching;

/// <summary>In the tests the program is a library: what it does at its start is done at theirs.</summary>
internal static class ProgramModule
{
    [ModuleInitializer]
    internal static void Start() => RuntimeHelpers.RunModuleConstructor(typeof(StrictDecompression).Module.ModuleHandle);
}
