using System.Globalization;
using System.Text;
using FeedHub.Configuration;

namespace FeedHub.Editing;

/// <summary>Text as JSON writes it, letters as letters: the list is for people.</summary>
internal static class JsonWords
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text.EnumerateRunes())
        {
            if (letter.Value is '"' or '\\')
            {
                quoted.Append('\\').Append((char)letter.Value);
            }
            else if (MistakeList.IsPlain(letter))
            {
                quoted.Append(letter);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{letter.Value:x4}"); // all that is not plain is one unit long
            }
        }

        return quoted.Append('"').ToString();
    }
}
