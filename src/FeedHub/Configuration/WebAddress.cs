using System.Globalization;
using System.Text;
using FeedHub.Fetching;

namespace FeedHub.Configuration;

/// <summary>
/// Addresses of the web as the list may name them. Whoever reads them later must see the same host as we do, so what a second
/// parser could read in another way is refused (RFC 3986, 7.6). Messages never repeat an address: it may hold a secret.
/// </summary>
internal static class WebAddress
{
    private const int MaxLength = 2048;

    private static readonly IdnMapping Idn = new();

    /// <summary>The address of a feed, without fragment.</summary>
    public static Uri? ParseFeed(string text, out string? mistake)
    {
        if (ParseLink(text, out mistake) is not { } url)
        {
            return null;
        }

        mistake = url.Port switch
        {
            80 or 443 or 8080 or 8443 => null,
            < 1024 => $"port {url.Port} is not for feeds: use 80, 443, 8080, 8443 or one from 1024 on",
            _ when RedirectRule.IsServicePort(url.Port) => $"port {url.Port} belongs to another kind of service: use 80, 443, 8080, 8443 or a free one",
            _ => null,
        };
        return mistake is null ? new Uri(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)) : null;
    }

    /// <summary>An address to link to.</summary>
    public static Uri? ParseLink(string text, out string? mistake)
    {
        mistake = TextMistake(text);
        if (mistake is not null)
        {
            return null;
        }

        var authority = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var end = authority.IndexOfAny(['/', '?', '#']);
        authority = end < 0 ? authority : authority[..end];
        var port = authority.LastIndexOf(':');
        var host = port > authority.LastIndexOf(']') ? authority[..port] : authority;

        mistake = !Uri.TryCreate(text, UriKind.Absolute, out var url) || host.Length == 0 ? "is not an address: check its host and port"
            : url.Port == 0 ? "has port 0: leave the port out or name the real one"
            : host.EndsWith('.') ? "has a host with a final dot: leave the dot out"
            : !IsPlainHost(host, url) ? $"has a host that others may read in another way: write it as {MistakeList.Quote(url.Host)}, or in letters, digits and hyphens"
            : !RoundTrips(url) ? "changes when it is written and read again: write it in its usual form"
            : null;
        return mistake is null ? url : null;
    }

    /// <summary>Equal for addresses of one feed: scheme, case of the host, default port, final slash and fragment make no difference.</summary>
    public static string Key(Uri url)
    {
        var port = url.IsDefaultPort ? "" : $":{url.Port}";
        return $"{url.IdnHost}{port}{url.AbsolutePath.TrimEnd('/')}{url.Query}";
    }

    private static string? TextMistake(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return $"must have from 1 to {MaxLength} characters";
        }

        if (text.EnumerateRunes().Any(letter => letter.Value == '\\' || Rune.IsWhiteSpace(letter) || !MistakeList.IsPlain(letter)
            || Rune.GetUnicodeCategory(letter) == UnicodeCategory.Format))
        {
            return "holds a space, a backslash or an invisible character: remove it";
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : text[..colon];
        if (scheme.Length == 0 || !char.IsAsciiLetter(scheme[0]) || !scheme.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.'))
        {
            return "must be an absolute address, such as https://example.org/feed.xml";
        }

        if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            return $"has the scheme {MistakeList.Quote(scheme)}: only https and http are allowed";
        }

        if (!text.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal))
        {
            return "must be an absolute address: write // behind the scheme";
        }

        // All before the first slash: some parsers take a @ behind ? or # for the end of a user name, http://127.0.0.1#@example.org/
        var rest = text[(colon + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? rest : rest[..slash]).Contains('@', StringComparison.Ordinal)
            ? "must not hold a user name or password: name environment variables in `auth` instead"
            : null;
    }

    private static bool IsPlainHost(string written, Uri url)
    {
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return written.Equals(url.Host, StringComparison.OrdinalIgnoreCase); // not 127.1, 0x7f000001 or [0:0::1]
        }

        try
        {
            // Not full-width letters or an xn-- label that decodes to another name.
            var lower = written.ToLowerInvariant();
            var ascii = Idn.GetAscii(lower);
            return url.HostNameType == UriHostNameType.Dns && !written.Contains('%', StringComparison.Ordinal) && url.IdnHost == ascii
                && (Ascii.IsValid(lower) ? Idn.GetAscii(Idn.GetUnicode(ascii)) : Idn.GetUnicode(ascii)) == lower;
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            return false;
        }
    }

    private static bool RoundTrips(Uri url) =>
        Uri.TryCreate(url.AbsoluteUri, UriKind.Absolute, out var again) && again.AbsoluteUri == url.AbsoluteUri && again.IdnHost == url.IdnHost;
}
