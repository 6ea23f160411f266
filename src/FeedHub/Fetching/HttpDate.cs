using System.Globalization;

namespace FeedHub.Fetching;

/// <summary>Dates in headers (RFC 9110, 5.6.7).</summary>
internal static class HttpDate
{
    /// <summary>Reads any of the three forms; null: it is none of them. The day's name adds nothing, so it is not held against the date.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        var comma = text.IndexOf(',');
        var date = comma >= 0 ? text[(comma + 1)..].Trim() : text[(text.IndexOf(' ') + 1)..].Trim();
        if (TryParse(date, "d MMM yyyy H:mm:ss 'GMT'", out var at) || TryParse(date, "MMM d H:mm:ss yyyy", out at))
        {
            return at;
        }

        if (TryParse(date, "d-MMM-yy H:mm:ss 'GMT'", out at))
        {
            // A two-digit year more than 50 years ahead is in the past.
            var year = now.Year - (now.Year % 100) + (at.Year % 100);
            return at.AddYears((year > now.Year + 50 ? year - 100 : year) - at.Year);
        }

        return null;
    }

    private static bool TryParse(ReadOnlySpan<char> text, string format, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out at);
}
