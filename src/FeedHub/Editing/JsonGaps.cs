namespace FeedHub.Editing;

/// <summary>What stands between the values of JSON: white space, line ends, commas and comments. Only for text that is valid.</summary>
internal static class JsonGaps
{
    /// <summary>The comma that follows a value; -1: there is none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="from">The offset behind the value.</param>
    public static int FindComma(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length)
        {
            var next = SkipComment(json, from);
            if (next > from)
            {
                from = next;
            }
            else if (json[from] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                from++;
            }
            else
            {
                return json[from] == ',' ? from : -1;
            }
        }

        return -1;
    }

    /// <summary>The beginning of the next line, where nothing but blanks and comments is left of this one; -1: something is.</summary>
    public static int EndOfLine(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length)
        {
            var next = SkipComment(json, from);
            if (next > from)
            {
                if (json[from..next].Contains((byte)'\n'))
                {
                    return -1; // a comment of several lines belongs to nothing in particular
                }

                from = next;
            }
            else if (json[from] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                from++;
            }
            else
            {
                return json[from] == '\n' ? from + 1 : -1;
            }
        }

        return from;
    }

    /// <summary>The beginning of the line in which an offset stands.</summary>
    public static int LineStart(ReadOnlySpan<byte> json, int offset) => json[..offset].LastIndexOf((byte)'\n') + 1;

    /// <summary>The blanks at the beginning of the line in which an offset stands, at most up to it.</summary>
    public static string Indent(ReadOnlySpan<byte> json, int offset)
    {
        var line = json[LineStart(json, offset)..offset];
        var end = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return System.Text.Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
    }

    /// <summary>Whether nothing but blanks stands before the offset in its line.</summary>
    public static bool IsFirstInLine(ReadOnlySpan<byte> json, int offset) =>
        json[LineStart(json, offset)..offset].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>How the line in which an offset stands is parted from its neighbors: as the one before it, else as the first of the text.</summary>
    public static string LineEnd(ReadOnlySpan<byte> json, int offset)
    {
        var end = LineStart(json, offset) - 1;
        end = end < 0 ? json.IndexOf((byte)'\n') : end;
        return end > 0 && json[end - 1] == '\r' ? "\r\n" : "\n";
    }

    private static int SkipComment(ReadOnlySpan<byte> json, int from)
    {
        var rest = json[from..];
        if (rest.StartsWith("//"u8))
        {
            var end = rest.IndexOf((byte)'\n');
            return end < 0 ? json.Length : from + end;
        }

        return rest.StartsWith("/*"u8) ? from + 2 + rest[2..].IndexOf("*/"u8) + 2 : from;
    }
}
