using System.Net;

namespace FeedHub.Normalizing;

/// <summary>Where a text links to: a blog that links to an article votes for it.</summary>
public static class OutgoingLinks
{
    private const string Tag = "<a ";
    private const string Attribute = " href=";

    /// <summary>The addresses that safe markup links to, in order, at most so many.</summary>
    /// <param name="safeHtml">Markup that <see cref="SafeHtml"/> made, whose attributes all stand in double quotes.</param>
    /// <param name="limit">How many at most: a page of links votes for nothing.</param>
    public static IEnumerable<string> In(string safeHtml, int limit)
    {
        ArgumentNullException.ThrowIfNull(safeHtml);
        var count = 0;
        for (var start = Next(0); start >= 0 && count < limit; start = Next(start))
        {
            if (AddressIn(safeHtml, start) is { } address)
            {
                count++;
                yield return WebUtility.HtmlDecode(address);
            }
        }

        int Next(int from) => safeHtml.IndexOf(Tag, from, StringComparison.Ordinal) is >= 0 and var found ? found + Tag.Length : -1;
    }

    /// <summary>The address of a tag, attribute by attribute, since the values of others may hold anything; null: it has none.</summary>
    private static string? AddressIn(string html, int start)
    {
        for (var at = start - 1; ;)
        {
            var quote = html.AsSpan(at).IndexOfAny('"', '>') + at;
            var end = quote < at || html[quote] == '>' ? -1 : html.IndexOf('"', quote + 1);
            if (end < 0)
            {
                return null;
            }

            if (html.AsSpan(at, quote - at).Equals(Attribute, StringComparison.Ordinal))
            {
                return html[(quote + 1)..end];
            }

            at = end + 1;
        }
    }
}
