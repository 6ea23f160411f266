using System.Globalization;

namespace FeedHub.Reading.Dates;

/// <summary>Dates whose parts are named, 2024年3月5日 and 2024년 3월 5일, wherever they stand in the text and whatever blanks are in them.</summary>
internal static class EastAsianDate
{
    private static readonly (string Name, int Before)[] Eras = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];

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

        var day = 1;
        if (dayLength >= 0)
        {
            if (!IsNumber(behind[..dayLength], 31, out day))
            {
                return false;
            }

            behind = behind[(dayLength + 1)..];
        }

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
        var time = TimeOf(behind.ContainsAnyInRange('0', '9') ? behind : before);
        return (time.Length > 0 && IsoDate.TryRead($"{plain} {time}", ref date)) || IsoDate.TryRead(plain, ref date);
    }

    // From its first digit, with the half of the day before it, without the day of the week.
    private static string TimeOf(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyInRange('0', '9');
        if (start < 0)
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
