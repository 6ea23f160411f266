using System.Globalization;
using System.Text;

namespace FeedHub.Configuration;

/// <summary>Texts of strangers that stay on the line on which they are shown (BAD-69).</summary>
internal static class OneLineText
{
    /// <summary>Whether a letter ends a line or moves a cursor.</summary>
    public static bool IsUnsafe(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';

    /// <summary>The text with the escape, as in JSON, of every letter that is unsafe; the text itself where none is.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ when IsUnsafe(letter) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => line.Append(letter),
            };
        }

        return line.ToString();
    }
}
