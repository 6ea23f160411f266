namespace FeedHub.Reading.Dates;

/// <summary>Dates that begin with their year: ISO 8601, RFC 3339, W3CDTF, and East Asian forms with their words between the numbers.</summary>
internal static class IsoDate
{
    private const int KoreaMinutes = 9 * 60;

    /// <summary>The halves of the day in East Asia, the afternoons first.</summary>
    public static readonly string[] Halves = ["오후", "下午", "午後", "晚上", "오전", "上午", "午前", "早上"];

    private const int AfternoonCount = 4;

    /// <summary>False: another form; the parts may be half filled only where true.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, ref DateParts date)
    {
        var scanner = new Scanner(text);
        var parts = default(DateParts);
        var digits = scanner.DigitCount();
        if (IsCenturyLeftOut(text))
        {
            return TryReadShort(text.TrimStart('-'), ref date);
        }

        if (digits is not (4 or 6 or 7 or 8 or 12 or 14) || !scanner.TryNumber(4, out var year, out _))
        {
            return false;
        }

        parts.Year = year;
        var isRead = digits == 4 ? ReadSeparated(ref scanner, ref parts) : ReadCompact(ref scanner, digits, ref parts);
        if (!isRead)
        {
            return false;
        }

        if (!ReadRest(ref scanner, ref parts, isTimeGlued: digits > 8))
        {
            return false;
        }

        if (!parts.HasZone && text.IndexOfAny("년월일오") >= 0)
        {
            parts.OffsetMinutes = KoreaMinutes; // only publishers there write so
        }

        date = parts;
        return true;
    }

    // "오후 3:04", "PM 3:04", and a word that means nothing: "at 15:04". True: after noon; false: before it.
    private static bool? TakeHalf(ref Scanner scanner)
    {
        var start = scanner;
        var word = scanner.Word();
        scanner.SkipSpace();
        if (word.IsEmpty || !char.IsAsciiDigit(scanner.Current))
        {
            scanner = start;
            return null;
        }

        var half = Array.IndexOf(Halves, word.ToString());
        return half is >= 0 and < AfternoonCount || word.Equals("pm", StringComparison.OrdinalIgnoreCase) ? true
            : half >= 0 || word.Equals("am", StringComparison.OrdinalIgnoreCase) ? false
            : null;
    }

    // ISO 8601:1988, 5.2: 03-12-31, 031231, 03-335, 03335, -03-12, -0312.
    private static bool IsCenturyLeftOut(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept("0123456789-");
        var length = end < 0 ? text.Length : end;
        if (length is < 5 or > 8)
        {
            return false;
        }

        Span<char> shape = stackalloc char[length];
        for (var index = 0; index < length; index++)
        {
            shape[index] = text[index] == '-' ? '-' : '0';
        }

        return shape switch
        {
            "00-00-00" => text[..2] is not ("29" or "30" or "31"), // a day, for no year so far ahead is meant
            "000000" => text[..2] is not ("19" or "20"), // 200312
            "00-000" or "00000" or "-00-00" or "-0000" => end < 0,
            _ => false,
        };
    }

    private static bool TryReadShort(ReadOnlySpan<char> text, ref DateParts date)
    {
        Span<char> whole = stackalloc char[text.Length + 2];
        (text[0] < '5' ? "20" : "19").CopyTo(whole); // RFC 2822, 4.3
        text.CopyTo(whole[2..]);
        if (text is [_, _, not '-', _]) // -0312: what "2003" and "12" without hyphen would not be
        {
            return TryReadShort([text[0], text[1], '-', text[2], text[3]], ref date);
        }

        return TryRead(whole, ref date) && date.ToMoment() is not null;
    }

    private static bool ReadCompact(ref Scanner scanner, int digits, ref DateParts parts)
    {
        if (digits == 7)
        {
            scanner.TryNumber(3, out var ordinal, out _);
            parts.Ordinal = ordinal;
            return true;
        }

        scanner.TryNumber(2, out var month, out _);
        parts.Month = month;
        if (digits > 6)
        {
            scanner.TryNumber(2, out var day, out _);
            parts.Day = day;
        }

        return true;
    }

    private static bool ReadSeparated(ref Scanner scanner, ref DateParts parts)
    {
        if (!TakeSeparator(ref scanner))
        {
            return scanner.IsAtEnd || scanner.Current is 'T' or 't' || ReadWeek(ref scanner, ref parts);
        }

        if (ReadWeek(ref scanner, ref parts))
        {
            return true;
        }

        var isNamed = char.IsLetter(scanner.Current);
        if (isNamed)
        {
            var month = DateWords.Month(scanner.Word()); // Hungarian feeds: 2004-július-13T9:15
            if (month == 0)
            {
                return false;
            }

            parts.Month = month;
            scanner.SkipSpace(); // 2004. július 13.
        }
        else if (scanner.DigitCount() == 3)
        {
            scanner.TryNumber(3, out var ordinal, out _);
            if (scanner.Current != '-' || !char.IsAsciiDigit(scanner.Next))
            {
                parts.Ordinal = ordinal;
                return true;
            }

            parts.Month = ordinal; // Google, 2005: 2003-012-31
        }
        else if (scanner.TryNumber(2, out var month, out _))
        {
            parts.Month = month;
        }
        else
        {
            return scanner.IsAtEnd;
        }

        if ((TakeSeparator(ref scanner) || isNamed) && scanner.TryNumber(2, out var day, out _))
        {
            parts.Day = day;
            _ = scanner.Take('일') || scanner.Take('日') || (scanner.Next == ' ' && scanner.Take('.'));
        }

        return true;
    }

    private static bool ReadWeek(ref Scanner scanner, ref DateParts parts)
    {
        if (scanner.Current is not ('W' or 'w') || !char.IsAsciiDigit(scanner.Next))
        {
            return false;
        }

        scanner.Advance();
        scanner.TryNumber(2, out var week, out _);
        parts.Week = week;
        scanner.Take('-');
        parts.WeekDay = scanner.TryNumber(1, out var day, out _) ? day : 1;
        return true;
    }

    private static bool TakeSeparator(ref Scanner scanner)
    {
        if (scanner.Current is not ('-' or '/' or '.' or '년' or '월' or '年' or '月' or '\u2010' or '\u2013'))
        {
            return false;
        }

        scanner.Advance();
        scanner.SkipSpace();
        return true;
    }

    private static bool ReadRest(ref Scanner scanner, ref DateParts parts, bool isTimeGlued)
    {
        scanner.SkipSpace();
        if (scanner.Current == '(')
        {
            scanner.Advance(scanner.Rest.IndexOf(')') + 1); // the day of the week, as Japanese feeds write it
            scanner.SkipSpace();
        }

        if (scanner.Current is 'T' or 't' or ',' or '_' && !scanner.IsAtEnd)
        {
            scanner.Advance();
            scanner.SkipSpace();
        }

        var isAfternoon = TakeHalf(ref scanner);

        if (scanner.IsAtEnd)
        {
            return true;
        }

        if (char.IsAsciiDigit(scanner.Current) && !ClockTime.TryRead(ref scanner, ref parts, isCompactAllowed: true, isTimeGlued))
        {
            return false;
        }

        parts.Hour = (isAfternoon, parts.Hour) switch { (true, < 12) => parts.Hour + 12, (false, 12) => 0, _ => parts.Hour };
        ClockTime.ReadZone(ref scanner, ref parts);
        return true;
    }
}
