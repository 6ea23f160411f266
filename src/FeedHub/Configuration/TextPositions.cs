using System.Text;

namespace FeedHub.Configuration;

/// <summary>Turns offsets into UTF-8 text into lines and columns.</summary>
internal sealed class TextPositions
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<int> _lineStarts = [0];

    public TextPositions(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var span = text.Span;
        for (var next = span.IndexOf((byte)'\n'); next >= 0; next = span[_lineStarts[^1]..].IndexOf((byte)'\n'))
        {
            _lineStarts.Add(_lineStarts[^1] + next + 1);
        }
    }

    /// <summary>The line of an offset, from 1.</summary>
    public int LineOf(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>The column of an offset in its line, from 1.</summary>
    public int ColumnOf(int offset) => Encoding.UTF8.GetCharCount(_text.Span[_lineStarts[LineOf(offset) - 1]..offset]) + 1;

    /// <summary>The offset of a byte counted from the start of a line, both from 0; never beyond the text.</summary>
    public int OffsetOf(long line, long byteInLine) =>
        (int)Math.Min(_text.Length, _lineStarts[(int)Math.Min(line, _lineStarts.Count - 1)] + byteInLine);
}
