using System.Globalization;

namespace FeedHub.Reading.Dates;

/// <summary>The numbers of a date as read, checked when they are put together.</summary>
internal struct DateParts
{
    public int? Year;
    public int? Month;
    public int? Day;

    /// <summary>Of the year, 1 to 366, in place of month and day.</summary>
    public int? Ordinal;

    /// <summary>ISO week, 1 to 53, in place of month and day.</summary>
    public int? Week;

    public int WeekDay;
    public bool HasTime;
    public int Hour;
    public int Minute;
    public int Second;
    public int Millisecond;
    public bool HasZone;

    /// <summary>East of Greenwich, in minutes.</summary>
    public int OffsetMinutes;

    public readonly DateTimeOffset? ToMoment()
    {
        // Year 1 is what programs write that have no date at all.
        if (Year is not (> 1 and <= 9999) || FirstMoment(Year.Value) is not { } day || !IsTime())
        {
            return null;
        }

        var ticks = day.Ticks
            + ((((((Hour - (OffsetMinutes / 60)) * 60L) + Minute - (OffsetMinutes % 60)) * 60) + Math.Min(Second, 59)) * TimeSpan.TicksPerSecond)
            + (Millisecond * TimeSpan.TicksPerMillisecond);
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    // 24:00 is a moment too: the sum carries it over. So is a leap second, which no clock of ours has: it counts as the one before (F-30).
    private readonly bool IsTime() =>
        Hour is >= 0 and <= 24 && Minute is >= 0 and <= 59 && Second is >= 0 and <= 60
        && (Hour < 24 || (Minute == 0 && Second == 0 && Millisecond == 0)) && Math.Abs(OffsetMinutes) < 24 * 60;

    private readonly DateTime? FirstMoment(int year)
    {
        if (Week is { } week)
        {
            if (week < 1 || week > ISOWeek.GetWeeksInYear(year) || WeekDay is < 1 or > 7)
            {
                return null;
            }

            var fourth = new DateTime(year, 1, 4, 0, 0, 0, DateTimeKind.Utc); // always in week 1
            var monday = fourth.AddDays(-(((int)fourth.DayOfWeek + 6) % 7));
            var offset = ((week - 1) * 7) + WeekDay - 1;
            return year == 9999 && week > 51 ? null : monday.AddDays(offset);
        }

        if (Ordinal is { } ordinal)
        {
            return ordinal < 1 || ordinal > (DateTime.IsLeapYear(year) ? 366 : 365)
                ? null
                : new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(ordinal - 1);
        }

        var month = Month ?? 1;
        var day = Day ?? 1;
        return month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            ? null
            : new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
    }
}
