using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedHub;

/// <summary>Addresses by the letter of RFC 3986 and 3987, which the library's parser is more generous than.</summary>
internal static partial class IriText
{
    private const int MaxNormalLength = 2048;

    /// <summary>
    /// An absolute IRI that can be written in no other way, so that comparing letter by letter is right: of http and https in ASCII and normal
    /// form (RFC 3986, 6.2), a tag (RFC 4151), a URN (RFC 8141) or an info by the grammar of its scheme. Validators of Atom ask that of ids.
    /// </summary>
    public static bool IsNormal(string text) =>
        text is { Length: <= MaxNormalLength }
        && (Web.Match(text) is { Success: true } web ? IsNormal(web)
            : text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? Uuid.IsMatch(text)
            : Urn.IsMatch(text) || Tag.IsMatch(text) || Info.IsMatch(text))
        && IsNormallyEscaped(text);

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

    private static bool IsNormal(Match web) =>
        web.Groups["port"].Value != (web.Groups["secure"].Length > 0 ? "443" : "80")
        && !$"{web.Groups["path"].Value}/".Contains("/./", StringComparison.Ordinal)
        && !$"{web.Groups["path"].Value}/".Contains("/../", StringComparison.Ordinal);

    // Upper-case digits, only where a character needs them, and characters that have one form in Unicode.
    private static bool IsNormallyEscaped(string text)
    {
        if (Ascii.IsValid(text) && !text.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        if (!IsEscaped(text) || DoublyEscaped.IsMatch(text))
        {
            return false;
        }

        foreach (var run in Escapes.EnumerateMatches(text))
        {
            var escaped = text.AsSpan(run.Index, run.Length);
            var bytes = Convert.FromHexString(escaped.ToString().Replace("%", "", StringComparison.Ordinal));
            if (escaped.ContainsAnyInRange('a', 'f') || !System.Text.Unicode.Utf8.IsValid(bytes)
                || Encoding.UTF8.GetString(bytes).EnumerateRunes().Any(rune =>
                    rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.' or '_' or '~')))
            {
                return false;
            }
        }

        return Uri.UnescapeDataString(text).Replace('\uFFFE', '?').IsNormalized(NormalizationForm.FormC); // the one character that it throws at
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

    [GeneratedRegex(
        @"\Ahttp(?<secure>s?)://[a-z0-9_-]+(\.[a-z0-9_-]+)*(:(?<port>[1-9][0-9]*))?(?<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?(#[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Web { get; }

    [GeneratedRegex(
        @"\Atag:([a-z0-9._-]+@)?[a-z0-9.-]+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?:[A-Za-z0-9;/?:@&=+$._!~*'()%,-]*(#[A-Za-z0-9;/?:@&=+$._!~*'()%,-]*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"\Aurn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'%-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Urn { get; }

    [GeneratedRegex(@"\Aurn:uuid:[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Uuid { get; }

    [GeneratedRegex(@"\Ainfo:[A-Za-z0-9._~!$&'()*+,;=:@%/-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Info { get; }

    [GeneratedRegex("(%[0-9A-Fa-f]{2})+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes { get; }

    [GeneratedRegex("%25[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex DoublyEscaped { get; }
}
