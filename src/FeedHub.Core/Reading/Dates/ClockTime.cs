namespace FeedHub.Reading.Dates;

/// <summary>The time of day and its zone.</summary>
internal static class ClockTime
{
    /// <summary>Reads 9:15, 09:15:27.5, 09.15, 9h15, East Asian words for the colon, and 0915 or 091527 where allowed.</summary>
    public static bool TryRead(ref Scanner scanner, ref DateParts parts, bool isCompactAllowed, bool isGlued = false)
    {
        var digits = scanner.DigitCount();
        if (digits > 2)
        {
            if (!(isCompactAllowed || isGlued) || digits is not (4 or 6))
            {
                return false;
            }

            scanner.TryNumber(2, out parts.Hour, out _);
            scanner.TryNumber(2, out parts.Minute, out _);
            scanner.TryNumber(2, out parts.Second, out _);
        }
        else
        {
            scanner.TryNumber(2, out parts.Hour, out _);
            if (scanner.Current == ':' && char.IsLetter(scanner.Next))
            {
                return false; // the minutes are no number
            }

            if ((TakeColon(ref scanner) || TakeWord(ref scanner, "hH時时시点點"))
                && scanner.TryNumber(2, out parts.Minute, out _)
                && (TakeColon(ref scanner) || TakeWord(ref scanner, "分분")))
            {
                scanner.TryNumber(2, out parts.Second, out _);
                _ = scanner.Take('秒') || scanner.Take('초');
            }
        }

        parts.HasTime = true;
        ReadFraction(ref scanner, ref parts);
        ReadHalf(ref scanner, ref parts);
        return true;
    }

    /// <summary>Reads an offset, a zone's name or both; a comment behind them is passed over.</summary>
    public static void ReadZone(ref Scanner scanner, ref DateParts parts)
    {
        scanner.SkipSpace();
        if (scanner.Current == ':' && IsSign(scanner.Next))
        {
            scanner.Advance();
        }

        if (char.IsLetter(scanner.Current))
        {
            var start = scanner;
            if (!DateWords.TryZone(scanner.Word(), out var minutes))
            {
                scanner = start;
                return;
            }

            parts.HasZone = true;
            parts.OffsetMinutes = minutes;
        }

        if (IsSign(scanner.Current) && char.IsAsciiDigit(scanner.Next))
        {
            ReadOffset(ref scanner, ref parts);
        }
    }

    /// <summary>A plus or minus, or a dash that an editor has made of one.</summary>
    public static bool IsSign(char character) => character is '+' or '-' or '\u2212' or '\u2013';

    private static void ReadOffset(ref Scanner scanner, ref DateParts parts)
    {
        var sign = scanner.Current == '+' ? 1 : -1;
        scanner.Advance();
        if (scanner.DigitCount() > 4)
        {
            return; // a year after a hyphen
        }

        scanner.TryNumber(4, out var number, out var digits);
        var minutes = digits > 2 ? (number / 100 * 60) + (number % 100) : number * 60;
        if (digits <= 2 && scanner.Take(':') && scanner.TryNumber(2, out var more, out _))
        {
            minutes += more;
        }

        parts.HasZone = true;
        parts.OffsetMinutes = sign * minutes; // "MST -0700" says it twice
    }

    private static bool TakeColon(ref Scanner scanner)
    {
        if (scanner.Current is ':' or '.' or '：' && char.IsAsciiDigit(scanner.Next))
        {
            scanner.Advance();
            return true;
        }

        return false;
    }

    // A word in place of the colon, or behind the last number: 15h04, 15時04分05秒, 3시.
    private static bool TakeWord(ref Scanner scanner, string words)
    {
        if (!words.Contains(scanner.Current, StringComparison.Ordinal) || (char.IsAscii(scanner.Current) && !char.IsAsciiDigit(scanner.Next)))
        {
            return false;
        }

        scanner.Advance();
        scanner.SkipSpace();
        return char.IsAsciiDigit(scanner.Current);
    }

    private static void ReadFraction(ref Scanner scanner, ref DateParts parts)
    {
        if (scanner.Current is not ('.' or ',' or ':') || !char.IsAsciiDigit(scanner.Next))
        {
            return;
        }

        scanner.Advance();
        scanner.TryNumber(3, out var fraction, out var digits);
        parts.Millisecond = digits switch { 1 => fraction * 100, 2 => fraction * 10, _ => fraction };
        scanner.Advance(scanner.DigitCount());
    }

    private static void ReadHalf(ref Scanner scanner, ref DateParts parts)
    {
        var start = scanner;
        scanner.SkipSpace();
        var isAfternoon = scanner.Current is 'p' or 'P';
        if (!isAfternoon && scanner.Current is not ('a' or 'A'))
        {
            scanner = start;
            return;
        }

        scanner.Advance();
        if (scanner.Take('.'))
        {
            scanner.SkipSpace(); // "p. m." in Spanish
        }

        if (scanner.Current is not ('m' or 'M') || char.IsLetter(scanner.Next))
        {
            scanner = start;
            return;
        }

        scanner.Advance();
        scanner.Take('.');
        parts.Hour = (isAfternoon, parts.Hour) switch { (true, < 12) => parts.Hour + 12, (false, 12) => 0, _ => parts.Hour };
    }
}
