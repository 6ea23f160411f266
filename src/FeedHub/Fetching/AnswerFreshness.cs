using System.Globalization;

namespace FeedHub.Fetching;

/// <summary>Reads how long an answer stays fresh: max-age before Expires, less the time that it spent in caches (RFC 9111, 4.2).</summary>
internal static class AnswerFreshness
{
    private const long MaxSeconds = 1L << 31; // RFC 9111, 1.2.2

    /// <summary>What the answer says; null: nothing, or that it is stale at once.</summary>
    public static Freshness? Read(HttpResponseMessage answer, DateTimeOffset now)
    {
        var directives = Values(answer, "Cache-Control").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (directives.Exists(directive => Is(directive, "no-cache") || Is(directive, "no-store")))
        {
            return null;
        }

        var date = Date(answer, "Date", now) ?? now;
        var (lifetime, field) = MaxAge(directives) is { } maxAge ? (maxAge, "max-age")
            : Values(answer, "Expires").Any() ? ((Date(answer, "Expires", now) ?? date) - date, "Expires")
            : (TimeSpan.Zero, "");
        var apparentAge = now - date;
        var age = Seconds(Values(answer, "Age").FirstOrDefault()) ?? TimeSpan.Zero;
        age = apparentAge > age ? apparentAge : age;
        return lifetime > age ? new Freshness(lifetime, age, field) : null;
    }

    // Of several the most restrictive, and one that is no number means stale (RFC 9111, 4.2.1).
    private static TimeSpan? MaxAge(List<string> directives)
    {
        TimeSpan? least = null;
        foreach (var directive in directives.Where(directive => Is(directive, "max-age")))
        {
            var equals = directive.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? TimeSpan.Zero : Seconds(directive[(equals + 1)..].Trim().Trim('"')) ?? TimeSpan.Zero;
            least = least < value ? least : value;
        }

        return least;
    }

    private static bool Is(string directive, string name) =>
        directive.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (directive.Length == name.Length || directive[name.Length] is '=' or ' ');

    private static TimeSpan? Seconds(string? digits) =>
        string.IsNullOrEmpty(digits) || digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
        : TimeSpan.FromSeconds(
            long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, MaxSeconds) : MaxSeconds);

    private static DateTimeOffset? Date(HttpResponseMessage answer, string name, DateTimeOffset now) =>
        Values(answer, name).FirstOrDefault() is { } text ? HttpDate.Read(text.AsSpan().Trim(), now) : null;

    private static IEnumerable<string> Values(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values
            : [];
}
