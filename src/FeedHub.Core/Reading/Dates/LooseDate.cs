namespace FeedHub.Reading.Dates;

/// <summary>Dates of words and numbers in any order: RFC 822 and its successors, asctime, and local habits.</summary>
internal static class LooseDate
{
    public static bool TryRead(ReadOnlySpan<char> text, ref DateParts date)
    {
        var scanner = new Scanner(text);
        var parts = default(DateParts);
        int first = 0, second = 0; // of a date in numbers alone
        var isMonthNamed = false;
        var separator = ' ';
        while (!scanner.IsAtEnd)
        {
            var character = scanner.Current;
            if (char.IsAsciiDigit(character))
            {
                if (!ReadNumber(ref scanner, ref parts, ref first, ref second, isMonthNamed, ref separator))
                {
                    return false;
                }
            }
            else if (char.IsLetter(character))
            {
                ReadWord(ref scanner, ref parts, ref isMonthNamed, first, isDayOrdinal: first > 0 && separator == '.');
            }
            else if (ClockTime.IsSign(character) && char.IsAsciiDigit(scanner.Next) && (parts.HasTime || IsZone(scanner, parts, isMonthNamed)))
            {
                ClockTime.ReadZone(ref scanner, ref parts);
            }
            else if (character == '-' && !isMonthNamed && first == 0 && char.IsAsciiDigit(scanner.Next))
            {
                return false; // a year before the first
            }
            else if (character == '(')
            {
                scanner.Advance(Math.Max(1, scanner.Rest.IndexOf(')')));
            }
            else
            {
                scanner.Advance();
            }
        }

        if (parts.Year is null || !Settle(ref parts, first, second, isMonthNamed, separator))
        {
            return false;
        }

        date = parts;
        return true;
    }

    // "7 Sep 2002 -0700": of a date without time.
    private static bool IsZone(in Scanner scanner, in DateParts parts, bool isMonthNamed) =>
        isMonthNamed && parts.Year is not null && !parts.HasZone && scanner.Rest[1..] is { Length: 4 } digits && digits.IndexOfAnyExceptInRange('0', '9') < 0;

    private static void ReadWord(ref Scanner scanner, ref DateParts parts, ref bool isMonthNamed, int first, bool isDayOrdinal)
    {
        if (parts.HasTime && !parts.HasZone && (isMonthNamed || parts.Year is not null))
        {
            var start = scanner.Position;
            ClockTime.ReadZone(ref scanner, ref parts);
            if (scanner.Position > start)
            {
                return;
            }
        }

        var isFirst = parts.Year is null && first == 0 && !isMonthNamed;
        var word = scanner.Word();
        if (char.IsAsciiDigit(scanner.Current) && isFirst && word.Length == 1)
        {
            scanner.Advance(scanner.DigitCount()); // "T2", a day of the week in Vietnam
            return;
        }

        if (DateWords.IsMonth(word) && ReadMonthNumber(ref scanner) is > 0 and var number)
        {
            parts.Month = number;
            isMonthNamed = true;
            return;
        }

        // A second month name is right where the first was a weekday: "mar 04 mag 2004", "сер, 4 лют 2004".
        var month = DateWords.Month(word, isDayOrdinal);
        if (month > 0 && !(isMonthNamed && parts.HasTime))
        {
            parts.Month = month;
            isMonthNamed = true;
        }
    }

    private static int ReadMonthNumber(ref Scanner scanner)
    {
        scanner.SkipSpace();
        return scanner.DigitCount() <= 2 && scanner.TryNumber(2, out var number, out _) ? number : 0;
    }

    private static bool ReadNumber(
        ref Scanner scanner, ref DateParts parts, ref int first, ref int second, bool isMonthNamed, ref char separator)
    {
        var digits = scanner.DigitCount();
        var isFull = parts.Year is not null && (isMonthNamed || second > 0);
        if (!parts.HasTime && digits <= 2 && IsTime(scanner, digits, isFull))
        {
            return ClockTime.TryRead(ref scanner, ref parts, isCompactAllowed: false);
        }

        if (!parts.HasTime && isFull && digits is 4 or 6)
        {
            return ClockTime.TryRead(ref scanner, ref parts, isCompactAllowed: true);
        }

        if (digits > 4)
        {
            return false;
        }

        scanner.TryNumber(4, out var number, out _);
        if (digits >= 3)
        {
            parts.Year ??= digits == 3 ? 1900 + number : number;
        }
        else if (first == 0)
        {
            first = number;
            separator = scanner.Current;
        }
        else if (!isMonthNamed && second == 0)
        {
            second = number;
        }
        else
        {
            parts.Year ??= number < 50 ? 2000 + number : 1900 + number; // RFC 2822, 4.3
        }

        return true;
    }

    private static bool IsTime(in Scanner scanner, int digits, bool isFull)
    {
        var rest = scanner.Rest[digits..];
        return rest is [':', >= '0' and <= '9', ..]
            || (isFull && (rest is ['.' or 'h' or 'H', >= '0' and <= '9', ..]
                || rest.TrimStart() is ['a' or 'A' or 'p' or 'P', 'm' or 'M', ..] or ['+' or '-', >= '0' and <= '9', >= '0' and <= '9', ..]));
    }

    private static bool Settle(ref DateParts parts, int first, int second, bool isMonthNamed, char separator)
    {
        if (isMonthNamed)
        {
            parts.Day = first == 0 ? null : first;
            return first <= 31 && (first > 0 || !parts.HasTime); // a time of an unknown day is none
        }

        if (first == 0 || second == 0)
        {
            return false;
        }

        // With slashes most write the month first, as Americans do; with dots and hyphens the day.
        var isMonthFirst = second > 12 || (first <= 12 && separator == '/');
        (parts.Month, parts.Day) = isMonthFirst ? (first, second) : (second, first);
        return true;
    }
}
