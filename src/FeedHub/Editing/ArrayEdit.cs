using FeedHub.Configuration;

namespace FeedHub.Editing;

/// <summary>Writes an item of an array.</summary>
/// <param name="indent">The blanks that stand before its first line.</param>
/// <param name="lineEnd">What parts its lines.</param>
internal delegate string ItemText(string indent, string lineEnd);

/// <summary>Adds items to an array of the list, or takes some out, in the way in which the array is written.</summary>
internal static class ArrayEdit
{
    private const int MaxInlineCount = 3; // more on one line could not be read

    /// <summary>Adds items at the end.</summary>
    /// <param name="json">The text.</param>
    /// <param name="array">The array in it.</param>
    /// <param name="unit">One step of indentation.</param>
    /// <param name="items">At least one.</param>
    public static IEnumerable<TextChange> Append(byte[] json, ListNode array, string unit, IReadOnlyList<ItemText> items) =>
        array.Items is [.., var last] ? AppendAfter(json, last, unit, items) : [Fill(json, array, unit, items)];

    /// <summary>Takes items out, each with its comma and the comment in its line; comments in lines of their own stay.</summary>
    public static IEnumerable<TextChange> Remove(byte[] json, ListNode array, IReadOnlySet<ListNode> removed)
    {
        var isLeading = array.Items.Count > 1 && array.Items.Skip(1).All(item => CommaBefore(json, item.Offset) >= 0);
        foreach (var group in GroupsInLine(json, array.Items, removed))
        {
            foreach (var change in RemoveGroup(json, group, isLeading))
            {
                yield return change;
            }
        }

        if (isLeading)
        {
            if (removed.Contains(array.Items[0]) && array.Items.FirstOrDefault(item => !removed.Contains(item)) is { } first)
            {
                yield return new TextChange(CommaBefore(json, first.Offset), 1, "");
            }

            yield break;
        }

        // A list without trailing commas stays one: other programs may read it too.
        var hadTrailingComma = JsonGaps.FindComma(json, array.Items[^1].End) >= 0;
        if (!hadTrailingComma && removed.Contains(array.Items[^1]) && array.Items.LastOrDefault(item => !removed.Contains(item)) is { } last)
        {
            yield return new TextChange(JsonGaps.FindComma(json, last.End), 1, "");
        }
    }

    private static IEnumerable<TextChange> AppendAfter(byte[] json, ListNode last, string unit, IReadOnlyList<ItemText> items)
    {
        var comma = JsonGaps.FindComma(json, last.End);
        var end = comma < 0 ? last.End : comma + 1;
        var isOwnLine = JsonGaps.IsFirstInLine(json, last.Offset);
        var lineEnd = JsonGaps.LineEnd(json, last.Offset);
        if (comma < 0 && CommaBefore(json, last.Offset) >= 0 && JsonGaps.EndOfLine(json, end) is var below and >= 0)
        {
            // The lines begin with their commas: so do the new ones.
            var lineStart = JsonGaps.LineStart(json, last.Offset);
            var start = System.Text.Encoding.UTF8.GetString(json.AsSpan(lineStart, last.Offset - lineStart));
            var outer = JsonGaps.Indent(json, last.Offset);
            yield return new TextChange(below, 0, string.Concat(items.Select(item => start + item(outer, lineEnd) + lineEnd)));
            yield break;
        }

        if (comma < 0)
        {
            yield return new TextChange(last.End, 0, ",");
        }

        if (!isOwnLine && items.Count <= MaxInlineCount)
        {
            var texts = items.Select(item => item(JsonGaps.Indent(json, last.Offset), lineEnd));
            yield return new TextChange(end, 0, $" {string.Join(", ", texts)}{(comma < 0 ? "" : ",")}");
            yield break;
        }

        var indent = JsonGaps.Indent(json, last.Offset) + (isOwnLine ? "" : unit);
        var lines = items.Select((item, index) => indent + item(indent, lineEnd) + (index < items.Count - 1 || comma >= 0 ? "," : ""));
        var next = isOwnLine ? JsonGaps.EndOfLine(json, end) : -1;
        yield return next >= 0
            ? new TextChange(next, 0, string.Concat(lines.Select(line => line + lineEnd)))
            : new TextChange(end, 0, string.Concat(lines.Select(line => lineEnd + line)));
    }

    private static TextChange Fill(byte[] json, ListNode array, string unit, IReadOnlyList<ItemText> items)
    {
        var (open, close) = (array.Offset + 1, array.End - 1);
        var lineEnd = JsonGaps.LineEnd(json, array.Offset);
        var outer = JsonGaps.Indent(json, array.Offset);
        var indent = outer + unit;
        var lines = string.Join("," + lineEnd, items.Select(item => indent + item(indent, lineEnd)));
        var isBlank = json.AsSpan(open, close - open).IndexOfAnyExcept(" \t\r\n"u8) < 0;
        return isBlank ? new TextChange(open, close - open, lineEnd + lines + lineEnd + outer) // [ ]
            : JsonGaps.IsFirstInLine(json, close) ? new TextChange(JsonGaps.LineStart(json, close), 0, lines + lineEnd) // a comment in it stays above
            : new TextChange(close, 0, lineEnd + lines + lineEnd + outer);
    }

    /// <summary>Removed neighbors that stand in one line, together.</summary>
    private static IEnumerable<List<ListNode>> GroupsInLine(byte[] json, IReadOnlyList<ListNode> items, IReadOnlySet<ListNode> removed)
    {
        var group = new List<ListNode>();
        foreach (var item in items)
        {
            if (group.Count > 0 && (!removed.Contains(item) || JsonGaps.LineStart(json, item.Offset) > group[^1].End))
            {
                yield return group;
                group = [];
            }

            if (removed.Contains(item))
            {
                group.Add(item);
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static IEnumerable<TextChange> RemoveGroup(byte[] json, List<ListNode> group, bool isLeading)
    {
        var (start, end) = (group[0].Offset, group[^1].End);
        var comma = isLeading ? -1 : JsonGaps.FindComma(json, end);
        var isCommaInLine = comma >= 0 && !json.AsSpan(end, comma - end).Contains((byte)'\n');
        if (isCommaInLine)
        {
            end = comma + 1;
        }
        else if (isLeading && CommaBefore(json, start) is var before and >= 0)
        {
            start = before;
        }
        else if (comma >= 0)
        {
            yield return new TextChange(comma, 1, ""); // it stands before the next item
        }

        if (JsonGaps.IsFirstInLine(json, start) && JsonGaps.EndOfLine(json, end) is var next and >= 0)
        {
            start = JsonGaps.LineStart(json, start);
            end = next;
        }
        else if (isCommaInLine && JsonGaps.EndOfLine(json, end) < 0)
        {
            end += Blanks(json.AsSpan(end));
        }
        else
        {
            while (json[start - 1] is (byte)' ' or (byte)'\t')
            {
                start--;
            }
        }

        yield return new TextChange(start, end - start, "");
    }

    /// <summary>The comma with which the line begins in which a value comes next; -1: it begins otherwise.</summary>
    private static int CommaBefore(ReadOnlySpan<byte> json, int offset)
    {
        var lineStart = JsonGaps.LineStart(json, offset);
        var comma = json[lineStart..offset].TrimEnd(" \t"u8).Length - 1 + lineStart;
        return comma >= lineStart && json[comma] == ',' && JsonGaps.IsFirstInLine(json, comma) ? comma : -1;
    }

    private static int Blanks(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExcept((byte)' ', (byte)'\t') is var count and >= 0 ? count : text.Length;
}
