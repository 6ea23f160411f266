using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace FeedHub.Rendering;

/// <summary>The last look at a value before it is published: what the formats would not allow is left out, never mended.</summary>
internal static partial class Safe
{
    /// <summary>
    /// Text for a document. Validators warn of characters that were lost before they came here, whose mark becomes a question mark, and of text
    /// that its publisher encoded twice.
    /// </summary>
    public static string Text(string text) => XmlText.Clean(Undoubled(XmlText.Clean(text))).Replace('\uFFFD', '?');

    /// <summary>
    /// Plain text that looks like no markup either: a word joiner, which shows nothing, parts what could be read as an end tag or a character
    /// reference, as validators do, and readers that take every text for HTML (BAD-46).
    /// </summary>
    public static string Plain(string text) => Lookalike.Replace(
        Text(text), match => match.Value == "<" || IsReference(match.Groups[1].Value) ? match.Value + WordJoiner : match.Value);

    /// <summary>The same where nothing that could begin a tag may stand.</summary>
    public static string Tagless(string text) => TagStart.Replace(Plain(text), "<" + WordJoiner);

    /// <summary>
    /// Plain text that is the same as HTML: OPML 2.0 lets readers take it for either. Signs that would begin a tag or a reference are written in
    /// full width.
    /// </summary>
    public static string TextOrHtml(string text) =>
        MarkupStart.Replace(Text(text), match => new string(match.Value == "<" ? FullWidthLess : FullWidthAmpersand, match.Length));

    /// <summary>
    /// An absolute http or https address without user info, in ASCII; null: the text is none (BAD-33), or its host is an IPv6 address, whose
    /// brackets validators forbid.
    /// </summary>
    public static Uri? Address(string? text) => FeedAddress(text) is { HostNameType: not UriHostNameType.IPv6 } url ? url : null;

    /// <summary>The same for the address that a list of feeds is for, whatever its host is.</summary>
    public static Uri? FeedAddress(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        try
        {
            if (!Ascii.IsValid(url.IdnHost))
            {
                return null; // too long for a name in ASCII, of which the library says nothing
            }

            // An empty user stands in the address, and yet the library knows of none: https://@e.example/
            if (url.UserInfo.Length > 0 || url.OriginalString.Contains("//@", StringComparison.Ordinal) || url.Host != url.IdnHost)
            {
                url = new UriBuilder(url) { UserName = "", Password = "", Host = url.IdnHost }.Uri;
            }

            // The library writes an address as it was given, and only the escaped form is valid everywhere.
            var address = IriText.Escaped(url);
            return url.OriginalString == address ? url : new Uri(address);
        }
        catch (UriFormatException)
        {
            return null; // some hosts pass as Unicode, but have no name in ASCII
        }
    }

    /// <summary>A vocabulary of categories: an absolute address or URN; null: the text is none.</summary>
    public static string? Scheme(string? text) => Address(text)?.AbsoluteUri ?? (text is not null && IriText.IsNormal(text) ? text : null);

    /// <summary>A name for <c>atom:source</c>: the first of the texts that is an id, else one that is made of the first of them.</summary>
    public static string SourceId(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && IriText.IsNormal(text))
            {
                return text;
            }
        }

        return NamedUuid.ForSource(texts[0] ?? "");
    }

    /// <summary>A BCP 47 tag as the grammar of Atom allows it (RFC 4287, 2), of a language that ISO 639 lists; null: the text is none.</summary>
    public static string? Language(string? text) =>
        text is not null && LanguageTag.IsMatch(text) && LanguageCode.IsKnown(text.AsSpan(0, text.IndexOf('-', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length))
            ? text
            : null;

    /// <summary>A media type without parameters; where the text is none, the type of anything.</summary>
    public static string MediaType(string? text)
    {
        var type = text?.Split(';')[0].Trim().ToLowerInvariant();
        return type is not null && Type.IsMatch(type) ? type : "application/octet-stream";
    }

    /// <summary>A size in bytes; 0: unknown.</summary>
    public static long Length(Enclosure enclosure) => Math.Max(0, enclosure.LengthBytes ?? 0);

    /// <summary>What to call a person: the name, else the mail address, else the site; null: nothing.</summary>
    public static string? Name(Person person)
    {
        var name = new[] { person.Name, person.Email, person.Uri }.FirstOrDefault(part => !string.IsNullOrWhiteSpace(part));
        if (name is null)
        {
            return null;
        }

        // A mail address behind the name is for mail programs.
        var clean = Text(name);
        var alone = BracketedMail.Replace(clean, "").Trim();
        alone = alone.Length > 0 ? alone : BracketedMail.Replace(clean, "$1").Trim();
        return alone.Length > 0 ? alone : null;
    }

    /// <summary>What to call a feed that stands for a person: its title, as <see cref="Plain"/> text without a mail address.</summary>
    public static string AuthorName(string title) => Plain(Name(new Person(title, null, null)) ?? title);

    /// <summary>RFC 3339 in UTC and whole seconds.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // "CafÃ©" is "Café": text whose every letter of Latin-1 is UTF-8 as well, byte for byte, was nothing else. One that is not shows that the
    // others are meant: "«AMANHÃ»".
    private static string Undoubled(string text) =>
        Doubled.IsMatch(text) && Latin1.Matches(text).All(run => Utf8.IsValid(BytesOf(run)))
            ? Latin1.Replace(text, run => Encoding.UTF8.GetString(BytesOf(run)))
            : text;

    private static byte[] BytesOf(Match run) => Encoding.Latin1.GetBytes(run.Value);

    // A word ends at a picture, but not at a letter or digit that takes two characters.
    private static bool IsReference(string text)
    {
        var name = string.Concat(text.EnumerateRunes().TakeWhile(rune => rune.IsBmp || Rune.IsLetter(rune) || Rune.IsNumber(rune)));
        return !name.EnumerateRunes().All(Rune.IsLetter) || WebUtility.HtmlDecode($"&{name};") != $"&{name};";
    }

    private const string WordJoiner = "\u2060";
    private const char FullWidthAmpersand = '\uFF06';
    private const char FullWidthLess = '\uFF1C';

    [GeneratedRegex(@"<(?=/\w+>)|&(?=(#?[\w\p{N}\p{Cs}]+))", RegexOptions.CultureInvariant)]
    private static partial Regex Lookalike { get; }

    // Ampersands before a space or the end are ampersands in HTML too.
    [GeneratedRegex(@"<|(?<!&)(?>&+)(?![ \t\r\n]|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex MarkupStart { get; }

    [GeneratedRegex("[\u0080-\u00FF]+", RegexOptions.CultureInvariant)]
    private static partial Regex Latin1 { get; }

    [GeneratedRegex("[\u00C2\u00C3][\u0080-\u00BF]", RegexOptions.CultureInvariant)]
    private static partial Regex Doubled { get; }

    [GeneratedRegex("<(?=[/A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex TagStart { get; }

    [GeneratedRegex(@"<([^<>@\s]+@[^<>@\s]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex BracketedMail { get; }

    [GeneratedRegex("^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag { get; }

    [GeneratedRegex("^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Type { get; }
}
