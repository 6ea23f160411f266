using System.Globalization;
using System.Text;

namespace FeedHub.Editing;

/// <summary>Shows changes as a unified diff. They are known, so nothing has to be compared.</summary>
internal static class UnifiedDiff
{
    private const int ContextCount = 3;

    /// <summary>The hunks, line by line, without line ends.</summary>
    /// <param name="text">The text before.</param>
    /// <param name="changes">By rising offset.</param>
    public static IReadOnlyList<string> Lines(byte[] text, IReadOnlyList<TextChange> changes)
    {
        var before = Split(text);
        var result = new List<string>();
        var shift = 0; // lines added so far
        foreach (var hunk in Hunks(Pieces(text, changes)))
        {
            var first = Math.Max(0, hunk[0].Line - ContextCount);
            var last = Math.Min(before.Count, hunk[^1].Line + hunk[^1].Old.Count + ContextCount);
            var body = new List<string>();
            var line = first;
            foreach (var piece in hunk)
            {
                body.AddRange(before.Skip(line).Take(piece.Line - line).Select(Context));
                body.AddRange(piece.Old.Select(old => "-" + old));
                body.AddRange(piece.New.Select(added => "+" + added));
                line = piece.Line + piece.Old.Count;
            }

            body.AddRange(before.Skip(line).Take(last - line).Select(Context));
            var grown = hunk.Sum(piece => piece.New.Count - piece.Old.Count);
            result.Add($"@@ -{Range(first, last - first)} +{Range(first + shift, last - first + grown)} @@");
            result.AddRange(body.Select(shown => shown.TrimEnd('\n')));
            shift += grown;
        }

        return result;
    }

    private static string Context(string line) => " " + line;

    private static string Range(int line, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? line : line + 1)},{count}");

    /// <summary>What changes, in whole lines, as little of them as there is.</summary>
    private static IEnumerable<Piece> Pieces(byte[] text, IReadOnlyList<TextChange> changes)
    {
        var waiting = new List<TextChange>();
        var (start, end) = (0, 0);
        foreach (var change in changes)
        {
            var from = JsonGaps.LineStart(text, change.Offset);
            if (waiting.Count > 0 && from > end)
            {
                yield return PieceOf(text, waiting, start, end);
                waiting.Clear();
            }

            start = waiting.Count == 0 ? from : start;
            end = Math.Max(waiting.Count == 0 ? 0 : end, EndOf(text, change, from));
            waiting.Add(change);
        }

        if (waiting.Count > 0)
        {
            yield return PieceOf(text, waiting, start, end);
        }
    }

    // Whole lines that come or go touch none of those around them.
    private static int EndOf(byte[] text, TextChange change, int lineStart)
    {
        if (change.Offset == lineStart && JsonGaps.LineStart(text, change.End) == change.End && (change.Text.Length == 0 || change.Text.EndsWith('\n')))
        {
            return change.End;
        }

        var next = text.AsSpan(change.End).IndexOf((byte)'\n');
        return next < 0 ? text.Length : change.End + next + 1;
    }

    private static Piece PieceOf(byte[] text, IReadOnlyList<TextChange> changes, int start, int end)
    {
        var old = Split(text.AsSpan(start, end - start));
        var edited = Split(Patch.Apply(text, changes, start, end));
        var line = text.AsSpan(0, start).Count((byte)'\n');
        var same = old.Zip(edited).TakeWhile(pair => pair.First == pair.Second).Count();
        var (rest, editedRest) = (old[same..], edited[same..]);
        var sameAtEnd = Enumerable.Reverse(rest).Zip(Enumerable.Reverse(editedRest)).TakeWhile(pair => pair.First == pair.Second).Count();
        return new Piece(line + same, rest[..^sameAtEnd], editedRest[..^sameAtEnd]);
    }

    private static IEnumerable<List<Piece>> Hunks(IEnumerable<Piece> pieces)
    {
        var hunk = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (hunk.Count > 0 && piece.Line - (hunk[^1].Line + hunk[^1].Old.Count) > 2 * ContextCount)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(piece);
        }

        if (hunk.Count > 0)
        {
            yield return hunk;
        }
    }

    /// <summary>Lines with their ends; the last may lack one, which the diff says.</summary>
    private static List<string> Split(ReadOnlySpan<byte> text)
    {
        var lines = new List<string>();
        while (text.Length > 0)
        {
            var end = text.IndexOf((byte)'\n') + 1;
            lines.Add(end == 0 ? Encoding.UTF8.GetString(text) + "\n\\ No newline at end of file" : Encoding.UTF8.GetString(text[..end]));
            text = end == 0 ? [] : text[end..];
        }

        return lines;
    }

    private sealed record Piece(int Line, List<string> Old, List<string> New);
}
