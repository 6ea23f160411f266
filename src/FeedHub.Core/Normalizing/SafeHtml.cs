using System.Text;

namespace FeedHub.Normalizing;

/// <summary>Makes the markup of strangers safe to show and to republish (BAD-30 to BAD-47). Any thread may call it at any time.</summary>
public static class SafeHtml
{
    /// <summary>The size of a result in UTF-8, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    // Room for the closing tags of the deepest nesting and the mark.
    private const int CutAtBytes = MaxBytes - (8 * 1024);

    // Markup that is known to be settled needs none, what is known of what a round made no second one; HTML that mutates from parse to parse needs more.
    private const int MaxRounds = 5;

    private const int MaxReferenceLength = 40; // the longest name has 33

    private const string CutMark = " […]";

    /// <summary>
    /// The safe part of a piece of HTML, balanced, without comments, at most <see cref="MaxBytes"/> and then marked with an ellipsis in
    /// brackets; null: nothing is left. Sanitizing the result again changes nothing. Never throws.
    /// </summary>
    /// <param name="html">What the publisher wrote.</param>
    /// <param name="baseUrl">Resolves relative references; null: they are dropped.</param>
    public static string? Sanitize(string html, Uri? baseUrl)
    {
        ArgumentNullException.ThrowIfNull(html);
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return FromText(html); // most short texts: no markup, so no parser
        }

        var resolver = baseUrl is { IsAbsoluteUri: true } && (baseUrl.Scheme == Uri.UriSchemeHttp || baseUrl.Scheme == Uri.UriSchemeHttps)
            ? baseUrl.AbsoluteUri
            : "";
        var text = BoundedHtml.Cut(XmlText.Clean(html));
        if (TrySettle(text, resolver, out var safe))
        {
            return safe;
        }

        // A book, or an attack: the beginning, as far as it could be kept at all; else the bare words.
        return text.Length > MaxBytes && TrySettle(string.Concat(Whole(text.AsSpan(0, MaxBytes)), CutMark), resolver, out safe)
            ? safe
            : FromText(FeedHub.PlainText.Fold(BoundedHtml.WithoutTags(text)));
    }

    /// <summary>The text of a piece of HTML: tags stripped, character references decoded once, white space folded. Never throws.</summary>
    public static string PlainText(string html) => FeedHub.PlainText.FromHtml(html);

    /// <summary>The same of what <see cref="Sanitize"/> made, which takes no parser.</summary>
    public static string TextOf(string safeHtml) => FeedHub.PlainText.FromSafe(safeHtml);

    /// <summary>Plain text as safe HTML that shows it literally; null: it is blank.</summary>
    public static string? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var html = BoundedHtml.Cut(XmlText.Clean(text)).Trim()
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n')
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\u00A0", "&nbsp;", StringComparison.Ordinal);
        return html.Length == 0 ? null : WithinSize(html);
    }

    // Sanitizes until nothing changes; false: that has no end, or the text needs more elements than any article.
    private static bool TrySettle(string html, string baseUrl, out string? safe)
    {
        safe = null;
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (SettledMarkup.Is(html))
                {
                    safe = html;
                    return true;
                }

                var next = WithinSize(XmlText.Clean(SafeMarkup.Sanitizer.Sanitize(html, baseUrl)).Trim());
                if (next == html)
                {
                    safe = next.Length == 0 ? null : next;
                    return true;
                }

                html = next;
            }
        }
        catch (BoundedHtml.TooManyElementsException)
        {
            // The caller knows what to do without.
        }

        return false;
    }

    // The next round closes what is open.
    private static string WithinSize(string safe)
    {
        if (safe.Length <= MaxBytes / 3 || Encoding.UTF8.GetByteCount(safe) <= MaxBytes)
        {
            return safe;
        }

        Encoding.UTF8.GetEncoder().Convert(safe, new byte[CutAtBytes], flush: false, out var length, out _, out _);
        return string.Concat(Whole(safe.AsSpan(0, length)), CutMark);
    }

    // Without the tag, the reference or the half of a character at its end.
    private static ReadOnlySpan<char> Whole(ReadOnlySpan<char> beginning)
    {
        var tag = beginning.LastIndexOf('<');
        if (tag > beginning.LastIndexOf('>'))
        {
            beginning = beginning[..tag];
        }

        var reference = beginning.LastIndexOf('&');
        if (reference > beginning.LastIndexOf(';') && beginning.Length - reference < MaxReferenceLength)
        {
            beginning = beginning[..reference];
        }

        return beginning.Length > 0 && char.IsHighSurrogate(beginning[^1]) ? beginning[..^1] : beginning.TrimEnd();
    }
}
