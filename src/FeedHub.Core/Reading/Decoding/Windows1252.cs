namespace FeedHub.Reading.Decoding;

/// <summary>The 32 characters in which windows-1252 differs from ISO-8859-1.</summary>
internal static class Windows1252
{
    private const string Upper =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The character of a byte or of a C1 control that stands for one.</summary>
    public static char ToCharacter(int code) => code is >= 0x80 and <= 0x9F ? Upper[code - 0x80] : (char)code;

    /// <summary>The byte of a character; -1: it has none.</summary>
    public static int ToByte(char character)
    {
        if (character <= '\u00FF')
        {
            return character; // a C1 control stands for its byte as well
        }

        var index = Upper.IndexOf(character, StringComparison.Ordinal);
        return index < 0 ? -1 : index + 0x80;
    }
}
