using System.Globalization;

namespace FeedHub.Reading.Dates;

/// <summary>
/// Reads the dates that feeds hold: RFC 822, 1123, 2822 and 3339, W3CDTF with missing parts, ISO week and ordinal dates, asctime, and what
/// publishers make of them. No exceptions; what cannot be read is null. Without a zone a date is taken for UTC.
/// </summary>
internal static class DateReader
{
    private const int MaxLength = 100;

    /// <summary>The moment in UTC, in whole milliseconds; null: unreadable, or a program's zero date.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length is < 4 or > MaxLength)
        {
            return null;
        }

        if (IsUnixTime(text))
        {
            return DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture));
        }

        var date = default(DateParts);
        if (EastAsianDate.Looks(text))
        {
            return EastAsianDate.TryRead(text, ref date) ? date.ToMoment() : null;
        }

        return IsoDate.TryRead(WithoutWeekday(text), ref date) || LooseDate.TryRead(text, ref date) ? date.ToMoment() : null;
    }

    // Seconds since 1970 of 2001 to 2030; ten digits that begin with 19 or 20 may be a date and its hour.
    private static bool IsUnixTime(ReadOnlySpan<char> text) =>
        text is ['1', not '9', ..] && text.Length == 10 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    // "Thu, 2004-01-01": the day of the week before a date that begins with its year.
    private static ReadOnlySpan<char> WithoutWeekday(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyInRange('0', '9');
        return start > 0 && char.IsLetter(text[0]) && text[start - 1] is ' ' or ','
            && text[start..].IndexOfAnyExceptInRange('0', '9') == 4 && text[start + 4] is '-' or '/'
                ? text[start..]
                : text;
    }
}
