using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedHub.Rendering;

/// <summary>The last look at a value before it is published: what the formats would not allow is left out, never mended.</summary>
internal static partial class Safe
{
    /// <summary>An absolute http or https address without user info, in ASCII; null: the text is none (BAD-33).</summary>
    public static Uri? Address(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        try
        {
            if (url.UserInfo.Length > 0 || url.Host != url.IdnHost)
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
    public static string? Scheme(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "urn" or "tag"
            && IriText.Escaped(url) is var scheme && IriText.IsAbsolute(scheme, out _)
                ? scheme
                : null;

    /// <summary>A BCP 47 tag as the grammar of Atom allows it (RFC 4287, 2); null: the text is none.</summary>
    public static string? Language(string? text) => text is not null && LanguageTag.IsMatch(text) ? text : null;

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
        return name is null ? null : XmlText.Clean(name).Trim() is { Length: > 0 } clean ? clean : null;
    }

    /// <summary>RFC 3339 in UTC and whole seconds.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag { get; }

    [GeneratedRegex("^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Type { get; }
}
