using System.Globalization;

namespace FeedHub.Reading;

/// <summary>Numbers as publishers write them; what is none, or negative, is null.</summary>
internal static class Numbers
{
    /// <summary>A count; one beyond the range of the type is its greatest value.</summary>
    public static int? Count(ReadOnlySpan<char> text) => Size(text) is { } size ? (int)Math.Min(size, int.MaxValue) : null;

    /// <summary>A size in bytes.</summary>
    public static long? Size(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length <= 18 && long.TryParse(text, NumberStyles.None | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var size)
            ? size
            : null;
    }
}
