using System.Net;

namespace FeedHub.Normalizing;

/// <summary>Where a text links to: a blog that links to an article votes for it.</summary>
public static class OutgoingLinks
{
    private const string Attribute = "href=\"";

    /// <summary>The addresses that safe markup links to, in order, at most so many.</summary>
    /// <param name="safeHtml">Markup that <see cref="SafeHtml"/> made, whose attributes all stand in double quotes.</param>
    /// <param name="limit">How many at most: a page of links votes for nothing.</param>
    public static IEnumerable<string> In(string safeHtml, int limit)
    {
        ArgumentNullException.ThrowIfNull(safeHtml);
        var at = 0;
        for (var count = 0; count < limit; count++)
        {
            var start = safeHtml.IndexOf(Attribute, at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : safeHtml.IndexOf('"', start + Attribute.Length);
            if (end < 0)
            {
                yield break;
            }

            yield return WebUtility.HtmlDecode(safeHtml[(start + Attribute.Length)..end]);
            at = end + 1;
        }
    }
}
