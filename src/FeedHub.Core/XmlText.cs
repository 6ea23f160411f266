using System.Buffers;
using System.Text;

namespace FeedHub;

/// <summary>Text that any XML 1.0 document can hold.</summary>
public static class XmlText
{
    // Control characters but tab, line feed and carriage return; DEL and C1; surrogates, which need a closer look; the code points that are
    // no characters (XML 1.0, 2.2; Unicode 23.7).
    private static readonly SearchValues<char> _suspects = SearchValues.Create(
    [
        .. Range('\u0000', '\u0008'), '\u000B', '\u000C', .. Range('\u000E', '\u001F'), .. Range('\u007F', '\u009F'),
        .. Range('\uD800', '\uDFFF'), .. Range('\uFDD0', '\uFDEF'), '\uFFFE', '\uFFFF',
    ]);

    /// <summary>
    /// Drops what XML 1.0 forbids, unpaired surrogates, and the C1 controls and code points without character, of which validators warn. Text without
    /// any of these is returned as it is.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsSpan();
        var start = rest.IndexOfAny(_suspects);
        if (start < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        while (start >= 0)
        {
            clean.Append(rest[..start]);
            rest = rest[start..];
            var isPair = rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]);
            if (isPair && (char.ConvertToUtf32(rest[0], rest[1]) & 0xFFFE) != 0xFFFE)
            {
                clean.Append(rest[..2]);
            }

            rest = rest[(isPair ? 2 : 1)..];
            start = rest.IndexOfAny(_suspects);
        }

        return clean.Append(rest).ToString();
    }

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
