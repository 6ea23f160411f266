using System.Text.RegularExpressions;

namespace FeedHub.Fuzzing;

/// <summary>The grammar of RFC 3986 and 3987, which the library's parser does not hold to.</summary>
internal static partial class Iri
{
    /// <summary>An absolute IRI.</summary>
    public static bool IsAbsolute(string text) => Shape().IsMatch(text);

    /// <summary>An absolute address of the web in ASCII.</summary>
    public static bool IsWeb(string? text) => text is not null && Web().IsMatch(text);

    [GeneratedRegex(
        """\A[A-Za-z][A-Za-z0-9+.-]*:(//([^\s/?#\[\]@<>"{}|\\^`]*@)?(\[[0-9A-Fa-f:.%A-Za-z]+\]|[^\s/?#\[\]@<>"{}|\\^`:]*)(:\d*)?(?=[/?#]|\z))?"""
        + """([^\s?#\[\]<>"{}|\\^`%\p{Cc}\p{Cf}\p{Cn}]|%[0-9A-Fa-f]{2})*(\?([^\s#\[\]<>"{}|\\^`%\p{Cc}\p{Cf}\p{Cn}]|%[0-9A-Fa-f]{2})*)?(\#([^\s#\[\]<>"{}|\\^`%\p{Cc}\p{Cf}\p{Cn}]|%[0-9A-Fa-f]{2})*)?\z""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex(
        """\Ahttps?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(:\d+)?(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"""
        + """(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(\#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?\z""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Web();
}
