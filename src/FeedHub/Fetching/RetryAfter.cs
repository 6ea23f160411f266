using System.Globalization;

namespace FeedHub.Fetching;

/// <summary>Reads the Retry-After of an answer (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The moment it asks for, at most seven days away; null: it is absent, junk, or not in the future.</summary>
    public static DateTimeOffset? Read(string? value, DateTimeOffset now)
    {
        var text = value.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return null;
        }

        var at = text.ContainsAnyExceptInRange('0', '9') ? ReadDate(text, now) : now + ReadSeconds(text);
        return at <= now ? null : at > now + Longest ? now + Longest : at;
    }

    private static TimeSpan ReadSeconds(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : Longest; // more digits than fit: RFC 9111, 1.2.2

    /// <summary>The three forms of RFC 9110, 5.6.7. The day's name adds nothing, so it is not held against the date.</summary>
    private static DateTimeOffset? ReadDate(ReadOnlySpan<char> text, DateTimeOffset now)
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
