using System.Text;

namespace FeedHub.Editing;

/// <summary>Applies changes to a text.</summary>
internal static class Patch
{
    /// <summary>The text from <paramref name="start"/> on with the changes applied.</summary>
    /// <param name="text">The text.</param>
    /// <param name="changes">By rising offset. Of two that overlap, as two removals of neighbors may, both take place.</param>
    /// <param name="start">Where to begin; none of the changes is before.</param>
    /// <param name="end">Where to end; null: at the end of the text.</param>
    public static byte[] Apply(byte[] text, IEnumerable<TextChange> changes, int start = 0, int? end = null)
    {
        var result = new List<byte>(text.Length);
        var position = start;
        foreach (var change in changes)
        {
            if (change.Offset > position)
            {
                result.AddRange(text.AsSpan(position, change.Offset - position));
            }

            result.AddRange(Encoding.UTF8.GetBytes(change.Text));
            position = Math.Max(position, change.End);
        }

        result.AddRange(text.AsSpan(position, (end ?? text.Length) - position));
        return [.. result];
    }
}
