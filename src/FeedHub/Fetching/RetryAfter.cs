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

        var at = text.ContainsAnyExceptInRange('0', '9') ? HttpDate.Read(text, now) : now + ReadSeconds(text);
        return at <= now ? null : at > now + Longest ? now + Longest : at;
    }

    private static TimeSpan ReadSeconds(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : Longest; // more digits than fit: RFC 9111, 1.2.2
}
