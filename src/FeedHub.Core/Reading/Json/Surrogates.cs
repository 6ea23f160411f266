using System.Buffers;
using System.Buffers.Text;

namespace FeedHub.Reading.Json;

/// <summary>
/// Halves of surrogate pairs as escapes, as programs leave them that cut texts by UTF-16 units: JSON allows them (RFC 8259, 8.2), and no text can hold
/// them.
/// </summary>
internal static class Surrogates
{
    private const int EscapeLength = 6; // \uD83D

    /// <summary>The document with U+FFFD for each half; the same where there is none.</summary>
    public static ReadOnlySequence<byte> Mend(ReadOnlySequence<byte> utf8, Repairs repairs)
    {
        var bytes = utf8.FirstSpan;
        if (bytes.IndexOf("\\ud"u8) < 0 && bytes.IndexOf("\\uD"u8) < 0)
        {
            return utf8;
        }

        byte[]? mended = null;
        for (var index = bytes.IndexOf((byte)'\\'); index >= 0 && index < bytes.Length - 1;)
        {
            var unit = UnitAt(bytes[index..]);
            var isPair = unit is >= 0xD800 and <= 0xDBFF && UnitAt(bytes[(index + EscapeLength)..]) is >= 0xDC00 and <= 0xDFFF;
            if (unit is >= 0xD800 and <= 0xDFFF && !isPair)
            {
                mended ??= bytes.ToArray();
                "\\uFFFD"u8.CopyTo(mended.AsSpan(index));
                repairs.Add(Repairs.InvalidReference);
            }

            index += isPair ? 2 * EscapeLength : 2; // behind the escaped character too: a backslash may be one
            var next = index < bytes.Length ? bytes[index..].IndexOf((byte)'\\') : -1;
            index = next < 0 ? -1 : index + next;
        }

        return mended is null ? utf8 : new ReadOnlySequence<byte>(mended);
    }

    // The UTF-16 unit that is escaped here; -1: none is.
    private static int UnitAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= EscapeLength && bytes[0] == '\\' && bytes[1] == 'u' && Utf8Parser.TryParse(bytes[2..EscapeLength], out ushort unit, out var length, 'x') && length == 4
            ? unit
            : -1;
}
