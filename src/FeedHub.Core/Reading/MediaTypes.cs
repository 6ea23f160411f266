namespace FeedHub.Reading;

/// <summary>What a media type says about the characters under it.</summary>
internal static class MediaTypes
{
    /// <summary>A picture.</summary>
    public static bool IsImage(string? type) => type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>XML of any vocabulary (RFC 7303, 8).</summary>
    public static bool IsXml(string? type) =>
        type is not null && (type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase) || type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase));
}
