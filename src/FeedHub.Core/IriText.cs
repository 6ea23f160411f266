using System.Globalization;
using System.Text;

namespace FeedHub;

/// <summary>Addresses by the letter of RFC 3986 and 3987, which the library's parser is more generous than.</summary>
internal static class IriText
{
    /// <summary>An absolute IRI as it stands, with no character that would have to be escaped.</summary>
    public static bool IsAbsolute(string text, out Uri iri) =>
        Uri.TryCreate(text, UriKind.Absolute, out iri!)
        && text.StartsWith(iri.Scheme + ":", StringComparison.OrdinalIgnoreCase)
        && text.AsSpan().IndexOfAny("<>\"{}|\\^` ") < 0
        && IsLegal(text)
        && IsEscaped(text)
        && text.AsSpan(PathStart(text)).IndexOfAny('[', ']') < 0
        && text.IndexOf('#', StringComparison.Ordinal) == text.LastIndexOf('#');

    /// <summary>An absolute address in ASCII, with the brackets and number signs escaped that the library lets stand.</summary>
    public static string Escaped(Uri url)
    {
        var text = url.AbsoluteUri;
        var start = PathStart(text);
        var fragment = text.IndexOf('#', start) is var first and >= 0 ? first + 1 : text.Length;
        if (text.AsSpan(start).IndexOfAny('[', ']') < 0 && text.IndexOf('#', fragment) < 0)
        {
            return text;
        }

        var rest = new StringBuilder(text.Length + 8).Append(text, fragment, text.Length - fragment).Replace("#", "%23");
        return rest.Insert(0, text[start..fragment]).Replace("[", "%5B").Replace("]", "%5D").Insert(0, text[..start]).ToString();
    }

    // Behind the authority, where a host may be an address in brackets.
    private static int PathStart(string text)
    {
        var start = text.IndexOf(':', StringComparison.Ordinal) + 1;
        if (!text.AsSpan(start).StartsWith("//", StringComparison.Ordinal))
        {
            return 0;
        }

        var length = text.AsSpan(start + 2).IndexOfAny("/?#");
        return length < 0 ? text.Length : start + 2 + length;
    }

    private static bool IsLegal(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsWhiteSpace(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEscaped(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
