using System.Globalization;

namespace FeedHub.Polling;

/// <summary>When a feed is visited next, and why then.</summary>
internal readonly record struct NextVisit(DateTimeOffset DueAt, string Reason)
{
    /// <summary>The later of the two: whoever asks for more patience wins, and is named.</summary>
    public NextVisit NotBefore(DateTimeOffset? earliest, string reason) => earliest > DueAt ? new NextVisit(earliest.Value, reason) : this;

    /// <summary>A span as people say it.</summary>
    public static string Words(TimeSpan span) =>
        span.TotalDays >= 1 && span.TotalHours % 24 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d")
        : span.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.##} h")
        : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.##} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s");
}
