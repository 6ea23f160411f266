namespace FeedHub.Reading;

/// <summary>Addresses as publishers write them, made absolute where that can be done.</summary>
internal static class Addresses
{
    /// <summary>
    /// The address, resolved; as written where no base is known; null where it is empty or of a scheme that no link may have (RULES.md, BAD-33).
    /// </summary>
    public static string? Resolve(string? written, Uri? baseAddress)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return null;
        }

        var address = Plain(written);
        if (IsHttp(address))
        {
            return address;
        }

        if (address.StartsWith("feed:", StringComparison.OrdinalIgnoreCase))
        {
            var rest = address["feed:".Length..];
            return IsHttp(rest) ? rest : "http:" + rest;
        }

        if (SchemeLength(address) > 0)
        {
            return IsDangerous(address) ? null : address;
        }

        return baseAddress is not null && Uri.TryCreate(baseAddress, address, out var resolved) ? resolved.AbsoluteUri : address;
    }

    /// <summary>The base of a document: Content-Location against its address, else that alone (RFC 9110, 8.7).</summary>
    public static Uri? OfDocument(DocumentContext context) => Base(context.ContentLocation, context.Url);

    /// <summary>xml:base against the base around it; only http and https count (RULES.md, BAD-59), all else leaves the outer one.</summary>
    public static Uri? Base(string? written, Uri? outer)
    {
        if (written is null)
        {
            return outer;
        }

        var isAbsolute = SchemeLength(written) > 0;
        return (isAbsolute || outer is null ? Uri.TryCreate(written, UriKind.Absolute, out var result) : Uri.TryCreate(outer, written, out result))
            && (result.Scheme == Uri.UriSchemeHttp || result.Scheme == Uri.UriSchemeHttps)
                ? result
                : outer;
    }

    public static bool IsHttp(string address) =>
        address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // Line ends and tabs inside an address are no part of it (WHATWG URL, 4.4).
    private static string Plain(string written) =>
        written.AsSpan().IndexOfAny("\n\r\t") < 0
            ? written.Trim()
            : written.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)
                .Replace("\t", "", StringComparison.Ordinal).Trim();

    private static int SchemeLength(string address)
    {
        var length = address.AsSpan().IndexOfAny(":/?#");
        if (length <= 0 || address[length] != ':' || !char.IsAsciiLetter(address[0]))
        {
            return 0;
        }

        return address.AsSpan(0, length).IndexOfAnyExcept(SchemeCharacters) < 0 ? length : 0;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

    private static bool IsDangerous(string address) =>
        address.AsSpan(0, SchemeLength(address)) switch
        {
            var scheme => scheme.Equals("javascript", StringComparison.OrdinalIgnoreCase)
                || scheme.Equals("vbscript", StringComparison.OrdinalIgnoreCase)
                || scheme.Equals("data", StringComparison.OrdinalIgnoreCase)
                || scheme.Equals("blob", StringComparison.OrdinalIgnoreCase)
                || scheme.Equals("file", StringComparison.OrdinalIgnoreCase)
                || scheme.Equals("view-source", StringComparison.OrdinalIgnoreCase),
        };
}
