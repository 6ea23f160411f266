using System.Globalization;

namespace FeedHub;

/// <summary>A calendar month in UTC: what one archive document holds.</summary>
/// <param name="Year">From 1 to 9999.</param>
/// <param name="Number">From 1 to 12.</param>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>As addresses show it: <c>2026-11</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}");

    /// <summary>Its first moment.</summary>
    public DateTimeOffset StartAt => new(Year, Number, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset EndAt => StartAt.AddMonths(1);

    /// <summary>The month after it.</summary>
    public Month Next => Of(EndAt);

    /// <summary>The month before it.</summary>
    public Month Previous => Of(StartAt.AddMonths(-1));

    /// <summary>The month of a moment.</summary>
    public static Month Of(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month);

    /// <summary>Reads a <see cref="Name"/>; null: the text is none.</summary>
    public static Month? Parse(string? name) =>
        DateTime.TryParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start) ? new Month(start.Year, start.Month) : null;

    /// <summary>Earlier months come first.</summary>
    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>Whether one is earlier.</summary>
    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is later.</summary>
    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is not later.</summary>
    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is not earlier.</summary>
    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;
}
