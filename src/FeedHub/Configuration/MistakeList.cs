using System.Text;

namespace FeedHub.Configuration;

/// <summary>Gathers what is wrong with one text.</summary>
internal sealed class MistakeList(TextPositions positions)
{
    private const int MaxCount = 1000; // nobody reads more, and a hostile file could hold millions
    private const int MaxQuoteLength = 60;

    private readonly List<(int Offset, ListMistake Mistake)> _mistakes = [];

    public int Count => _mistakes.Count;

    /// <summary>The mistakes in the order of the text.</summary>
    public IReadOnlyList<ListMistake> InOrder => [.. _mistakes.OrderBy(mistake => mistake.Offset).Select(mistake => mistake.Mistake)];

    public void Add(ListNode node, string message) => Add(node.Offset, node.Path, message);

    public void Add(int offset, string path, string message)
    {
        if (_mistakes.Count < MaxCount)
        {
            _mistakes.Add((offset, new ListMistake(positions.LineOf(offset), positions.ColumnOf(offset), path, message)));
        }
        else if (_mistakes.Count == MaxCount)
        {
            _mistakes.Add((int.MaxValue, new ListMistake(0, 0, "", $"there are more than these {MaxCount} mistakes")));
        }
    }

    public int LineOf(ListNode node) => positions.LineOf(node.Offset);

    /// <summary>A word of the list as a message may show it: short, on one line, without control characters.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("`");
        foreach (var letter in text.EnumerateRunes().Take(MaxQuoteLength))
        {
            quoted.Append(IsPlain(letter) ? letter.ToString() : "?");
        }

        return quoted.Append(text.Length > MaxQuoteLength ? "...`" : "`").ToString();
    }

    /// <summary>Whether a character can stand in a line of text without breaking or disguising it.</summary>
    public static bool IsPlain(Rune letter) => Rune.GetUnicodeCategory(letter) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
