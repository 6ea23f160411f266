namespace FeedHub.Reading.Dates;

/// <summary>A place in the text of a date.</summary>
internal ref struct Scanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position >= _text.Length;

    public readonly char Current => Position < _text.Length ? _text[Position] : '\0';

    public readonly char Next => Position + 1 < _text.Length ? _text[Position + 1] : '\0';

    public readonly ReadOnlySpan<char> Rest => _text[Position..];

    public void Advance(int count = 1) => Position = Math.Min(Position + count, _text.Length);

    public bool Take(char character)
    {
        var isThere = Current == character;
        Position += isThere ? 1 : 0;
        return isThere;
    }

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(_text[Position]))
        {
            Position++;
        }
    }

    /// <summary>How many ASCII digits stand here.</summary>
    public readonly int DigitCount()
    {
        var end = Rest.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? _text.Length - Position : end;
    }

    /// <summary>The number of at most <paramref name="maxDigits"/> digits here; false, and nothing taken: there is none.</summary>
    public bool TryNumber(int maxDigits, out int number, out int digits)
    {
        number = 0;
        digits = Math.Min(DigitCount(), maxDigits);
        foreach (var digit in Rest[..digits])
        {
            number = (number * 10) + (digit - '0');
        }

        Position += digits;
        return digits > 0;
    }

    /// <summary>The letters here, accents and inner apostrophes included.</summary>
    public ReadOnlySpan<char> Word()
    {
        var start = Position;
        while (!IsAtEnd && (char.IsLetter(_text[Position]) || char.GetUnicodeCategory(_text[Position]) == System.Globalization.UnicodeCategory.NonSpacingMark))
        {
            Position++;
        }

        return _text[start..Position];
    }
}
