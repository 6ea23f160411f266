using System.Globalization;

namespace FeedHub.Configuration;

/// <summary>Durations as the list writes them: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d</c> or <c>[d.]hh:mm:ss</c>.</summary>
internal static class Interval
{
    private static readonly TimeSpan Max = TimeSpan.FromDays(365);

    /// <summary>The duration, from one second to a year; null where the text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var duration = text.Contains(':', StringComparison.Ordinal) ? Clock(text) : Unit(text);
        return duration >= TimeSpan.FromSeconds(1) && duration <= Max ? duration : null;
    }

    private static TimeSpan? Clock(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) ? duration : null;

    private static TimeSpan? Unit(string text)
    {
        var seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        return seconds > 0 && uint.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromSeconds((long)count * seconds)
            : null;
    }
}
