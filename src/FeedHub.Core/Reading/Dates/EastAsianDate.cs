using System.Globalization;

namespace FeedHub.Reading.Dates;

/// <summary>Dates whose parts are named, 2024年3月5日 and 2024년 3월 5일, wherever they stand in the text and whatever blanks are in them.</summary>
internal static class EastAsianDate
{
    private static readonly (string Name, int Before)[] Eras = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];

    private const string Hours = ":：時时시點点";

    /// <summary>Are there a year and a month by name? Then no other order of the numbers is meant.</summary>
    public static bool Looks(ReadOnlySpan<char> text) =>
        text.IndexOfAny('年', '년') is var year and > 0 && text[year..].IndexOfAny('月', '월') > 1;

    /// <summary>Reads it; false: its numbers are no date.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, ref DateParts date)
    {
        var yearEnd = text.IndexOfAny('年', '년');
        var monthEnd = yearEnd + text[yearEnd..].IndexOfAny('月', '월');
        var behind = text[(monthEnd + 1)..];
        var dayLength = behind.IndexOfAny("日号號일");
        var year = text[..yearEnd].TrimEnd();
        var digits = year.Length - 1 - year.LastIndexOfAnyExceptInRange('0', '9');
        if (digits is 0 or > 4 || !IsNumber(text[(yearEnd + 1)..monthEnd], 12, out var month))
        {
            return false;
        }

        if (dayLength < 0)
        {
            dayLength = behind.Length - behind.TrimStart("0123456789 ").Length; // "2024年3月5"
        }

        if (!IsNumber(behind[..dayLength], 31, out var day))
        {
            return false;
        }

        behind = behind[Math.Min(behind.Length, dayLength + 1)..];

        var before = year[..^digits];
        var number = int.Parse(year[^digits..], CultureInfo.InvariantCulture);
        if (digits < 4)
        {
            var name = before.TrimEnd().ToString();
            var era = Array.FindIndex(Eras, one => name.EndsWith(one.Name, StringComparison.Ordinal));
            if (era < 0)
            {
                return false; // a year of which era?
            }

            number += Eras[era].Before;
            before = before[..(name.Length - Eras[era].Name.Length)];
        }

        // In the plain form, which may have a time behind it; where that is none, the day alone.
        var plain = string.Create(CultureInfo.InvariantCulture, $"{number:0000}{text[yearEnd]}{month}{text[monthEnd]}{day}{(text[monthEnd] == '월' ? '일' : '日')}");
        var time = TimeOf(behind) is { Length: > 0 } later ? later : TimeOf(before);
        return (time.Length > 0 && IsoDate.TryRead($"{plain} {time}", ref date) && date.ToMoment() is not null) || IsoDate.TryRead(plain, ref date);
    }

    // From the first digit of an hour, with the half of the day before it, without the day of the week; empty: there is none.
    private static string TimeOf(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOfAny(Hours);
        var start = mark < 0 ? -1 : text[..mark].TrimEnd().LastIndexOfAnyExceptInRange('0', '9') + 1;
        if (mark < 0 || start >= mark)
        {
            return "";
        }

        foreach (var half in IsoDate.Halves)
        {
            if (text[..start].TrimEnd().EndsWith(half, StringComparison.Ordinal))
            {
                return $"{half} {text[start..]}";
            }
        }

        return text[start..].ToString();
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int max, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max;
}
