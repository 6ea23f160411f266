using System.Buffers;

namespace FeedHub.Reading;

/// <summary>Rented characters. The shared pool keeps what it gets back; arrays for documents beyond any that is fetched are left to the collector.</summary>
internal static class CharPool
{
    private const int MaxLength = 16 * 1024 * 1024;

    public static char[] Rent(int length) => length > MaxLength ? new char[length] : ArrayPool<char>.Shared.Rent(length);

    public static void Return(char[] characters)
    {
        if (characters.Length is > 0 and <= MaxLength)
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
